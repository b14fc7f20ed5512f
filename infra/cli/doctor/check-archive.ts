import { setTimeout as pause } from "node:timers/promises"
import {
  DescribeReplayCommand,
  EventBridgeClient,
  ListArchivesCommand,
  StartReplayCommand,
} from "@aws-sdk/client-eventbridge"
import type { Examination } from "./examination.ts"
import { type Finding, finding } from "./finding.ts"

/** Whether the redacted events are archived, and if asked, whether a replay delivers them again. */
export async function checkArchive(examination: Examination, mayReplay: boolean): Promise<readonly Finding[]> {
  const { reached, onProgress } = examination
  onProgress("The archive of redacted events")
  const archive = finding("Redacted events are archived")
  const replay = finding("A replay can be started")
  const events = new EventBridgeClient(reached.connection)
  try {
    const { Archives = [] } = await events.send(new ListArchivesCommand({}))
    const found = Archives.find(({ EventSourceArn = "" }) =>
      EventSourceArn.endsWith(`:event-bus/${reached.outputs("ExchangeBusName")}`),
    )
    if (found?.EventSourceArn === undefined) return [archive.fail("The exchange bus has no archive")]
    const { ArchiveName = "", EventSourceArn, State = "unknown", RetentionDays } = found
    const state =
      State === "ENABLED"
        ? archive.pass(`The archive is enabled and keeps them for ${RetentionDays} days`)
        : archive.fail(`The archive is ${State}`)
    if (!mayReplay) return [state, replay.notShown("It delivers events again. Ask with --replay")]
    const archiveArn = `${EventSourceArn.split(":event-bus/")[0]}:archive/${ArchiveName}`
    return [state, await startReplay(examination, events, { archiveArn, busArn: EventSourceArn })]
  } finally {
    events.destroy()
  }
}

const replayPatienceMilliseconds = 5 * 60_000

/** Replays the time of this run alone. Parties drop what they have already by its id. */
async function startReplay(
  { run, startedAt, onProgress, left }: Examination,
  events: EventBridgeClient,
  { archiveArn, busArn }: { readonly archiveArn: string; readonly busArn: string },
): Promise<Finding> {
  const replay = finding("A replay can be started")
  onProgress("A replay of the events of this run")
  const asked = {
    ReplayName: run,
    EventSourceArn: archiveArn,
    Destination: { Arn: busArn },
    EventStartTime: startedAt,
    EventEndTime: new Date(),
  }
  await events.send(new StartReplayCommand(asked))
  left.push(`the replay ${run}, which EventBridge lists for 90 days`)
  for (const deadline = Date.now() + replayPatienceMilliseconds; Date.now() < deadline; await pause(1_000)) {
    const { State, StateReason } = await events.send(new DescribeReplayCommand({ ReplayName: run }))
    if (State === "COMPLETED") return replay.pass("A replay of the events of this run was completed")
    if (State === "FAILED" || State === "CANCELLED") return replay.fail(`The replay is ${State}: ${StateReason ?? ""}`)
  }
  return replay.pass("A replay was started, and still runs")
}
