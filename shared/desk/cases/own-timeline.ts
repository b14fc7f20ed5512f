import type { TimelineEntry, TimelineHead } from "../timeline.ts"
import type { CaseDesk } from "./change-case.ts"
import { isCaseMessage } from "./outbox-message.ts"
import type { Participant } from "./participant.ts"

/**
 * An entry of a party's timeline. `head` is the head of the timeline after the change, `published` whether an event
 * carried that head to the party.
 */
export type OwnEntry = { entry: TimelineEntry; head: TimelineHead; published: boolean }

/** The place of a row of a timeline: its case and its sort key. */
export type TimelinePlace = { caseId: string; sk: string }

/** The entries of a case that a party may see, oldest first. */
export async function timelineOf(desk: Pick<CaseDesk, "cases">, participant: Participant): Promise<OwnEntry[]> {
  const found: OwnEntry[] = []
  for await (const { own } of timelineAmong(desk, participant)) if (own !== undefined) found.push(own)
  return found
}

/** The same among the rows that have to be read for it, behind the place `after`: they pass entries of others. */
export async function* timelineAmong(
  desk: Pick<CaseDesk, "cases">,
  { current, own }: Participant,
  after?: TimelinePlace,
): AsyncGenerator<{ place: TimelinePlace; own: OwnEntry | undefined }> {
  const caseIds = [...(own.earlierCases ?? []), current.caseId]
  for (const caseId of caseIds.slice(Math.max(0, caseIds.indexOf(after?.caseId ?? "")))) {
    const part = after?.caseId === caseId ? { after: after.sk } : {}
    for await (const row of desk.cases.list(caseId, "TIMELINE#", part)) {
      if (row.type !== "timeline") continue
      const copy = row.copies.find((one) => one.partyId === own.partyId)
      const published = row.outbox.some((message) => message.audience === own.partyId && isCaseMessage(message))
      const place = { caseId, sk: row.sk }
      yield copy === undefined
        ? { place, own: undefined }
        : { place, own: { entry: copy.entry, head: { seq: copy.head.seq, hash: copy.head.hash }, published } }
    }
  }
}
