import { setTimeout as pause } from "node:timers/promises"
import {
  type AnomalyOfCase,
  type BreachCaseItem,
  breachCaseItemSchema,
  type CaseRow,
  type ExposureRow,
  type PartyRow,
} from "../../../shared/breach-desk/cases/case-rows.ts"
import { type Restriction, restrictionRow } from "../../../shared/detection/restrictions/restriction.ts"
import { type Disclosure, disclosure } from "../../../shared/lookups/ledger/disclosure.ts"
import type { DeployedExchange } from "./deployed-exchange.ts"

/** Everything the deployed system holds about the breach cases of one leg. */
export type CaseFile = {
  readonly cases: readonly CaseRow[]
  readonly parties: readonly PartyRow[]
  readonly anomalies: readonly AnomalyOfCase[]
  readonly exposures: readonly ExposureRow[]
}

/** A time that is known to lie between two instants (ISO); the same one twice where it is known exactly. */
export type Between = { readonly earliest: string; readonly latest: string }

/** What somebody was shown of a shipment, by the answers: the fields, and when for the first and the last time. */
export type SeenShipment = { readonly fields: readonly string[]; readonly first: Between; readonly last: Between }

/** Reads the cases of a tool that were not there before. */
export async function readCaseFile(exchange: DeployedExchange, known: ReadonlySet<string>): Promise<CaseFile> {
  const rows = (await exchange.rows("BreachCases")).map((row) => breachCaseItemSchema.parse(row))
  const cases = ofType(rows, "case").filter(({ caseId, state }) => !known.has(caseId) && state !== "merged")
  const ids = new Set(cases.map(({ caseId }) => caseId))
  const inCases = rows.filter((row) => row.type !== "pointer" && ids.has(row.caseId))
  return {
    cases,
    parties: ofType(inCases, "party"),
    anomalies: ofType(inCases, "anomaly"),
    exposures: ofType(inCases, "exposure"),
  }
}

/** The subjects whose own lookups crossed, as the anomalies of the cases name them. */
export function subjectsOf(file: CaseFile): ReadonlySet<string> {
  return new Set(file.anomalies.map((one) => one.accessorKey).filter((key) => key.startsWith("subject#")))
}

/** Ids of all cases there are. */
export async function readCaseIds(exchange: DeployedExchange): Promise<Set<string>> {
  const rows = (await exchange.rows("BreachCases")).map((row) => breachCaseItemSchema.parse(row))
  return new Set(ofType(rows, "case").map(({ caseId }) => caseId))
}

/** The ledger. */
export async function readDisclosures(exchange: DeployedExchange): Promise<Disclosure[]> {
  return (await exchange.rows("Disclosures")).map((row) => disclosure.parse(row))
}

export async function readRestrictions(exchange: DeployedExchange): Promise<Restriction[]> {
  return (await exchange.rows("Restrictions")).map((row) => restrictionRow.parse(row))
}

/**
 * Whether the exposures of the cases are exactly what the answers showed: no shipment missing or invented, the same
 * fields, the same first and last time.
 *
 * @param answers recounted from the answers themselves: by shipment id, or, where the hub knows no shipment, by the first
 *   instant (ISO)
 */
export function exposuresMatch(exposures: readonly ExposureRow[], answers: ReadonlyMap<string, SeenShipment>): boolean {
  const counted = new Map<string, SeenShipment>()
  for (const { shipmentId, fields, firstAt, lastAt } of exposures) {
    join(counted, shipmentId ?? firstAt, { fields, first: exactly(firstAt), last: exactly(lastAt) })
  }
  return (
    counted.size === answers.size &&
    [...answers].every(([shipmentId, answer]) => {
      const exposure = counted.get(shipmentId)
      return (
        exposure !== undefined &&
        isWithin(exposure.first, answer.first) &&
        isWithin(exposure.last, answer.last) &&
        [...exposure.fields].sort().join() === [...answer.fields].sort().join()
      )
    })
  )
}

export function exactly(at: string): Between {
  return { earliest: at, latest: at }
}

function isWithin(found: Between, expected: Between): boolean {
  return found.earliest >= expected.earliest && found.latest <= expected.latest
}

/** Adds what an answer showed of a shipment. */
export function join(seen: Map<string, SeenShipment>, shipmentId: string, shown: SeenShipment): void {
  const known = seen.get(shipmentId)
  seen.set(shipmentId, {
    fields: [...new Set([...(known?.fields ?? []), ...shown.fields])],
    first: known !== undefined && known.first.earliest < shown.first.earliest ? known.first : shown.first,
    last: known !== undefined && known.last.latest > shown.last.latest ? known.last : shown.last,
  })
}

/** Distinct shipments that these accessors were shown, by whatever proof, at times that the condition takes. */
export function recordsShown(
  ledger: readonly Disclosure[],
  subjects: ReadonlySet<string>,
  counts: (at: string) => boolean,
): number {
  const shown = ledger.filter((one) => subjects.has(one.subject) && counts(one.at))
  return new Set(shown.map(({ recordId }) => recordId)).size
}

/**
 * Reads again and again until what was read is good.
 *
 * @throws Error saying what was awaited, when it is not there in time.
 */
export async function waitUntil<T>(
  awaited: string,
  read: () => Promise<T | undefined>,
  options: { patienceSeconds: number; everyMilliseconds?: number },
): Promise<T> {
  const deadline = Date.now() + options.patienceSeconds * 1000
  for (;;) {
    const found = await read()
    if (found !== undefined) return found
    if (Date.now() > deadline) throw new Error(`waited ${options.patienceSeconds} s in vain for ${awaited}`)
    await pause(options.everyMilliseconds ?? 250)
  }
}

function ofType<Type extends BreachCaseItem["type"]>(
  rows: readonly BreachCaseItem[],
  type: Type,
): Extract<BreachCaseItem, { type: Type }>[] {
  return rows.filter((row): row is Extract<BreachCaseItem, { type: Type }> => row.type === type)
}
