import { subjectsOf } from "../base/contracts/subject-of-field.ts"
import { operatorOf } from "../base/contracts/tool-name.ts"
import type { Party } from "../parties/party.ts"
import { publicName } from "../parties/public-name.ts"
import { shareOfOrders } from "../parties/share-of-orders.ts"
import { chartsOf } from "../watch/detection/anomalies/published-finding.ts"
import type { People } from "./cases/affected.ts"
import type { AnomalyOfCase, CaseRow, MeasureRow, PartyRow } from "./cases/case-rows.ts"
import { possibleFacts } from "./cases/party-counts.ts"
import { type CaseFacts, caseFactsSchema, type PartyFacts } from "./facts.ts"
import { fieldsThatAre, type Knowledge, knowledge, shownIn, type WatchOfSide, watchedAllThrough } from "./knowledge.ts"
import type { Law } from "./law/law.ts"
import { lawsOfSide } from "./law-coverage.ts"
import { noticeByRetailer, noticeProgress } from "./notices/notice-progress.ts"
import { seenBy } from "./visibility.ts"

/**
 * What facts are made from. `people` counts distinct delivery points, where they were counted. `watch` is how the
 * party's side was watched. Without it, facts would say what was not shown while nobody knows.
 */
export type FactSources = {
  /** The law pack. */
  laws: readonly Law[]
  case: CaseRow
  /** The party that the facts are for, which states the cause: one of `parties`. */
  own: PartyRow
  parties: readonly PartySources[]
  anomalies?: readonly AnomalyOfCase[]
  /** Measures of the parties listed here. */
  measures?: readonly MeasureRow[]
  /** Fingerprints of the accessors of this party's shipments, under the party's own names for them. */
  accessors?: Readonly<Record<"subjects" | "networks" | "prefixes", readonly string[]>> | undefined
}

type PartySources = {
  row: PartyRow
  party: Party
  people?: People | undefined
  watch: WatchOfSide
}

/** The facts of a case that one party may see. Its duties and its documents are made from them. */
export function caseFacts(sources: FactSources): CaseFacts {
  const { case: row, own, anomalies = [], measures = [], accessors } = sources
  const seen = seenBy(own, row, { anomalies, measures })
  const { finder, containment, findings } = seen
  const operatedBy = operatorOf(seen.tool) ?? "hub"
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
            ...(finder.reportedTo === undefined ? {} : { reportedTo: finder.reportedTo }),
          },
        }),
    tool: {
      mode: operatedBy === "hub" ? "guarded" : "observed",
      operatedBy,
    },
    causes: sources.own.causes ?? [],
    cause: sources.own.cause ?? null,
    details: sources.own.details ?? {},
    correspondence: sources.own.correspondence,
    findings,
    accessor: {
      subjects: accessors?.subjects ?? [],
      networks: accessors?.networks ?? [],
      prefixes: accessors?.prefixes ?? [],
      ...(findings.length > 0 ? { references: Math.max(...findings.map(({ evidence }) => evidence.references)) } : {}),
      charts: chartsOf(findings),
      ...(seen.restrictedSince === undefined ? {} : { restrictedSince: seen.restrictedSince }),
    },
    containment:
      containment === undefined
        ? { contained: false }
        : { contained: true, at: containment.at, attestedBy: containment.by },
    measures: measures.map(({ at, by, kind, code }) => ({ at, by, kind, code })),
    parties: sources.parties.map((one) => partyFacts(one, sources.laws)),
  })
}

/** What duties are derived from of a party's side, and so what is said of its laws. */
export const factsForDuties = (row: PartyRow, party: Party, laws: readonly Law[]) =>
  asDerived(partyFacts({ row, party, watch: watchedAllThrough(row.openedAt, row.openedAt) }, laws))

/**
 * Facts as duties are derived from them. That is done without a look at how the side was watched, so more may have been
 * shown than is known.
 */
export const asDerived = <Facts extends object>(facts: Facts): Facts & Pick<PartyFacts, "unknownBecause"> => ({
  ...facts,
  unknownBecause: ["notCounted"],
})

/** A party's roles in the tool through which its shipments were seen. One who decides jointly is in control. */
export function rolesIn({ tool }: Pick<PartyRow, "tool">, { roles }: Party) {
  const ofCase = operatorOf(tool) === undefined ? "hub" : "own"
  return roles
    .filter((one) => one.tool === undefined || one.tool === ofCase)
    .map(({ with: other, law, role }) => ({
      ...(other === undefined ? {} : { with: other }),
      ...(law === undefined ? {} : { law }),
      role: role === "holder" ? ("holder" as const) : ("inControl" as const),
    }))
}

