import type { HeldCause } from "../../base/contracts/part-of-erasure.ts"
import type { Clock } from "../../base/platform/clock.ts"
import type { ErasedShipment } from "../../intake/erasures/found-part.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import type { FindEvidence } from "../../watch/lookups/erasing/find-lookups.ts"
import type { Disclosure } from "../../watch/lookups/ledger/disclosure.ts"
import type { BreachCases } from "../cases/breach-cases.ts"
import { caseKeys, type ItemKey, pointerKeys } from "../cases/case-keys.ts"
import { type PartyRow, rowsOfType } from "../cases/case-rows.ts"
import { type CaseOfShipment, casesOfShipment } from "../cases/cases-of-shipment.ts"
import { lawsOfSides } from "../cases/kept-laws.ts"
import type { Law } from "../law/law.ts"
import { lawsOfSide } from "../law-coverage.ts"

/**
 * How long the record of a breach is kept if no law of the parties names a time: the exchange's own choice, and said to
 * be. See decision 81.
 */
export const monthsWithoutTerm = 24

/**
 * Until when a case that was closed as resolved keeps what it has about a shipment: the longest time for which a law of
 * the shipment's parties asks for a record of the breach.
 *
 * @param laws that bind these parties, or are to be confirmed: by where people live
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
  cases: Pick<BreachCases, "items" | "list" | "ofParty" | "forget">
  laws: readonly Law[]
  parties: Pick<PartyDirectory, "carrierById" | "retailerById">
  clock: Clock
}

/** A case's rows about a shipment. Those of `affected` lead to its exposures, so they are removed after these. */
type RowsOfShipment = { readonly exposures: readonly ItemKey[]; readonly affected: readonly ItemKey[] }

/**
 * Finds what is evidence of a breach: all that a case of the retailer holds about the shipment. While such a case is
 * open, or one about somebody that looked the shipment up, also the lookups that it may still count. A case that was
 * closed as a false alarm holds nothing, and any other closed case only as long as its parties must keep its record.
 */
export function makeFindEvidence(tools: HoldingTools): FindEvidence {
  return async (shipment, entries) => {
    const { causes, heldRows, letGo } = await rowsOfCases(tools, shipment)
    const openCases = causes.filter(({ reason }) => reason === "openCase")
    const unproven = entries.filter(({ proof, provenForExposure }) => !provenForExposure || proof === "postalCode")
    return {
      entries: openCases.length > 0 ? unproven : await seenByAccessorsOfOpenCases(tools, unproven),
      because: openCases.length > 0 ? openCases : [{ reason: "openCase" }],
      ofCases: {
        part: "caseEvidence",
        removing: letGo.exposures.length + letGo.affected.length,
        held: heldRows,
        because: causes,
        async remove() {
          await tools.cases.forget(letGo.exposures)
          await tools.cases.forget(letGo.affected)
        },
      },
    }
  }
}

/** Why cases hold rows about the shipment, a cause for each case; how many; and which rows they hold no more. */
async function rowsOfCases(
  tools: HoldingTools,
  shipment: ErasedShipment,
): Promise<{ causes: readonly HeldCause[]; heldRows: number; letGo: RowsOfShipment }> {
  const causes: HeldCause[] = []
  const [exposures, affected]: [ItemKey[], ItemKey[]] = [[], []]
  let heldRows = 0
  const now = tools.clock().getTime()
  for await (const found of casesOfShipment(tools.cases, {
    partyId: shipment.retailerId,
    recordIds: shipment.recordIds,
  })) {
    const rows = await rowsOf(tools, found)
    const cause = await causeOf(tools, shipment.retailerId, found)
    if (cause === undefined || (cause.until !== undefined && Date.parse(cause.until) <= now)) {
      exposures.push(...rows.exposures)
      affected.push(...rows.affected)
    } else {
      causes.push(cause)
      heldRows += rows.exposures.length + rows.affected.length
    }
  }
  return { causes, heldRows, letGo: { exposures, affected } }
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
  { cases, laws, parties }: HoldingTools,
  retailerId: string,
  { current, own, affected }: CaseOfShipment,
): Promise<HeldCause | undefined> {
  const caseAlias = own.alias
  if (current.state === "open" || current.closedAt === undefined) return { reason: "openCase", caseAlias }
  if (current.state === "falseAlarm") return undefined
  const carrierIds = [...new Set(affected.map(({ carrierId }) => carrierId))]
  const carrierRows = await cases.items(carrierIds.map((id) => caseKeys.party(current.caseId, id)))
  const rows = [own, ...rowsOfType(carrierRows, "party")]
  const bound = await Promise.all([
    parties.retailerById(retailerId),
    ...carrierIds.map((id) => parties.carrierById(id)),
  ])
  const lawsIn = await lawsOfSides<HeldRow>({ cases, laws }, rows)
  const ofParties = bound.flatMap((party) => {
    if (party === undefined) return []
    const row: HeldRow = rows.find(({ partyId }) => partyId === party.id) ?? {}
    const texts = lawsIn(row)
    const binding = lawsOfSide(texts, party.laws, row).laws.filter((id) => !saysUnbound(row, id))
    return texts.filter(({ id }) => binding.includes(id))
  })
  return { ...keptTime(ofParties, current.closedAt), caseAlias }
}

type HeldRow = Pick<PartyRow, "assessments" | "lawTexts" | "shipmentsByRegion" | "possible">

/** Whether the party of the row has assessed that the law does not bind it. */
const saysUnbound = ({ assessments = {} }: Pick<PartyRow, "assessments">, id: string): boolean =>
  Object.values(assessments).some(({ law, reasons }) => law === id && reasons.includes("lawDoesNotBind"))

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
