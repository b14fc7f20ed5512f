import {
  type CaseItem,
  type CaseRow,
  caseKeys,
  type DutyRow,
  type OutboxMessage,
  type PartyRow,
} from "../domain/breach-case.ts"
import { caseFacts, caseSideOf, type DutyLine, dutiesAfter, possibleCount } from "../domain/breach-case-facts.ts"
import { asAlerted, isToBeAlerted } from "../domain/breach-case-growth.ts"
import { type Duty, dutyKey } from "../domain/duties.ts"
import type { Party } from "../domain/party.ts"
import { commitItems, type ItemKey } from "./breach-cases.ts"
import { type CaseDesk, changeCase, dutyIdOf, type PlannedEntry } from "./breach-cases-desk.ts"

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
              ? { audience: row.partyId, kind: "BreachCaseOpened", facts: side.facts }
              : {
                  audience: row.partyId,
                  kind: "BreachCaseUpdated",
                  once: `growth-${alerted.alerts}`,
                  facts: { ...side.facts, updatedAt: at, reason: "growth" },
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

/** The rows of all parties of a case. */
export async function partiesOfCase(desk: Pick<CaseDesk, "cases">, { caseId, parties }: CaseRow): Promise<PartyRow[]> {
  const rows = await desk.cases.items(parties.map((partyId) => caseKeys.party(caseId, partyId)))
  return rows.flatMap((row) => (row.type === "party" ? [row] : []))
}

/** One party's part of a case as it was read. */
export type PartySide = { row: PartyRow; party: Party; duties: DutyRow[] }

/** Rows and duties of these parties of a case; a party that is no longer in the directory is left out. */
export async function partySides(
  desk: Pick<CaseDesk, "cases" | "parties">,
  current: CaseRow,
  partyIds: readonly string[],
): Promise<PartySide[]> {
  const rows = await desk.cases.items(partyIds.map((partyId) => caseKeys.party(current.caseId, partyId)))
  const sides: PartySide[] = []
  for (const row of rows) {
    const party = row.type === "party" ? desk.parties.byId(row.partyId) : undefined
    if (row.type !== "party" || party === undefined) continue
    sides.push({ row, party, duties: await dutiesOf(desk, current.caseId, row.partyId) })
  }
  return sides.sort((one, other) => (one.row.partyId < other.row.partyId ? -1 : 1))
}

/** Duties of a case, or of one party of it. */
export async function dutiesOf(desk: Pick<CaseDesk, "cases">, caseId: string, partyId?: string): Promise<DutyRow[]> {
  const duties: DutyRow[] = []
  for await (const row of desk.cases.list(caseId, partyId === undefined ? "DUTY#" : `DUTY#${partyId}#`)) {
    if (row.type === "duty") duties.push(row)
  }
  return duties
}

/** A party's duties brought up to date with the facts, and what an event tells the party of its side of the case. */
export function refreshedSide(
  desk: Pick<CaseDesk, "laws" | "parties">,
  current: CaseRow,
  row: PartyRow,
  party: Party,
  duties: readonly DutyRow[],
  at: string,
): {
  changed: DutyRow[]
  removed: ItemKey[]
  duties: Duty[]
  facts: OutboxMessage["facts"] & { fieldsExposed: string[] }
} {
  const known = duties.map(({ duty }) => duty)
  const facts = caseFacts({ case: current, own: row, parties: [{ row, party }] })
  const { changed, lapsed } = dutiesAfter(known, facts, desk.laws, at)
  const after = new Map([...known, ...changed].map((duty) => [dutyKey(duty), duty]))
  for (const duty of lapsed) after.delete(dutyKey(duty))
  const ordersInAll = party.kind === "retailer" ? party.ordersInAll : undefined
  return {
    changed: changed.map((duty) => dutyRow(current.caseId, duty)),
    removed: lapsed.map((duty) => caseKeys.duty(current.caseId, duty)),
    duties: [...after.values()],
    facts: caseSideOf(current, row, dutyLines(desk, current, [...after.values()]), ordersInAll),
  }
}

/** Duties as their owner reads of them: those of a carrier to the people of a retailer name the retailer, unless it is discreet. */
export function dutyLines(desk: Pick<CaseDesk, "parties">, current: CaseRow, duties: readonly Duty[]): DutyLine[] {
  return duties.map((duty) => {
    const retailer = duty.towards === undefined ? undefined : desk.parties.byId(duty.towards)
    const alias = retailer === undefined || retailer.discreet ? {} : { alias: retailer.alias }
    return {
      dutyId: dutyIdOf(current, duty),
      duty,
      ...(duty.towards === undefined ? {} : { towards: { kind: "retailer" as const, ...alias } }),
    }
  })
}

/** The row of a duty. */
export function dutyRow(caseId: string, duty: Duty): DutyRow {
  return { ...caseKeys.duty(caseId, duty), caseId, type: "duty", duty }
}
