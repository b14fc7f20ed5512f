import type { Law } from "../law/law.ts"
import type { AnomalyOfCase, CaseRow, MeasureRow, PartyRow } from "./breach-case.ts"
import { shareOfTotal } from "./breach-case.ts"
import { chartsOf, seenBy } from "./breach-case-seen.ts"
import { type FieldName, fieldName } from "./disclosure.ts"
import { type Duty, dutyKey } from "./duties.ts"
import type { DutyTargets } from "./duty-derivation.ts"
import { deriveDuties, mergeDuties, reopenForGrowth } from "./duty-derivation.ts"
import {
  type CaseFacts,
  caseFactsSchema,
  type MeasureCode,
  measureCodeSchema,
  measureFactsSchema,
  type NoticeProgress,
} from "./duty-facts.ts"
import { fieldsNotExposed } from "./exposure.ts"
import { toldByPublicNotice } from "./notice-receipts.ts"
import type { Party } from "./party.ts"

/** How far the people behind a party's exposed shipments have been told, by whomever. */
export function noticeProgress(party: PartyRow): NoticeProgress {
  return {
    affected: party.shipments,
    told: party.told.direct,
    toldByPublicNotice: toldByPublicNotice(party),
    ...(party.told.firstAt === undefined ? {} : { firstToldAt: party.told.firstAt }),
    ...(party.told.lastAt === undefined ? {} : { lastToldAt: party.told.lastAt }),
  }
}

/** Names of the fields that were shown of a party's shipments. */
export function fieldsExposed(party: Pick<PartyRow, "shipmentsByField">): FieldName[] {
  return fieldName.options.filter((field) => (party.shipmentsByField[field] ?? 0) > 0)
}

/** What facts are made from. `people` is the count of distinct delivery points, where it was counted. */
export type FactSources = {
  case: CaseRow
  /** For whom the facts are: one of `parties`. */
  own: PartyRow
  parties: readonly { row: PartyRow; party: Party; people?: number | undefined }[]
  /** The party in whose words the cause is told: each party's documents say what it stated itself. */
  statedBy?: Pick<PartyRow, "causes" | "cause"> | undefined
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
    causes: sources.statedBy?.causes ?? [],
    cause: sources.statedBy?.cause ?? null,
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
      const coded = measureCodeSchema.safeParse(codesInWords[code] ?? code)
      const description = measure.description ?? code.replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase()
      const fact = { at, by, kind, description, ...(coded.success ? { code: coded.data } : {}) }
      const parsed = measureFactsSchema.safeParse(fact)
      return parsed.success ? [parsed.data] : []
    }),
    parties: sources.parties.map((one) => partyFacts(row, one.row, one.party, one.people)),
  })
}

/** Measures that documents have words for under another name. */
const codesInWords: Readonly<Record<string, MeasureCode>> = {
  toolSuspended: "toolWithdrawn",
  referencesReissued: "referencesReplaced",
  dataDestroyed: "deletionConfirmed",
}

function partyFacts(row: CaseRow, party: PartyRow, directory: Party, people: number | undefined) {
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
    people: people ?? null,
    shareOfTotal: shareOfTotal(party.shipments, ordersInAll),
    exposuresByField: fieldsExposed(party).map((field) => ({ field, shipments: party.shipmentsByField[field] ?? 0 })),
    fieldsNotExposed: fieldsNotExposed(fieldsExposed(party)),
    firstExposureAt: party.firstAt ?? null,
    lastExposureAt: party.lastAt ?? null,
    ...(party.shipments > 0 ? { notice: noticeProgress(party) } : {}),
    ...(party.assessment === undefined ? {} : { assessment: party.assessment }),
    ...(row.state === "open" && party.lawEnforcementDelay !== undefined
      ? { lawEnforcementDelay: party.lawEnforcementDelay }
      : {}),
  }
}

/**
 * The duties of one party of a case as the facts stand: new ones derived, clocks moved, and what was done towards individuals
 * opened again where the case has grown past it. Only duties that changed are returned.
 */
export function dutiesAfter(
  existing: readonly Duty[],
  facts: CaseFacts,
  laws: readonly Law[],
  at: string,
  targets?: DutyTargets,
): Duty[] {
  const merged = mergeDuties(
    existing,
    targets === undefined ? deriveDuties(facts, laws) : deriveDuties(facts, laws, targets),
  )
  const reopened = new Map(reopenForGrowth(merged, facts, at).map((duty) => [dutyKey(duty), duty]))
  const before = new Map(existing.map((duty) => [dutyKey(duty), JSON.stringify(duty)]))
  return merged
    .map((duty) => reopened.get(dutyKey(duty)) ?? duty)
    .filter((duty) => before.get(dutyKey(duty)) !== JSON.stringify(duty))
}

/** What every event about a case tells a party: its own side alone. The head of the timeline is added when it is sent. */
export function caseSideOf(
  row: CaseRow,
  party: PartyRow,
  duties: readonly { dutyId: string; duty: Duty }[],
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
    },
    fieldsExposed: fieldsExposed(party),
    fieldsNotExposed: fieldsNotExposed(fieldsExposed(party)),
    ...(party.firstAt === undefined ? {} : { firstExposureAt: party.firstAt }),
    ...(party.lastAt === undefined ? {} : { lastExposureAt: party.lastAt }),
    reportedByCarrier: tool.startsWith("observed:"),
    duties: duties.map(({ dutyId, duty }) => dutyLine(dutyId, duty)),
    caseUrl: `/v1/cases/${party.alias}`,
  }
}

/** One duty as events and answers list it. */
export function dutyLine(dutyId: string, duty: Duty) {
  return {
    dutyId,
    law: duty.law,
    kind: duty.kind,
    state: duty.state,
    ...(duty.clock.dueAt === null ? {} : { dueAt: duty.clock.dueAt }),
    ...basisOf(duty),
  }
}

/** The citation at the beginning of a duty's basis. */
export function basisOf(duty: Duty): { basis?: string } {
  const citation = (duty.clock.basis.split(": ")[0] ?? "").replace(/[^\p{L}\p{N} .,;:()/'’§°–-]/gu, "").slice(0, 200)
  return citation === "" ? {} : { basis: citation }
}
