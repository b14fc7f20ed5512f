import { setTimeout as pause } from "node:timers/promises"
import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { CommandStopped } from "../../../client/command-line/command-stopped.ts"
import type { Invocation, Outcome } from "../../../client/command-line/declare-command.ts"
import { exitStatus } from "../../../client/command-line/exit-status.ts"
import { stopReason } from "../../../client/command-line/stop-reason.ts"
import { breachAtHubStated } from "../../../shared/base/contracts/breach-at-hub-stated.ts"
import { derivedId, hubAudience, hubSource } from "../../../shared/base/contracts/envelope.ts"
import type { BreachCases } from "../../../shared/desk/cases/breach-cases.ts"
import { dynamoBreachCases } from "../../../shared/desk/cases/dynamo-breach-cases.ts"
import { type HubBreachRow, hubBreachKey } from "../../../shared/desk/cases/hub-breach-row.ts"
import { caseAtHubKey } from "../../../shared/desk/opening/open-case-at-hub.ts"
import { partiesOfStage } from "../deployed-stage/parties-of-stage.ts"
import { askedTogether, publishToHub } from "../deployed-stage/publish-to-hub.ts"
import { type ReachedStage, reachStage } from "../deployed-stage/reach-stage.ts"
import type { StageOptions } from "../deployed-stage/stage-options.ts"
import { saysTheSame, statementInWords, statementOf, type Typed } from "./statement.ts"

export type HubBreachOptions = StageOptions & Typed & { readonly yes?: true }

const needs: readonly string[] = [
  "cloudformation:DescribeStacks, cloudformation:ListStackResources and cloudformation:GetTemplate",
  "events:PutEvents on the exchange bus",
  "dynamodb:BatchGetItem and dynamodb:PutItem on the table of cases, dynamodb:Query on that of invited parties",
  "kms:Decrypt and kms:GenerateDataKey on their key",
]

/**
 * Shows what a breach at the hub would open for whom, or opens it.
 *
 * @throws CommandStopped if an option is wrong, the id names another statement, or the stage cannot be reached
 */
export async function runHubBreach({ options, onStep }: Invocation<HubBreachOptions>): Promise<Outcome> {
  try {
    onStep("Reading what is deployed")
    const reached = await reachStage(options)
    const stated = statementOf(options, new Date().toISOString())
    const { tableName, busName } = placesIn(reached)
    const client = new DynamoDBClient(reached.connection)
    try {
      const plan = { stated, partyIds: await partiesOfStage(reached, undefined, onStep), isMeant: options.yes === true }
      const ask = (partyIds: readonly string[]) =>
        publishToHub(
          reached,
          partyIds.map((partyId) => entryFor(stated, { partyId, busName })),
        )
      return await openForParties({ cases: dynamoBreachCases({ client, tableName }), ask, onStep }, plan)
    } finally {
      client.destroy()
    }
  } catch (error) {
    throw stopReason(error, needs)
  }
}

function placesIn({ stage, outputs }: Pick<ReachedStage, "stage" | "outputs">) {
  if (!stage.settings.parts.desk)
    throw new CommandStopped("wrongUsage", `Stage "${stage.name}" leaves the breach desk out. Call each party.`)
  const [tableName, busName] = [outputs("BreachCasesTableName"), outputs("ExchangeBusName")]
  if (tableName === undefined || busName === undefined)
    throw new CommandStopped("noAnswer", "The stage has no table of cases or no exchange bus. Deploy it again.")
  return { tableName, busName }
}

type Tools = {
  readonly cases: Pick<BreachCases, "items" | "mark">
  /** Asks the hub to open the cases of these parties. */
  readonly ask: (partyIds: readonly string[]) => Promise<void>
  readonly onStep: (step: string) => void
  /** How often to look whether the cases are open, with a pause between two looks. */
  readonly looks?: number
  readonly pauseMilliseconds?: number
}

