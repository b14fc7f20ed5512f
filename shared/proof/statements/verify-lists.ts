import { listedInStatement, type Statement } from "../../base/contracts/statement.ts"

/** The lists of a statement. */
export const listNames = ["lookups", "shared", "findings", "cases", "watch"] as const
export type ListName = (typeof listNames)[number]

/**
 * Which lists of a statement are out of order, have something twice, or are cut where they need not be. In a list that
 * holds, what sorts before its last name is there or is not so, also if the list is cut.
 */
export function verifyLists(stated: Statement): ListName[] {
  const { lookups, findings, cases, watch } = stated
  const aliases = cases.open.map(({ caseAlias }) => caseAlias)
  const holds: Readonly<Record<ListName, boolean>> = {
    lookups: isInOrder(lookups.map(({ tool, proof }) => `${tool} ${proof}`)),
    shared: sharedHolds(stated),
    findings: isInOrder(findings.anomalyIds) && isCutRightly(findings.anomalyIds, findings.hashOfAll),
    cases: isInOrder(aliases) && isCutRightly(aliases, cases.hashOfAll),
    watch:
      isInOrder(watch.map(({ tool }) => tool)) &&
      watch.every(({ unwatched, uncounted, unjudged }) =>
        [unwatched, uncounted, unjudged].every((ranges) =>
          ranges.every(({ from }, place) => from >= (ranges[place - 1]?.from ?? "")),
        ),
      ),
  }
  return listNames.filter((name) => !holds[name])
}

/** Whether a list of a statement ends before the place of a name, so that its absence says nothing. */
export const isCutBefore = (listed: readonly string[], hashOfAll: string | undefined, name: string): boolean =>
  hashOfAll !== undefined && name > (listed.at(-1) ?? "")

const isInOrder = (names: readonly string[]): boolean =>
  names.every((name, place) => place === 0 || name > (names[place - 1] ?? ""))

const isCutRightly = (listed: readonly string[], hashOfAll: string | undefined): boolean =>
  hashOfAll === undefined || listed.length === listedInStatement

/** What is shared is the party's own. A row lacks its cases and findings only where they would not fit. */
function sharedHolds({ shared, findings, cases }: Statement): boolean {
  const aliases = cases.open.map(({ caseAlias }) => caseAlias)
  const isOwn = (listed: readonly string[], hashOfAll: string | undefined) => (name: string) =>
    listed.includes(name) || isCutBefore(listed, hashOfAll, name)
  const names = shared.flatMap((row) => [...(row.cases ?? []), ...(row.findings ?? [])])
  const mayLack = names.length + aliases.length + findings.anomalyIds.length > listedInStatement
  return (
    isInOrder(shared.map(({ pair }) => pair)) &&
    shared.every(({ cases: common, findings: sent }) => {
      if (common === undefined || sent === undefined) return mayLack
      const named = common.map(({ caseAlias }) => caseAlias)
      return (
        isInOrder(named) &&
        named.every(isOwn(aliases, cases.hashOfAll)) &&
        isInOrder(sent) &&
        sent.every(isOwn(findings.anomalyIds, findings.hashOfAll))
      )
    })
  )
}
