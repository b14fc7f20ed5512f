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
import type { HubBreachRow } from "../../../shared/desk/cases/hub-breach-row.ts"
import { caseAtHubKey, lastStatement } from "../../../shared/desk/opening/open-case-at-hub.ts"
import { partiesOfStage } from "../deployed-stage/parties-of-stage.ts"
import { askedTogether, publishToHub } from "../deployed-stage/publish-to-hub.ts"
import { type ReachedStage, reachStage } from "../deployed-stage/reach-stage.ts"
import type { StageOptions } from "../deployed-stage/stage-options.ts"
import { statementAfter, statementInWords, statementOf, type Typed } from "./statement.ts"

export type HubBreachOptions = StageOptions & Typed & { readonly yes?: true; readonly correct?: true }

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
    const typed = statementOf(options, new Date().toISOString())
    const { tableName, busName } = placesIn(reached)
    const client = new DynamoDBClient(reached.connection)
    try {
      const plan = {
        stated: typed,
        isCorrection: options.correct === true,
        partyIds: await partiesOfStage(reached, undefined, onStep),
        isMeant: options.yes === true,
      }
      const ask = (partyIds: readonly string[], stated: HubBreachRow) =>
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
  readonly ask: (partyIds: readonly string[], stated: HubBreachRow) => Promise<void>
  readonly onStep: (step: string) => void
  /** How often to look whether the cases are open, with a pause between two looks. */
  readonly looks?: number
  readonly pauseMilliseconds?: number
}

type Plan = {
  readonly stated: HubBreachRow
  /** Whether it may correct what was stated before. */
  readonly isCorrection: boolean
  readonly partyIds: readonly string[]
  /** Whether to open the cases, and not only to show what would be opened. */
  readonly isMeant: boolean
}

/** Stores the statement, asks the hub for the cases that are missing, and looks until they are open. */
export async function openForParties(
  { cases, ask, onStep, looks = 60, pauseMilliseconds = 2_000 }: Tools,
  plan: Plan,
): Promise<Outcome> {
  const { partyIds, isMeant, isCorrection } = plan
  onStep("Reading which parties have a case")
  const last = await lastStatement(cases, plan.stated.hubBreachId)
  const stated = statementAfter(last, plan.stated, isCorrection)
  const of = { cases, stated }
  let missing = await withoutCase({ ...of, partyIds })
  const done = { stated, partyIds, isMeant, ...(last === undefined || stated === last ? {} : { last }) }
  if (!isMeant) return outcomeOf(done, missing)
  if ((await cases.mark(stated)) === "present")
    statementAfter(await lastStatement(cases, stated.hubBreachId), stated, false)
  for (let from = 0; from < missing.length; from += askedTogether) {
    onStep(`Asking the hub for ${missing.length} cases, ${from} so far`)
    await ask(missing.slice(from, from + askedTogether), stated)
  }
  for (let look = 0; look < looks && missing.length > 0; look += 1) {
    if (look > 0) await pause(pauseMilliseconds)
    missing = await withoutCase({ ...of, partyIds: missing })
    onStep(`${partyIds.length - missing.length} of ${partyIds.length} parties have a case`)
  }
  return outcomeOf(done, missing)
}

type Reading = Pick<BreachCases, "items">

/** The parties that have no case with this statement. */
async function withoutCase(of: { cases: Reading; stated: HubBreachRow; partyIds: readonly string[] }) {
  const { stated, partyIds } = of
  const keyOf = (partyId: string) => caseAtHubKey({ ...stated, partyId })
  const found = new Set((await of.cases.items(partyIds.map(keyOf))).map(({ pk }) => pk))
  return partyIds.filter((partyId) => !found.has(keyOf(partyId).pk))
}

function entryFor(
  { hubBreachId, revision, statedAt }: HubBreachRow,
  { partyId, busName }: { partyId: string; busName: string },
) {
  return breachAtHubStated.entry({
    source: hubSource,
    busName,
    data: { hubBreachId, partyId },
    metadata: {
      id: derivedId("breach-at-hub", hubBreachId, partyId, String(revision)),
      occurredAt: statedAt,
      correlationId: hubBreachId,
      audience: hubAudience,
    },
  })
}

/** So many parties are named. */
const mostNamed = 50

type Done = Omit<Plan, "isCorrection"> & {
  /** What was stated before, if this corrects it. */
  readonly last?: HubBreachRow
}

function outcomeOf({ stated, last, partyIds, isMeant }: Done, missing: readonly string[]): Outcome {
  const { hubBreachId, revision } = stated
  const named = missing.slice(0, mostNamed).join(", ")
  const more = missing.length > mostNamed ? ` and ${missing.length - mostNamed} more (--json lists all)` : ""
  const what = revision === 1 ? `a case of ${hubBreachId}` : `statement ${revision} of ${hubBreachId} in their case`
  const open = `${partyIds.length - missing.length} of ${partyIds.length} parties have ${what}.`
  const rest = isMeant
    ? `${revision === 1 ? "No case" : "Not"} yet for ${named}${more}. Run the command again. ` +
      "If it stays so, look at the dead letters of open-breach-case."
    : revision === 1
      ? `A case would open for ${named}${more}. Nothing was sent. Add --yes to open them.`
      : `It would correct the case of ${named}${more}, or open another if that is closed. ` +
        "Nothing was sent. Add --yes to send it."
  const lines = [
    ...(isMeant ? [] : ["Each party would read:", ...statementInWords(stated, last).map((line) => `  ${line}`), ""]),
    open,
    ...(missing.length === 0 ? [] : [rest]),
  ]
  return {
    data: { hubBreachId, revision, parties: partyIds.length, missing, sent: isMeant },
    text: `${lines.join("\n")}\n`,
    status: missing.length === 0 ? exitStatus.fine : exitStatus.needsPerson,
  }
}