type Plan = {
  readonly stated: HubBreachRow
  readonly partyIds: readonly string[]
  /** Whether to open the cases, and not only to show what would be opened. */
  readonly isMeant: boolean
}

/** Stores the statement, asks the hub for the cases that are missing, and looks until they are open. */
export async function openForParties(
  { cases, ask, onStep, looks = 60, pauseMilliseconds = 2_000 }: Tools,
  plan: Plan,
): Promise<Outcome> {
  const { stated, partyIds, isMeant } = plan
  const of = { cases, hubBreachId: stated.hubBreachId }
  onStep("Reading which parties have a case")
  await assertSame(cases, stated)
  let missing = await withoutCase({ ...of, partyIds })
  if (!isMeant) return outcomeOf(plan, missing)
  if ((await cases.mark(stated)) === "present") await assertSame(cases, stated)
  for (let from = 0; from < missing.length; from += askedTogether) {
    onStep(`Asking the hub for ${missing.length} cases, ${from} so far`)
    await ask(missing.slice(from, from + askedTogether))
  }
  for (let look = 0; look < looks && missing.length > 0; look += 1) {
    if (look > 0) await pause(pauseMilliseconds)
    missing = await withoutCase({ ...of, partyIds: missing })
    onStep(`${partyIds.length - missing.length} of ${partyIds.length} parties have a case`)
  }
  return outcomeOf(plan, missing)
}

type Reading = Pick<BreachCases, "items">

/** @throws CommandStopped if the id names a statement that says something else */
async function assertSame(cases: Reading, stated: HubBreachRow): Promise<void> {
  const [known] = await cases.items([hubBreachKey(stated.hubBreachId)])
  if (known?.type === "hubBreach" && !saysTheSame(known, stated))
    throw new CommandStopped(
      "wrongUsage",
      "--id: a statement of this name was made, and it says something else. Repeat it word for word, or choose " +
        "another name: that opens further cases.",
    )
}

/** The parties that have no case of this statement. */
async function withoutCase(of: { cases: Reading; hubBreachId: string; partyIds: readonly string[] }) {
  const { hubBreachId, partyIds } = of
  const keyOf = (partyId: string) => caseAtHubKey({ hubBreachId, partyId })
  const found = new Set((await of.cases.items(partyIds.map(keyOf))).map(({ pk }) => pk))
  return partyIds.filter((partyId) => !found.has(keyOf(partyId).pk))
}

function entryFor({ hubBreachId, statedAt }: HubBreachRow, { partyId, busName }: { partyId: string; busName: string }) {
  return breachAtHubStated.entry({
    source: hubSource,
    busName,
    data: { hubBreachId, partyId },
    metadata: {
      id: derivedId("breach-at-hub", hubBreachId, partyId),
      occurredAt: statedAt,
      correlationId: hubBreachId,
      audience: hubAudience,
    },
  })
}

/** So many parties are named. */
const mostNamed = 50

function outcomeOf({ stated, partyIds, isMeant }: Plan, missing: readonly string[]): Outcome {
  const { hubBreachId } = stated
  const named = missing.slice(0, mostNamed).join(", ")
  const more = missing.length > mostNamed ? ` and ${missing.length - mostNamed} more (--json lists all)` : ""
  const open = `${partyIds.length - missing.length} of ${partyIds.length} parties have a case of ${hubBreachId}.`
  const rest = isMeant
    ? `No case yet for ${named}${more}. Run the command again. If it stays so, look at the dead letters of open-breach-case.`
    : `A case would open for ${named}${more}. Nothing was sent. Add --yes to open them.`
  const lines = [
    ...(isMeant ? [] : ["Each party would read:", ...statementInWords(stated).map((line) => `  ${line}`), ""]),
    open,
    ...(missing.length === 0 ? [] : [rest]),
  ]
  return {
    data: { hubBreachId, parties: partyIds.length, missing, sent: isMeant },
    text: `${lines.join("\n")}\n`,
    status: missing.length === 0 ? exitStatus.fine : exitStatus.needsPerson,
  }
}
