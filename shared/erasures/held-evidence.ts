import type { HeldCause } from "../base/contracts/shipment-erased.ts"
import type { BreachCases } from "../desk/cases/breach-cases.ts"
import type { ItemKey } from "../desk/cases/case-keys.ts"
import { caseKeys, pointerKeys } from "../desk/cases/case-keys.ts"
import { rowsOfType } from "../desk/cases/case-rows.ts"
import { type CaseOfShipment, casesOfShipment } from "../desk/cases/cases-of-shipment.ts"
import type { Law } from "../desk/law/law.ts"
import type { PartyDirectory } from "../parties/party-directory.ts"
import type { Disclosure } from "../watch/lookups/ledger/disclosure.ts"

/**
 * How long the record of a breach is kept if no law of the parties names a time: the exchange's own choice, and said to
 * be. See decision 81.
 */
export const monthsWithoutTerm = 24

/**
 * Until when a case that was closed as resolved keeps what it has about a shipment: the longest time for which a law of
 * the shipment's parties asks for a record of the breach.
 *
 * @param laws that bind these parties
 * @param closedAt when the case was closed (ISO). Laws count from earlier events, so this is no shorter than they ask
 */
export function keptTime(laws: readonly Law[], closedAt: string): { reason: HeldCause["reason"]; until: string } {
  const stated = laws
    .flatMap(({ rules }) => rules)
    .flatMap(({ retention }) => (retention?.kind === "atLeast" ? [retention.months] : []))
  const end = new Date(closedAt)
  end.setUTCMonth(end.getUTCMonth() + (stated.length > 0 ? Math.max(...stated) : monthsWithoutTerm))
  return { reason: stated.length > 0 ? "keptCase" : "keptCaseWithoutTerm", until: end.toISOString() }
}

type HoldingTools = {
  cases: Pick<BreachCases, "items" | "list" | "ofParty">
  laws: readonly Law[]
  parties: Pick<PartyDirectory, "carrierById" | "retailerById">
}

/** A shipment's retailer, keys of its records, its entries of the ledger, and the time. */
type Asked = {
  retailerId: string
  recordIds: readonly string[]
  entries: readonly Disclosure[]
  now: Date
}

/** A case's rows about a shipment. Those of `affected` lead to its exposures, so they are removed after these. */
type RowsOfShipment = { readonly exposures: readonly ItemKey[]; readonly affected: readonly ItemKey[] }

/** What breach cases have of a shipment: rows that they hold and why, rows that they hold no more, and the ledger's. */
export type Evidence = {
  /** Why cases hold rows about the shipment: one cause for each case. */
  readonly causes: readonly HeldCause[]
  /** How many rows these are. */
  readonly heldRows: number
  /** Rows of cases that do not hold them, or no more. */
  readonly letGo: RowsOfShipment
  /** Entries of the ledger that an open case may still count. */
  readonly entries: readonly Disclosure[]
}

/**
 * What is evidence of a breach: all that a case of the retailer holds about the shipment. While such a case is open, or
 * one about somebody that looked the shipment up, also the lookups that it may still count. A case that was closed as a
 * false alarm holds nothing, and any other closed case only as long as its parties must keep a record of it.
 */
export async function findEvidence(tools: HoldingTools, asked: Asked): Promise<Evidence> {
  const causes: HeldCause[] = []
  const [exposures, affected]: [ItemKey[], ItemKey[]] = [[], []]
  let heldRows = 0
  for await (const found of casesOfShipment(tools.cases, asked)) {
    const rows = await rowsOf(tools, found)
    const cause = await causeOf(tools, asked.retailerId, found)
    if (cause === undefined || (cause.until !== undefined && Date.parse(cause.until) <= asked.now.getTime())) {
      exposures.push(...rows.exposures)
      affected.push(...rows.affected)
    } else {
      causes.push(cause)
      heldRows += rows.exposures.length + rows.affected.length
    }
  }
  const unproven = asked.entries.filter(({ proof, provenForExposure }) => !provenForExposure || proof === "postalCode")
  const hasOpenCase = causes.some(({ reason }) => reason === "openCase")
  const entries = hasOpenCase ? unproven : await seenByAccessorsOfOpenCases(tools, unproven)
  return { causes, heldRows, letGo: { exposures, affected }, entries }
}

async function rowsOf(
  { cases }: HoldingTools,
  { current: { caseId }, affected }: CaseOfShipment,
): Promise<RowsOfShipment> {
  const exposures: ItemKey[] = []
  for (const { recordId, shipmentId } of affected) {
    const { sk: prefix } = caseKeys.exposure(caseId, { recordId, accessor: "" })
    for await (const { pk, sk } of cases.list(caseId, prefix)) exposures.push({ pk, sk })
    if (shipmentId === undefined) exposures.push(caseKeys.unclaimed(caseId, recordId))
  }
  return { exposures, affected: affected.map(({ pk, sk }) => ({ pk, sk })) }
}

/** Why a case holds its rows about the shipment. Undefined if it does not. */
async function causeOf(
  { laws, parties }: HoldingTools,
  retailerId: string,
  { current, own, affected }: CaseOfShipment,
): Promise<HeldCause | undefined> {
  const caseAlias = own.alias
  if (current.state === "open" || current.closedAt === undefined) return { reason: "openCase", caseAlias }
  if (current.state === "falseAlarm") return undefined
  const carrierIds = new Set(affected.map(({ carrierId }) => carrierId))
  const bound = await Promise.all([
    parties.retailerById(retailerId),
    ...[...carrierIds].map((id) => parties.carrierById(id)),
  ])
  const binding = new Set<string>(bound.flatMap((party) => party?.laws ?? []))
  const ofParties = laws.filter(({ id }) => binding.has(id))
  return { ...keptTime(ofParties, current.closedAt), caseAlias }
}

/** The entries that an open case is about to count, because it is about their accessor. */
async function seenByAccessorsOfOpenCases(
  { cases }: HoldingTools,
  entries: readonly Disclosure[],
): Promise<readonly Disclosure[]> {
  const keys = new Set(entries.flatMap(accessorKeysOf))
  if (keys.size === 0) return []
  const pointers = rowsOfType(await cases.items([...keys].map(pointerKeys.accessor)), "pointer")
  const found = rowsOfType(await cases.items(pointers.map(({ caseId }) => caseKeys.case(caseId))), "case")
  const open = new Set(found.flatMap(({ state, caseId }) => (state === "open" ? [caseId] : [])))
  const held = new Set(pointers.flatMap(({ caseId, pk }) => (open.has(caseId) ? [pk] : [])))
  return entries.filter((entry) => accessorKeysOf(entry).some((key) => held.has(pointerKeys.accessor(key).pk)))
}

function accessorKeysOf({ subject, network, prefix, block }: Disclosure): string[] {
  return [subject, network, prefix, block].filter((key) => key !== undefined)
}