/** What a party states of its notices and of what it sells. */
function statedByParty(directory: Party) {
  const { trackingSite, noticeLanguages = [], authorities = [] } = directory
  const goods = directory.kind === "retailer" ? directory.goods : undefined
  return {
    noticeLanguages,
    authorities,
    ...(goods === undefined ? {} : { goods }),
    ...(trackingSite === undefined ? {} : { trackingSite }),
  }
}

/** What a party knew when it notified people, what it promised them, and why it notified the public. */
function notifiedBefore({ notifiedFacts, writeAgainBy, publicNoticeGrounds = [] }: PartyRow) {
  return {
    publicNoticeGrounds,
    ...(notifiedFacts === undefined ? {} : { notifiedFacts }),
    ...(writeAgainBy === undefined ? {} : { writeAgainBy }),
  }
}

/** What is known to have been shown and not to have been, and when. */
function exposureFacts(party: PartyRow, known: Knowledge) {
  const { isAtLeast, unknownBecause, provenNotShown, unwatched } = known
  return {
    exposuresByField: shownIn(known),
    fieldsNotExposed: fieldsThatAre(known, "notShown"),
    ...(provenNotShown === undefined ? {} : { provenNotShown }),
    isAtLeast,
    unknownBecause,
    unwatched,
    firstExposureAt: party.firstAt ?? null,
    lastExposureAt: party.lastAt ?? null,
  }
}

/** How many shipments and people of a party are affected, as far as somebody knows. */
function countsOf(
  party: PartyRow,
  directory: Party,
  { known, counted }: { known: Knowledge; counted?: People | undefined },
) {
  const people = known.isCountUnknown ? undefined : counted
  const possible = possibleFacts(party)
  return {
    shipments: party.shipments,
    ...possible,
    ...possiblePeople(possible, counted),
    ...(party.atHub === undefined ? {} : { atHub: party.atHub }),
    people: people?.all ?? null,
    ...(people === undefined || known.peopleAtMost === undefined ? {} : { peopleAtMost: known.peopleAtMost }),
    ...(people === undefined ? {} : { peopleByRegion: people.byRegion }),
    shipmentsByRegion: party.shipmentsByRegion ?? {},
    shareOfTotal: known.isCountUnknown ? null : shareOfOrders(directory, party.shipments),
  }
}

/** One parcel tells of as many people as the fields have subjects that may have been seen. */
function possiblePeople({ possibleShipments = 0, possiblySeen }: ReturnType<typeof possibleFacts>, counted?: People) {
  if (possibleShipments === 0 || possiblySeen === undefined || counted === undefined) return {}
  const atMost = possibleShipments * subjectsOf(possiblySeen.fields).size
  return { possiblePeople: { atLeast: Math.max(1, counted.possible), atMost } }
}

function partyFacts({ row: party, party: directory, people, watch }: PartySources, laws: readonly Law[]) {
  const known = knowledge(party, watch)
  const byRetailer = noticeByRetailer(party)
  const { legalName, ...details } = directory.documents
  return {
    ...details,
    party: party.partyId,
    name: legalName ?? directory.alias,
    ...publicName(directory),
    kind: party.kind,
    ...statedByParty(directory),
    counterparties: party.counterparties,
    caseAlias: party.alias,
    country: directory.jurisdiction.country,
    timeZone: directory.jurisdiction.timeZone,
    laws: [...lawsOfSide(laws, directory.laws, party).laws],
    configuredLaws: directory.laws,
    roles: rolesIn(party, directory),
    contracts: directory.contracts ?? [],
    ...(party.grownAt === undefined ? {} : { grownAt: party.grownAt }),
    ...(party.shrunkAt === undefined ? {} : { shrunkAt: party.shrunkAt }),
    ...(party.correctedAt === undefined ? {} : { correctedAt: party.correctedAt }),
    reported: party.reported ?? {},
    awareAt: party.awareAt ?? party.alertedAt ?? party.openedAt,
    ...(party.discoveredAt === undefined ? {} : { discoveredAt: party.discoveredAt }),
    ...(party.determinedAt === undefined ? {} : { determinedAt: party.determinedAt }),
    ...countsOf(party, directory, { known, counted: people }),
    ...exposureFacts(party, known),
    ...(party.shipments > 0 ? { notice: noticeProgress(party) } : {}),
    ...notifiedBefore(party),
    ...(byRetailer === undefined ? {} : { byRetailer }),
    ...answersOf(party),
    ...(party.lawEnforcementDelay === undefined ? {} : { lawEnforcementDelay: party.lawEnforcementDelay }),
  }
}

/** Its answers to legal tests, and who stands for some of them by name. */
const answersOf = ({ assessments = {}, confirmations = {} }: PartyRow) => ({ assessments, confirmations })
