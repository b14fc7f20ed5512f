import type { BreachCases } from "../breach-desk/cases/breach-cases.ts"
import { caseKeys, pointerKeys } from "../breach-desk/cases/case-keys.ts"
import { type CaseRow, rowsOfType } from "../breach-desk/cases/case-rows.ts"
import { casesOfShipment } from "../breach-desk/cases/cases-of-shipment.ts"
import { type HeldEvidence, heldLimit } from "../contracts/shipment-erased.ts"
import type { Law } from "../law/law.ts"
import type { Disclosure } from "../lookups/ledger/disclosure.ts"

type HoldingTools = { cases: Pick<BreachCases, "items" | "ofParty">; laws: readonly Law[] }

/** A shipment's retailer, keys of its records, and its entries of the ledger. */
type Asked = {
  retailer: { id: string; laws: readonly string[] }
  recordIds: readonly string[]
  entries: readonly Disclosure[]
}

/** What an erasure leaves in place, in words for the retailer, and the entries of the ledger that it leaves. */
export type Held = { evidence: HeldEvidence[]; entries: readonly Disclosure[] }

/**
 * What is evidence of a breach: all that a case of the retailer holds about the shipment. While such a case is open, or
 * one about somebody that looked the shipment up, also the lookups that it may still count.
 */
export async function findHeldEvidence(tools: HoldingTools, { retailer, recordIds, entries }: Asked): Promise<Held> {
  const evidence: HeldEvidence[] = []
  let hasOpenCase = false
  for await (const { own, current } of casesOfShipment(tools.cases, { retailerId: retailer.id, recordIds })) {
    const isOpen = current.state === "open"
    hasOpenCase ||= isOpen
    const until = isOpen ? undefined : endOfRecord(tools.laws, retailer.laws, current)
    evidence.push({
      part: "caseEvidence",
      reason: isOpen ? "openCase" : "keptCase",
      caseAlias: own.alias,
      ...(until === undefined ? {} : { until }),
    })
  }
  const unproven = entries.filter(({ proof, provenForExposure }) => !provenForExposure || proof === "postalCode")
  const held = hasOpenCase ? unproven : await seenByAccessorsOfOpenCases(tools, unproven)
  if (held.length > 0) evidence.push({ part: "ledgerEntries", reason: "openCase" })
  return { evidence: evidence.slice(0, heldLimit), entries: held }
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

/** When the longest period ends for which a law of the retailer asks for a record, if one names a time. */
function endOfRecord(laws: readonly Law[], binding: readonly string[], { closedAt }: CaseRow): string | undefined {
  const months = laws
    .filter(({ id }) => binding.includes(id))
    .flatMap(({ rules }) => rules)
    .flatMap(({ retention }) => (retention?.kind === "atLeast" ? [retention.months] : []))
  if (closedAt === undefined || months.length === 0) return undefined
  const end = new Date(closedAt)
  end.setUTCMonth(end.getUTCMonth() + Math.max(...months))
  return end.toISOString()
}
