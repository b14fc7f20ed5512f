import {
  type CaseItem,
  type CaseRow,
  caseKeys,
  type DutyRow,
  type OutboxMessage,
  type PartyRow,
} from "../domain/breach-case.ts"
import { caseFacts, caseSideOf, dutiesAfter } from "../domain/breach-case-facts.ts"
import { isToBeAlerted } from "../domain/breach-case-growth.ts"
import { type Duty, dutyKey } from "../domain/duties.ts"
import type { Party } from "../domain/party.ts"
import { type CaseDesk, changeCase, dutyIdOf, type PlannedEntry } from "./breach-cases-desk.ts"

/** Parties told in one transaction, so that their duties fit into it. */
const partiesAtOnce = 4

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
      const chosen = current.toAlert.slice(0, partiesAtOnce)
      const toAlert = current.toAlert.slice(partiesAtOnce)
      const at = desk.clock().toISOString()
      const items: CaseItem[] = []
      const entries: PlannedEntry[] = []
      for (const { row, party, duties } of await partySides(desk, current, chosen)) {
        if (!isToBeAlerted(row)) continue
        const isFirst = row.alertedAt === undefined
        const alerted: PartyRow = {
          ...row,
          awareAt: row.awareAt ?? at,
          alertedAt: row.alertedAt ?? at,
          alertedShipments: row.shipments,
          alerts: row.alerts + 1,
        }
        const side = refreshedSide(desk, current, alerted, party, duties, at)
        items.push(alerted, ...side.changed)
        entries.push({
          actor: "hub",
          type: isFirst ? "PartyAlerted" : "BreachCaseUpdated",
          data: {
            party: row.alias,
            kind: row.kind,
            shipments: row.shipments,
            exposures: row.exposures,
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
      const next: CaseRow = { ...current, toAlert, alertedAt: current.alertedAt ?? at }
      return { draft: { case: next, items, entries }, result: toAlert.length }
    })
    if (left === 0) return
  }
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
  desk: Pick<CaseDesk, "laws">,
  current: CaseRow,
  row: PartyRow,
  party: Party,
  duties: readonly DutyRow[],
  at: string,
): { changed: DutyRow[]; duties: Duty[]; facts: OutboxMessage["facts"] & { fieldsExposed: string[] } } {
  const known = duties.map(({ duty }) => duty)
  const facts = caseFacts({ case: current, own: row, parties: [{ row, party }] })
  const changed = dutiesAfter(known, facts, desk.laws, at)
  const after = new Map([...known, ...changed].map((duty) => [dutyKey(duty), duty]))
  const lines = [...after.values()].map((duty) => ({ dutyId: dutyIdOf(current, duty), duty }))
  const ordersInAll = party.kind === "retailer" ? party.ordersInAll : undefined
  return {
    changed: changed.map((duty) => dutyRow(current.caseId, duty)),
    duties: [...after.values()],
    facts: caseSideOf(current, row, lines, ordersInAll),
  }
}

/** The row of a duty. */
export function dutyRow(caseId: string, duty: Duty): DutyRow {
  return { ...caseKeys.duty(caseId, duty), caseId, type: "duty", duty }
}
