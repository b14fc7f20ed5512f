import { endOfHour } from "../../../shared/base/platform/instants.ts"
import {
  type AnomalyOfCase,
  breachCaseItemSchema,
  type CaseRow,
  type ExposureRow,
  type PartyRow,
  rowsOfType,
} from "../../../shared/desk/cases/case-rows.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { type Restriction, restrictionRow } from "../../../shared/watch/detection/restrictions/restriction.ts"
import { type Disclosure, disclosure } from "../../../shared/watch/lookups/ledger/disclosure.ts"
import type { DeployedExchange } from "./deployed-exchange.ts"

/** Everything that the deployed system stores about the breach cases of one leg. */
export type CaseFile = {
  readonly cases: readonly CaseRow[]
  readonly parties: readonly PartyRow[]
  readonly anomalies: readonly AnomalyOfCase[]
  readonly exposures: readonly ExposureRow[]
}

/** A time between two instants (ISO). Both are the same where the time is known exactly. */
export type Between = { readonly earliest: string; readonly latest: string }

/** What the answers showed of a shipment: the fields, and the first and last time. */
export type SeenShipment = { readonly fields: readonly string[]; readonly first: Between; readonly last: Between }

const readCaseRows = async (exchange: Pick<DeployedExchange, "rows">) =>
  (await exchange.rows("BreachCases")).map((row) => breachCaseItemSchema.parse(row))

/** The tables, and the retailer whose numbers are walked. */
export type CasesOfRetailer = {
  readonly exchange: Pick<DeployedExchange, "rows">
  readonly retailer: Pick<Party, "id">
}

/**
 * Reads the cases of walks and guesses at the retailer that are not among the known. Somebody else may use the exchange
 * at the same time, and has cases of other retailers.
 */
export async function readCaseFile(
  { exchange, retailer }: CasesOfRetailer,
  known: ReadonlySet<string> = new Set(),
): Promise<CaseFile> {
  const rows = await readCaseRows(exchange)
  const ofRetailer = rowsOfType(rows, "anomaly").filter(({ retailerId }) => retailerId === retailer.id)
  const walked = new Set(ofRetailer.map(({ caseId }) => caseId))
  const cases = rowsOfType(rows, "case").filter(
    ({ caseId, state }) => walked.has(caseId) && !known.has(caseId) && state !== "merged",
  )
  const ids = new Set(cases.map(({ caseId }) => caseId))
  const inCases = rows.filter((row) => "caseId" in row && row.type !== "pointer" && ids.has(row.caseId))
  return {
    cases,
    parties: rowsOfType(inCases, "party"),
    anomalies: rowsOfType(inCases, "anomaly"),
    exposures: rowsOfType(inCases, "exposure"),
  }
}

/** The ids of all cases. */
export async function readCaseIds(exchange: DeployedExchange): Promise<Set<string>> {
  return new Set(rowsOfType(await readCaseRows(exchange), "case").map(({ caseId }) => caseId))
}

/** The subjects whose own lookups crossed a threshold, as the anomalies of the cases name them. */
export function subjectsOf({ anomalies }: CaseFile): ReadonlySet<string> {
  return new Set(anomalies.map(({ accessorKey }) => accessorKey).filter((key) => key.startsWith("subject#")))
}

/** When the first anomaly of the cases crossed its threshold (ISO). */
export function firstCrossing({ anomalies }: CaseFile): string | undefined {
  return anomalies.map(({ crossedAt }) => crossedAt).sort()[0]
}

/** The whole ledger. */
export async function readDisclosures(exchange: DeployedExchange): Promise<Disclosure[]> {
  return (await exchange.rows("Disclosures")).map((row) => disclosure.parse(row))
}

export async function readRestrictions(exchange: DeployedExchange): Promise<Restriction[]> {
  return (await exchange.rows("Restrictions")).map((row) => restrictionRow.parse(row))
}

/**
 * Whether the exposures of the cases are exactly what the answers showed: no shipment missing or invented, the same
 * fields, the same first time, and the last one in its hour.
 *
 * @param answers recounted from the answers: by shipment id, or by the first instant (ISO) where the hub knows no
 * shipment
 */
export function exposuresMatch(exposures: readonly ExposureRow[], answers: ReadonlyMap<string, SeenShipment>): boolean {
  const counted = new Map<string, SeenShipment>()
  for (const { shipmentId, fields, firstAt, lastAt } of exposures) {
    addSeen(counted, shipmentId ?? firstAt, { fields, first: exactly(firstAt), last: sinceInItsHour(lastAt) })
  }
  return (
    counted.size === answers.size &&
    [...answers].every(([shipmentId, answer]) => {
      const exposure = counted.get(shipmentId)
      return (
        exposure !== undefined &&
        isWithin(exposure.first, answer.first) &&
        mayBeOne(exposure.last, answer.last) &&
        [...exposure.fields].sort().join() === [...answer.fields].sort().join()
      )
    })
  )
}

export function exactly(at: string): Between {
  return { earliest: at, latest: at }
}

/** Of repeats within an hour the first is in the ledger. */
function sinceInItsHour(at: string): Between {
  return { earliest: at, latest: endOfHour(at) }
}

function mayBeOne(one: Between, other: Between): boolean {
  return one.earliest <= other.latest && other.earliest <= one.latest
}

function isWithin(found: Between, expected: Between): boolean {
  return found.earliest >= expected.earliest && found.latest <= expected.latest
}

/** Adds what an answer showed of a shipment. */
export function addSeen(seen: Map<string, SeenShipment>, shipmentId: string, shown: SeenShipment): void {
  const known = seen.get(shipmentId)
  seen.set(shipmentId, {
    fields: [...new Set([...(known?.fields ?? []), ...shown.fields])],
    first: known !== undefined && known.first.earliest < shown.first.earliest ? known.first : shown.first,
    last: known !== undefined && known.last.latest > shown.last.latest ? known.last : shown.last,
  })
}

/**
 * How many records these subjects were shown before an instant (ISO), with whatever proof; in all when it is absent.
 */
export function recordsShown(
  ledger: readonly Disclosure[],
  subjects: ReadonlySet<string>,
  before: string | undefined,
): number {
  const shown = ledger.filter((one) => subjects.has(one.subject) && (before === undefined || one.at < before))
  return new Set(shown.map(({ recordId }) => recordId)).size
}
