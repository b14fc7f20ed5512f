import { asAlerted, isToBeAlerted } from "../cases/alert-steps.ts"
import { commitItems, type ItemKey } from "../cases/breach-cases.ts"
import type { CaseItem, CaseRow, PartyRow } from "../cases/case-rows.ts"
import { type CaseDesk, changeCase, type PlannedEntry } from "../cases/change-case.ts"
import { possibleCount } from "../cases/party-counts.ts"
import { partySides } from "../cases/party-sides.ts"
import { refreshedSide } from "./refreshed-side.ts"

/** Rows that one transaction of alerts changes at most; what is left of a party's duties follows within the minute. */
const changedAtOnce = 60

/**
 * Tells every party of a case that is to be told: of the case, once, or that its own shipments reached another power of
 * ten. Duties are derived from the facts as they stand at that moment. Safe to repeat.
 *
 * @param options.onlyFurther does nothing before the first parties of the case were told
 */
export async function alertParties(
  desk: CaseDesk,
  caseId: string,
  options: { onlyFurther?: boolean } = {},
): Promise<void> {
  for (;;) {
    const left = await changeCase(desk, async () => {
      const current = await desk.cases.get(caseId)
      if (current === undefined || current.state !== "open" || current.toAlert.length === 0) return { result: 0 }
      if (options.onlyFurther === true && current.alertedAt === undefined) return { result: 0 }
      const at = desk.clock().toISOString()
      const items: CaseItem[] = []
      const removed: ItemKey[] = []
      const entries: PlannedEntry[] = []
      const done = new Set<string>()
      for (const partyId of current.toAlert) {
        if (items.length + removed.length + entries.length >= changedAtOnce) break
        done.add(partyId)
        const [chosen] = await partySides(desk, current, [partyId])
        if (chosen === undefined || !isToBeAlerted(chosen.row)) continue
        const { row, party, duties } = chosen
        const isFirst = row.alertedAt === undefined
        const alerted: PartyRow = {
          ...asAlerted(row),
          awareAt: row.awareAt ?? at,
          alertedAt: row.alertedAt ?? at,
        }
        const side = refreshedSide(desk, current, alerted, party, duties, at)
        items.push(alerted, ...side.changed.slice(0, changedAtOnce / 3))
        removed.push(...side.removed.slice(0, changedAtOnce / 6))
        entries.push({
          actor: "hub",
          type: isFirst ? "PartyAlerted" : "BreachCaseUpdated",
          data: {
            party: row.alias,
            kind: row.kind,
            shipments: row.shipments,
            exposures: row.exposures,
            ...possibleCount(row),
            fields: side.facts.fieldsExposed,
          },
          visibleTo: [row.partyId],
          messages: [
            isFirst
              ? { audience: row.partyId, kind: "CaseOpened", facts: side.facts }
              : {
                  audience: row.partyId,
                  kind: "CaseGrew",
                  once: alerted.alerts,
                  facts: { ...side.facts, updatedAt: at },
                },
          ],
        })
      }
      // What a carrier owes to the people of a retailer is owed from when that retailer hears of the case.
      for (const { row, party, duties } of await partySides(desk, current, carriersOf(items, done))) {
        const written = 1 + items.length + removed.length + entries.length
        if (row.alertedAt === undefined || written + changedAtOnce / 3 > commitItems) continue
        const side = refreshedSide(desk, current, row, party, duties, at)
        items.push(...side.changed.slice(0, changedAtOnce / 6))
        removed.push(...side.removed.slice(0, changedAtOnce / 6))
      }
      const toAlert = current.toAlert.filter((partyId) => !done.has(partyId))
      const next: CaseRow = { ...current, toAlert, alertedAt: current.alertedAt ?? at }
      return { draft: { case: next, items, removed, entries }, result: toAlert.length }
    })
    if (left === 0) return
  }
}

/** Carriers of the retailers that are alerted, themselves not among those that are. */
function carriersOf(alerted: readonly CaseItem[], done: ReadonlySet<string>): string[] {
  const retailers = alerted.flatMap((row) => (row.type === "party" && row.kind === "retailer" ? [row] : []))
  return [...new Set(retailers.flatMap((row) => row.counterparties))].filter((partyId) => !done.has(partyId))
}
