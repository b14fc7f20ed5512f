import { setTimeout as pause } from "node:timers/promises"
import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { CommandStopped } from "../../../client/command-line/command-stopped.ts"
import type { Invocation, Outcome } from "../../../client/command-line/declare-command.ts"
import { exitStatus } from "../../../client/command-line/exit-status.ts"
import { stopReason } from "../../../client/command-line/stop-reason.ts"
import { alertDrillRequested } from "../../../shared/base/contracts/alert-drills.ts"
import { hubAudience, hubSource } from "../../../shared/base/contracts/envelope.ts"
import type { DrillRow } from "../../../shared/parties/drills/drill.ts"
import { dynamoDrills } from "../../../shared/parties/drills/dynamo-drills.ts"
import { partiesOfStage } from "../deployed-stage/parties-of-stage.ts"
import { askedTogether, publishToHub } from "../deployed-stage/publish-to-hub.ts"
import { type ReachedStage, reachStage } from "../deployed-stage/reach-stage.ts"
import type { StageOptions } from "../deployed-stage/stage-options.ts"
import { drillInWords, isOver, judgeDrill, type PartyDrill } from "./judge-drill.ts"

export type DrillOptions = StageOptions & {
  readonly party?: readonly string[]
  readonly wait: number
  readonly escalation?: true
}

const needs: readonly string[] = [
  "cloudformation:DescribeStacks, cloudformation:ListStackResources and cloudformation:GetTemplate",
  "events:PutEvents on the exchange bus",
  "dynamodb:Query on the tables of drills and of invited parties, and kms:Decrypt on their key",
  "with --party: dynamodb:GetItem on the table of invited parties",
]

/** How long to wait before rows are read again. Those of 10,000 parties are 3 MB, so they are read every 20 seconds. */
const pauseFor = (parties: number): number => Math.max(2_000, 2 * parties)

/**
 * Runs a drill, and says who acknowledged.
 *
 * @throws CommandStopped if a party is unknown, or the stage cannot be reached
 */
export async function runDrill({ options, onStep }: Invocation<DrillOptions>): Promise<Outcome> {
  try {
    onStep("Reading what is deployed")
    const reached = await reachStage(options)
    const { drillId, parties } = await drillParties(reached, {
      partyIds: await partiesOfStage(reached, options.party, onStep),
      level: options.escalation === true ? "escalation" : "alert",
      minutes: options.wait,
      onStep,
    })
    const isGood = parties.every(({ state }) => state === "acknowledged")
    return {
      data: { drillId, parties },
      text: drillInWords(drillId, parties),
      status: isGood ? exitStatus.fine : exitStatus.needsPerson,
    }
  } catch (error) {
    throw stopReason(error, needs)
  }
}

type Reached = Pick<ReachedStage, "connection" | "outputs">

/** Asks the hub for a drill, and waits until every party has acknowledged or the time is over. */
export async function drillParties(
  reached: Reached,
  plan: {
    readonly partyIds: readonly string[]
    readonly level: "alert" | "escalation"
    readonly minutes: number
    readonly onStep: (step: string) => void
  },
): Promise<{ readonly drillId: string; readonly parties: readonly PartyDrill[] }> {
  const { partyIds, level, minutes, onStep } = plan
  // A drill that nobody could read would only alarm people.
  required(reached.outputs("DrillsTableName"))
  const drillId = `drill-${Date.now().toString(36)}`
  onStep(`Asking the hub for ${drillId}`)
  for (let from = 0; from < partyIds.length; from += askedTogether) {
    if (from > 0) onStep(`Asked the hub for ${from} of ${partyIds.length} parties`)
    await request(reached, { drillId, partyIds: partyIds.slice(from, from + askedTogether), level })
  }
  const rows = await waitFor(reached, { drillId, partyIds, minutes, onStep })
  return { drillId, parties: judgeDrill(partyIds, rows) }
}

type Asked = { readonly drillId: string; readonly partyIds: readonly string[] }

async function request(
  { connection, outputs }: Reached,
  { drillId, partyIds, level }: Asked & { readonly level: "alert" | "escalation" },
): Promise<void> {
  const busName = required(outputs("ExchangeBusName"))
  const requestedAt = new Date().toISOString()
  const entries = partyIds.map((partyId) =>
    alertDrillRequested.entry({
      source: hubSource,
      busName,
      data: { drillId, partyId, requestedAt, level },
      metadata: {
        id: `${drillId}-${partyId}`,
        occurredAt: requestedAt,
        correlationId: drillId,
        audience: hubAudience,
      },
    }),
  )
  await publishToHub({ connection }, entries)
}

async function waitFor(
  { connection, outputs }: Reached,
  { drillId, partyIds, minutes, onStep }: Asked & { readonly minutes: number; readonly onStep: (step: string) => void },
): Promise<readonly DrillRow[]> {
  const client = new DynamoDBClient(connection)
  try {
    const drills = dynamoDrills({ client, tableName: required(outputs("DrillsTableName")) })
    for (const deadline = Date.now() + minutes * 60_000; ; await pause(pauseFor(partyIds.length))) {
      const rows: DrillRow[] = []
      for await (const row of drills.ofDrill(drillId)) rows.push(row)
      const parties = judgeDrill(partyIds, rows)
      if (isOver(parties) || Date.now() >= deadline) return rows
      const answered = parties.filter(({ state }) => state === "acknowledged").length
      const left = Math.ceil((deadline - Date.now()) / 60_000)
      onStep(`${answered} of ${parties.length} parties acknowledged; waiting for ${left} min at most`)
    }
  } finally {
    client.destroy()
  }
}

function required(output: string | undefined): string {
  if (output === undefined)
    throw new CommandStopped("noAnswer", "The stage was deployed before there were drills. Deploy it again.")
  return output
}
