import type { Law } from "../law/law.ts"
import type { AnomalyOfCase, CaseRow, MeasureRow, PartyRow } from "./breach-case.ts"
import { shareOfTotal } from "./breach-case.ts"
import { chartsOf, seenBy } from "./breach-case-seen.ts"
import { type FieldName, fieldName } from "./disclosure.ts"
import { type Duty, dutyKey, isSettled } from "./duties.ts"
import type { DutyTargets } from "./duty-derivation.ts"
import { deriveDuties, lapsedDuties, mergeDuties, reopenForGrowth } from "./duty-derivation.ts"
import {
  type CaseFacts,
  caseFactsSchema,
  documentedMeasureCode,
  measureFactsSchema,
  type NoticeProgress,
  type PartyFacts,
} from "./duty-facts.ts"
import { fieldsNotExposed } from "./exposure.ts"
import { toldByPublicNotice } from "./notice-receipts.ts"
import type { Party } from "./party.ts"

/** How far the people behind a party's exposed shipments have been told, by whomever. */
export function noticeProgress(party: Pick<PartyRow, "shipments" | "told">): NoticeProgress {
  return {
    affected: party.shipments,
    told: party.told.direct,
    toldByPublicNotice: toldByPublicNotice(party),
    ...(party.told.firstAt === undefined ? {} : { firstToldAt: party.told.firstAt }),
    ...(party.told.lastAt === undefined ? {} : { lastToldAt: party.told.lastAt }),
  }
}

/**
 * How far people were told to whom a carrier owes a notice, by retailer. While nothing of the carrier's is known to be exposed it may be
 * of any retailer that it deals with in the case.
 */
export function noticeByRetailer(party: PartyRow): PartyFacts["byRetailer"] {
  if (party.kind !== "carrier") return undefined
  const none = { shipments: 0, told: { direct: 0, publicNotice: 0 } }
  const shares =
    party.shipments === 0
      ? party.counterparties.map((id) => [id, none] as const)
      : Object.entries(party.byRetailer ?? {})
  return [...shares]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([retailer, share]) => ({ retailer, notice: noticeProgress(share) }))
}

/** How far the people behind a party's exposed shipments have been told, in all and by retailer. */
export function noticesOf(party: PartyRow): Pick<PartyFacts, "notice" | "byRetailer"> {
  return { notice: noticeProgress(party), byRetailer: noticeByRetailer(party) }
}

/** Names of the fields that were shown of a party's shipments. */
export function fieldsExposed(party: Pick<PartyRow, "shipmentsByField">): FieldName[] {
  return fieldName.options.filter((field) => (party.shipmentsByField[field] ?? 0) > 0)
}

/** How many shipments of a party were possibly exposed and not surely, where there are any. */
export function possibleCount({ possible }: Pick<PartyRow, "possible">): { possibleShipments?: number } {
  return possible === undefined || possible.shipments === 0 ? {} : { possibleShipments: possible.shipments }
}

/** What facts are made from. `people` is the count of distinct delivery points, where it was counted. */
export type FactSources = {
  case: CaseRow
  /** For whom the facts are, and in whose words the cause is told: one of `parties`. */
  own: PartyRow
  parties: readonly { row: PartyRow; party: Party; people?: number | undefined }[]
  anomalies?: readonly AnomalyOfCase[]
  /** Those of the parties listed here. */
  measures?: readonly MeasureRow[]
  /** Fingerprints of the accessors of this party's shipments, under names of the party's own. */
  accessors?: { readonly subjects: readonly string[]; readonly networks: readonly string[] } | undefined
}

/** The facts of a case, as one party may know them, from which its duties are derived and its documents are built. */
export function caseFacts(sources: FactSources): CaseFacts {
  const { case: row, own, anomalies = [], measures = [], accessors } = sources
  const seen = seenBy(own, row, { anomalies, measures })
  const { finder, containment, findings } = seen
  const operatedBy = seen.tool.startsWith("observed:") ? seen.tool.slice("observed:".length) : "hub"
  const charts = chartsOf(findings)
  return caseFactsSchema.parse({
    openedAt: seen.openedAt,
    ...(row.closedAt === undefined ? {} : { closedAt: row.closedAt }),
    state: row.state === "falseAlarm" ? "falseAlarm" : row.state === "open" ? "open" : "closed",
    origin: seen.origin,
    discoveredAt: seen.discoveredAt,
    ...(finder === undefined
      ? {}
      : {
          finder: {
            kind: finder.kind,
            receivedAt: finder.receivedAt,
            ...(finder.told === undefined ? {} : { told: finder.told }),
          },
        }),
    tool: {
      mode: seen.origin === "import" ? "imported" : operatedBy === "hub" ? "guarded" : "observed",
      operatedBy,
    },
    causes: sources.own.causes ?? [],
    cause: sources.own.cause ?? null,
    circumstances: null,
    findings,
    accessor: {
      subjects: accessors?.subjects ?? [],
      networks: accessors?.networks ?? [],
      ...(findings.length > 0 ? { references: Math.max(...findings.map(({ evidence }) => evidence.references)) } : {}),
      ...(charts.length > 0 ? { pattern: charts.join(", ") } : {}),
      ...(seen.restrictedSince === undefined ? {} : { restrictedSince: seen.restrictedSince }),
    },
    containment:
      containment === undefined
        ? { contained: false }
        : { contained: true, at: containment.at, attestedBy: containment.by },
    measures: measures.flatMap((measure) => {
      const { at, by, kind, code } = measure
      const documented = documentedMeasureCode(code)
      const description = measure.description ?? code.replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase()
      const fact = { at, by, kind, description, ...(documented === undefined ? {} : { code: documented }) }
      const parsed = measureFactsSchema.safeParse(fact)
      return parsed.success ? [parsed.data] : []
    }),
    parties: sources.parties.map((one) => partyFacts(row, one.row, one.party, one.people)),
  })
}

