type ListedCase = { readonly state: string; readonly nextDue?: { readonly dueAt: string } }

/** Open cases before the others, and among them the nearest due time first. Cases that are alike keep their order. */
export function urgentFirst<Case extends ListedCase>(cases: readonly Case[]): Case[] {
  const rank = ({ state, nextDue }: Case) => {
    if (state !== "open") return Number.POSITIVE_INFINITY
    return nextDue === undefined ? Number.MAX_VALUE : Date.parse(nextDue.dueAt)
  }
  return cases.toSorted((one, other) => (rank(one) === rank(other) ? 0 : rank(one) - rank(other)))
}
