import type { TimelineEntry, TimelineHead } from "../timeline.ts"
import type { CaseDesk } from "./change-case.ts"
import { isCaseMessage } from "./outbox-message.ts"
import type { Participant } from "./participant.ts"

/**
 * The entries of a case that a party may see, oldest first. `head` is the head of its timeline after the change,
 * `published` whether an event carried that head to the party.
 */
export async function timelineOf(
  desk: Pick<CaseDesk, "cases">,
  { current, own }: Participant,
): Promise<{ entry: TimelineEntry; head: TimelineHead; published: boolean }[]> {
  const found: Awaited<ReturnType<typeof timelineOf>> = []
  for (const caseId of [...(own.earlierCases ?? []), current.caseId]) {
    for await (const row of desk.cases.list(caseId, "TIMELINE#")) {
      const copy = row.type === "timeline" ? row.copies.find((one) => one.partyId === own.partyId) : undefined
      if (row.type !== "timeline" || copy === undefined) continue
      const published = row.outbox.some((message) => message.audience === own.partyId && isCaseMessage(message))
      found.push({ entry: copy.entry, head: { seq: copy.head.seq, hash: copy.head.hash }, published })
    }
  }
  return found
}
