import { caseAlias } from "../../base/contracts/fields.ts"
import { groupsOf } from "../../base/platform/chunks-of.ts"
import type { BreachCases } from "../../desk/cases/breach-cases.ts"
import { caseKeys } from "../../desk/cases/case-keys.ts"
import type { CaseRow, PartyRow } from "../../desk/cases/case-rows.ts"
import { partiesOfCase } from "../../desk/cases/participant-details.ts"
import type { TimelineHead } from "../../desk/timeline.ts"
import { counterpartiesOf } from "../../desk/visibility/relation.ts"

type Reading = { readonly cases: Pick<BreachCases, "items" | "ofParty"> }

/** A case of a party when a day ended: the head of the party's timeline, and the counterparties that it had there. */
export type CaseOfDay = {
  readonly caseId: string
  readonly caseAlias: string
  readonly head: TimelineHead
  readonly counterparties: readonly string[]
}

/** Rows of parties that are read at a time, and entries of a timeline. */
const [casesAtOnce, entriesAtOnce] = [100, 50]

/**
 * The cases of a party that were open at a time and of which it had been given an entry before, by their aliases. It
 * follows from times that stand in the rows, so that it is the same however much later it is asked, as long as nothing
 * of before is lost.
 *
 * @param at end of the day; what happened then is of the next day
 */
export async function casesOfDay(reading: Reading, partyId: string, at: Date): Promise<CaseOfDay[]> {
  const found: CaseOfDay[] = []
  for await (const owns of groupsOf(reading.cases.ofParty(partyId), casesAtOnce)) {
    const current = await casesById(reading, owns)
    for (const own of owns) {
      const one = current.get(own.caseId)
      if (one === undefined || !wasOpen(one, at) || !(await wasIn(reading, own, at))) continue
      const head = await headAt(reading, { current: one, own }, at)
      if (head === undefined) continue
      const counterparties = await counterpartiesAt(reading, { current: one, own }, at)
      found.push({ caseId: one.caseId, caseAlias: caseAlias.parse(own.alias), head, counterparties })
    }
  }
  return found.sort((one, other) => (one.caseAlias < other.caseAlias ? -1 : 1))
}

async function casesById({ cases }: Reading, owns: readonly PartyRow[]): Promise<ReadonlyMap<string, CaseRow>> {
  const rows = await cases.items(owns.map(({ caseId }) => caseKeys.case(caseId)))
  return new Map(rows.flatMap((row) => (row.type === "case" ? [[row.caseId, row] as const] : [])))
}

const isBefore = (instant: string, at: Date): boolean => Date.parse(instant) < at.getTime()

const wasOpen = ({ state, closedAt }: CaseRow, at: Date): boolean =>
  state === "open" || (closedAt !== undefined && !isBefore(closedAt, at))

/** A party that was moved into a case by a merge was in the merged one before. */
async function wasIn({ cases }: Reading, { openedAt, earlierCases }: PartyRow, at: Date): Promise<boolean> {
  const before = earlierCases?.at(-1)
  if (before === undefined) return isBefore(openedAt, at)
  const [merged] = await cases.items([caseKeys.case(before)])
  return merged?.type !== "case" || !wasOpen(merged, at)
}

type Place = { readonly current: CaseRow; readonly own: PartyRow }

/** The party's last entry before a time, looked for from the end of the timeline. */
async function headAt(reading: Reading, { current, own }: Place, at: Date): Promise<TimelineHead | undefined> {
  for (const caseId of [current.caseId, ...(own.earlierCases ?? []).toReversed()]) {
    const [row] = caseId === current.caseId ? [current] : await reading.cases.items([caseKeys.case(caseId)])
    for (let last = row?.type === "case" ? row.head.seq : 0; last > 0; last -= entriesAtOnce) {
      const seqs = Array.from({ length: Math.min(last, entriesAtOnce) }, (_, place) => last - place)
      const rows = await reading.cases.items(seqs.map((seq) => caseKeys.timeline(caseId, seq)))
      const heads = rows
        .flatMap((one) => (one.type === "timeline" && isBefore(one.entry.at, at) ? one.copies : []))
        .filter(({ partyId }) => partyId === own.partyId)
        .sort((one, other) => other.entry.seq - one.entry.seq)
      if (heads[0] !== undefined) return { seq: heads[0].entry.seq, hash: heads[0].entry.hash }
    }
  }
  return undefined
}

async function counterpartiesAt(reading: Reading, { current, own }: Place, at: Date): Promise<string[]> {
  const others = counterpartiesOf(own, await partiesOfCase(reading, current))
  const there = await Promise.all(others.map((other) => wasIn(reading, other, at)))
  return others.filter((_, place) => there[place]).map(({ partyId }) => partyId)
}
