import { digestOfBeginning } from "../../base/contracts/mapped-reference.ts"
import type { RestrictionScope } from "../../base/contracts/words.ts"
import type { KeyedHash } from "../../base/keyed-hash/keyed-hash.ts"
import { beginningsOf, numberForm } from "../../intake/tracking/order-reference.ts"
import type { Party, ReferenceFormat } from "../../parties/party.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import { type DecisionNotes, isOfEnd, numbersOf } from "../../watch/detection/decisions/decision-note.ts"
import { type Restriction, type Restrictions, restrictsAt } from "../../watch/detection/restrictions/restriction.ts"
import { restrictedNumbers } from "../../watch/detection/retailers/number-blocks.ts"

/** What a map of proof is read from. */
export type ProofMapDesk = {
  readonly decisionNotes: Pick<DecisionNotes, "read">
  readonly restrictions: Pick<Restrictions, "of">
  readonly parties: Pick<PartyDirectory, "byIds">
  readonly keyedHash: Pick<KeyedHash, "blindOrdinal">
}

/** Most restrictions on one page. Each has at most 42 digests. */
export const mostNumbersPerPage = 200

/** Behind every note's time. */
const always = "9999-12-31T23:59:59.999Z"

/** Digits that are cut from an order reference before its digest is made, so that a restriction has few digests. */
const cutDigits = { neighbourhood: 3, codeBlock: 2 } as const

/**
 * The numbers for which strangers need proof in a carrier's own tool: from its own reports and from what the hub saw
 * of its parcels, and from no other party's word. Those that end latest come first: each lookup that alarms or is
 * refused there moves the end, so they were walked last. Its own tracking numbers come as ranges, order references as
 * digests of how they begin. It has nothing of a discreet retailer, and nothing of a series whose form is not known.
 *
 * @param now ISO
 */
export async function proofMapFor(
  desk: ProofMapDesk,
  party: Party,
  { after, limit = mostNumbersPerPage }: { after?: string | undefined; limit?: number | undefined },
  now: string,
) {
  const notes = await desk.decisionNotes.read(numbersOf(party.id), {
    behind: now,
    until: after ?? always,
    limit,
    isLatestFirst: true,
  })
  const rows = await desk.restrictions.of([...new Set(notes.map(({ accessorKey }) => accessorKey))])
  const current = notes.flatMap((note) => {
    const row = rows.find(({ restrictionId }) => restrictionId === note.restrictionId)
    return row !== undefined && isOfEnd(note, row) && restrictsAt(row, now) ? [row] : []
  })
  const series = new Set(current.flatMap(({ accessorKey }) => restrictedNumbers(accessorKey)?.numbers.series ?? []))
  const owners = await desk.parties.byIds([...series])
  const last = notes.length < limit ? undefined : notes.at(-1)
  return {
    numbers: current.flatMap((row) => numbersFor(desk, { party, row, owners })),
    asOf: now,
    ...(last === undefined ? {} : { next: last.place }),
  }
}

type Shown = { party: Party; row: Restriction; owners: ReadonlyMap<string, Party> }

/** Restricted numbers as their carrier receives them. */
type NumbersOfMap = { scope: keyof typeof cutDigits; until: string } & (
  | ({ first: number; last: number } & ReturnType<typeof numberForm>)
  | { cut: number; digests: string[] }
)

/** One restriction as its carrier may see it, or nothing. */
function numbersFor({ keyedHash }: Pick<ProofMapDesk, "keyedHash">, { party, row, owners }: Shown): NumbersOfMap[] {
  const { scope, accessorKey, until } = row
  const found = restrictedNumbers(accessorKey)
  if (found === null || (scope !== "neighbourhood" && scope !== "codeBlock")) return []
  const { series } = found.numbers
  const offset = keyedHash.blindOrdinal(series, 0)
  const [first, last] = [Math.max(0, found.first - offset), found.last - offset]
  if (series === party.id) {
    const format = party.kind === "carrier" ? party.trackingNumbers?.format : undefined
    return format === undefined ? [] : [{ scope, until, first, last, ...numberForm(format) }]
  }
  const owner = owners.get(series)
  if (owner?.kind !== "retailer" || owner.discreet || owner.referenceFormat === undefined) return []
  const digested = digestsOf({ first, last }, owner.referenceFormat, scope)
  return digested === undefined ? [] : [{ scope, until, ...digested }]
}

function digestsOf(
  places: { first: number; last: number },
  format: ReferenceFormat,
  scope: Extract<RestrictionScope, keyof typeof cutDigits>,
): { cut: number; digests: string[] } | undefined {
  const beginnings = beginningsOf(places, format, cutDigits[scope])
  if (beginnings === undefined || beginnings.length === 0) return undefined
  const cut = cutDigits[scope] + numberForm(format).behind
  return { cut, digests: beginnings.map(digestOfBeginning) }
}
