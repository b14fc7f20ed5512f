import { reasonInWords } from "../../../client/command-line/stopped-in-words.ts"
import type { ReachedStage } from "../deployed-stage/reach-stage.ts"
import { checkArchive } from "./check-archive.ts"
import { checkAlarms, checkPoison } from "./check-dead-letters.ts"
import { checkInvitedParties } from "./check-invited-parties.ts"
import { checkRefusals } from "./check-refusals.ts"
import { checkShipments } from "./check-shipments.ts"
import { checkWalk, type OwnCase } from "./check-walk.ts"
import { cleanUp } from "./clean-up.ts"
import type { Examination } from "./examination.ts"
import { type Finding, finding, type LeftBehind } from "./finding.ts"
import { openMarkedInbox } from "./marked-inbox.ts"
import { firstNumberAt, newRun } from "./marks.ts"
import { openVoices, type Voices } from "./party-voices.ts"

export type ExamineOptions = {
  /** Whether to wait for a message to become a dead letter, which raises alarms. */
  readonly poison: boolean
  /** Whether to replay the events of the run. */
  readonly replay: boolean
  /** Whether to send a shipment and to walk, and nothing else. */
  readonly briefly?: boolean
  readonly onProgress: (step: string) => void
}

/** What the doctor found, and what it leaves behind. */
export type Examined = {
  readonly run: string
  readonly findings: readonly Finding[]
  readonly left: LeftBehind
}

/** Sends marked events through a deployed stage, says what came of them, and cleans up. */
export async function examineStage(reached: ReachedStage, options: ExamineOptions): Promise<Examined> {
  const voices = await openVoices(reached)
  const examination = begin(reached, voices, options)
  const findings: Finding[] = []
  const cases: OwnCase[] = []
  /** A check that breaks is a finding, and the others go on. */
  const take = async (name: string, check: () => Promise<readonly Finding[]>): Promise<void> => {
    findings.push(...(await check().catch((error: unknown) => [finding(name).fail(reasonInWords(error))])))
  }
  const { briefly = false } = options
  try {
    await take("Shipments and deliveries", () => checkShipments(examination))
    if (!briefly) {
      await take("Refusals", () => checkRefusals(examination))
      await take("Parties of the file and invited ones", () => checkInvitedParties(reached))
      await take("Alarms of dead-letter queues", async () => [await checkAlarms(examination)])
    }
    await take("A walk raises an alert", async () => {
      const walked = await checkWalk(examination)
      cases.push(...walked.cases)
      return walked.findings
    })
    if (!briefly) {
      await take("Dead letters", () => checkPoison(examination, options.poison))
      await take("The archive", () => checkArchive(examination, options.replay))
    }
    await take("The run is cleaned up", async () => [await cleanUp(examination, cases)])
  } finally {
    voices.close()
    examination.inbox.close()
  }
  return { run: examination.run, findings, left: examination.left }
}

function begin(reached: ReachedStage, voices: Voices, { onProgress }: ExamineOptions): Examination {
  const startedAt = new Date()
  return {
    reached,
    voices,
    run: newRun(),
    firstNumber: firstNumberAt(startedAt),
    startedAt,
    inbox: openMarkedInbox(reached),
    onProgress,
    sentIds: new Set(),
    open: [],
    caseAliases: new Set(),
    correlationIds: new Set(),
    left: [],
  }
}