function partyFacts(row: CaseRow, party: PartyRow, directory: Party, people: number | undefined) {
  const byRetailer = noticeByRetailer(party)
  const ordersInAll = directory.kind === "retailer" ? directory.ordersInAll : undefined
  const { legalName, ...details } = directory.documents
  return {
    ...details,
    party: party.partyId,
    name: legalName ?? directory.alias,
    ...(directory.discreet ? {} : { alias: directory.alias }),
    kind: party.kind,
    caseAlias: party.alias,
    country: directory.jurisdiction.country,
    timeZone: directory.jurisdiction.timeZone,
    laws: directory.laws,
    awareAt: party.awareAt ?? party.alertedAt ?? party.openedAt,
    ...(party.discoveredAt === undefined ? {} : { discoveredAt: party.discoveredAt }),
    ...(party.determinedAt === undefined ? {} : { determinedAt: party.determinedAt }),
    shipments: party.shipments,
    ...possibleCount(party),
    people: people ?? null,
    shareOfTotal: shareOfTotal(party.shipments, ordersInAll),
    exposuresByField: fieldsExposed(party).map((field) => ({ field, shipments: party.shipmentsByField[field] ?? 0 })),
    fieldsNotExposed: fieldsNotExposed(fieldsExposed(party)),
    firstExposureAt: party.firstAt ?? null,
    lastExposureAt: party.lastAt ?? null,
    ...(party.shipments > 0 ? { notice: noticeProgress(party) } : {}),
    ...(byRetailer === undefined ? {} : { byRetailer }),
    ...(party.assessment === undefined ? {} : { assessment: party.assessment }),
    ...(row.state === "open" && party.lawEnforcementDelay !== undefined
      ? { lawEnforcementDelay: party.lawEnforcementDelay }
      : {}),
  }
}

/**
 * The duties of one party of a case as the facts stand: new ones derived, clocks moved, and what was done towards individuals
 * opened again where the case has grown past it.
 *
 * @returns duties that changed, and those that are none any more
 */
export function dutiesAfter(
  existing: readonly Duty[],
  facts: CaseFacts,
  laws: readonly Law[],
  at: string,
  targets?: DutyTargets,
): { changed: Duty[]; lapsed: readonly Duty[] } {
  const derived = targets === undefined ? deriveDuties(facts, laws) : deriveDuties(facts, laws, targets)
  const lapsed = lapsedDuties(existing, derived)
  const merged = mergeDuties(
    existing.filter((duty) => !lapsed.includes(duty)),
    derived,
  )
  const reopened = new Map(reopenForGrowth(merged, facts, at).map((duty) => [dutyKey(duty), duty]))
  const before = new Map(existing.map((duty) => [dutyKey(duty), JSON.stringify(duty)]))
  const changed = merged
    .map((duty) => reopened.get(dutyKey(duty)) ?? duty)
    .filter((duty) => before.get(dutyKey(duty)) !== JSON.stringify(duty))
  return { changed, lapsed }
}

/** What every event about a case tells a party: its own side alone. The head of the timeline is added when it is sent. */
export function caseSideOf(
  row: CaseRow,
  party: PartyRow,
  duties: readonly DutyLine[],
  ordersInAll: number | undefined,
) {
  const share = shareOfTotal(party.shipments, ordersInAll)
  const { origin, tool, openedAt } = seenBy(party, row)
  return {
    caseAlias: party.alias,
    origin,
    tool,
    openedAt,
    counts: {
      shipments: party.shipments,
      ...(share === null ? {} : { shareOfTotal: share }),
      ...possibleCount(party),
    },
    fieldsExposed: fieldsExposed(party),
    fieldsNotExposed: fieldsNotExposed(fieldsExposed(party)),
    ...(party.firstAt === undefined ? {} : { firstExposureAt: party.firstAt }),
    ...(party.lastAt === undefined ? {} : { lastExposureAt: party.lastAt }),
    reportedByCarrier: tool.startsWith("observed:"),
    duties: mostUrgent(duties).map(dutyLine),
    caseUrl: `/v1/cases/${party.alias}`,
  }
}

/** A duty with its id, and the retailer to whose people it is owed as its owner may know it. */
export type DutyLine = { dutyId: string; duty: Duty; towards?: { kind: "retailer"; alias?: string } | undefined }

/** An event lists so many duties; the case in the API lists all. */
const linesAtMost = 40

/** What is to be done first where there is more than an event can list. */
function mostUrgent(lines: readonly DutyLine[]): readonly DutyLine[] {
  if (lines.length <= linesAtMost) return lines
  const rank = ({ duty }: DutyLine) => `${isSettled(duty) ? 1 : 0} ${duty.clock.dueAt ?? "9"}`
  return [...lines].sort((one, other) => (rank(one) < rank(other) ? -1 : 1)).slice(0, linesAtMost)
}

/** One duty as events and answers list it. */
export function dutyLine({ dutyId, duty, towards }: DutyLine) {
  return {
    dutyId,
    law: duty.law,
    kind: duty.kind,
    state: duty.state,
    ...(duty.clock.dueAt === null ? {} : { dueAt: duty.clock.dueAt }),
    ...basisOf(duty),
    ...(towards === undefined ? {} : { towards }),
  }
}

/** The citation at the beginning of a duty's basis. */
export function basisOf(duty: Duty): { basis?: string } {
  const citation = (duty.clock.basis.split(": ")[0] ?? "").replace(/[^\p{L}\p{N} .,;:()/'’§°–-]/gu, "").slice(0, 200)
  return citation === "" ? {} : { basis: citation }
}
