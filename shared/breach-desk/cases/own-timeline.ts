import type { TimelineEntry, TimelineHead } from "../timeline.ts"
import type { CaseDesk } from "./change-case.ts"
import { isCaseMessage } from "./outbox-message.ts"
import type { Participant } from "./participant.ts"

/** A party's own timeline of a case, oldest first: the entries that it may see, with the head after each and whether an event told it. */
export async function timelineOf(
  desk: Pick<CaseDesk, "cases">,
  { current, own }: Participant,
): Promise<{ entry: TimelineEntry; head: TimelineHead; told: boolean }[]> {
  const found: Awaited<ReturnType<typeof timelineOf>> = []
  for (const caseId of [...(own.earlierCases ?? []), current.caseId]) {
    for await (const row of desk.cases.list(caseId, "TIMELINE#")) {
      const copy = row.type === "timeline" ? row.copies.find((one) => one.partyId === own.partyId) : undefined
      if (row.type !== "timeline" || copy === undefined) continue
      const told = row.outbox.some((message) => message.audience === own.partyId && isCaseMessage(message))
      found.push({ entry: copy.entry, head: { seq: copy.head.seq, hash: copy.head.hash }, told })
    }
  }
  return found
}
