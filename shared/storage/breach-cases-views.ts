import { timingSafeEqual } from "node:crypto"
import { derivedId } from "../contracts/envelope.ts"
import {
  type AffectedRow,
  type AnomalyOfCase,
  type CaseRow,
  caseKeys,
  type PartyRow,
  shareOfTotal,
} from "../domain/breach-case.ts"
import { caseFacts, type DutyLine, dutyLine, fieldsExposed, possibleCount } from "../domain/breach-case-facts.ts"
import { chartsOf, seenBy } from "../domain/breach-case-seen.ts"
import { buildDossier } from "../domain/dossier.ts"
import type { Dossier, HeadMac } from "../domain/dossier-document.ts"
import { moment } from "../domain/dossier-words.ts"
import type { Duty } from "../domain/duties.ts"
import { dutiesToldTo, dutyAsHeard } from "../domain/duty-heard.ts"
import { fieldsNotExposed } from "../domain/exposure.ts"
import { explainFinding, explanationText } from "../domain/finding-explanation.ts"
import { toldByPublicNotice } from "../domain/notice-receipts.ts"
import type { Party } from "../domain/party.ts"
import { emptyTimelineHead, headMessage, type TimelineEntry, type TimelineHead } from "../domain/timeline.ts"
import type { ToldFinding } from "../domain/told-finding.ts"
import type { DocumentLanguage } from "../law/law.ts"
import { counterpartiesOf } from "./breach-cases-actions.ts"
import { dutiesOf, dutyLines } from "./breach-cases-alerting.ts"
import { type CaseDesk, dutyIdOf } from "./breach-cases-desk.ts"
import { openReferences } from "./breach-cases-references.ts"
import { anomaliesOf, measuresOf } from "./breach-cases-rows.ts"
import type { Sealer } from "./sealing.ts"

type Reader = Pick<CaseDesk, "cases" | "parties">
type Seat = { current: CaseRow; own: PartyRow }

/** Another party of a case, as the reader may know it: a discreet one is not named. */
function publicName(desk: Reader, row: PartyRow): { kind: string; alias?: string } {
  const party = desk.parties.byId(row.partyId)
  return party === undefined || party.discreet ? { kind: row.kind } : { kind: row.kind, alias: party.alias }
}

function actorFor(desk: Reader, own: PartyRow, others: readonly PartyRow[], partyId: string) {
  if (partyId === own.partyId) return { kind: own.kind, self: true }
  const other = others.find((row) => row.partyId === partyId)
  return other === undefined ? { kind: partyId === "hub" ? "hub" : "other" } : publicName(desk, other)
}

/** One line of a party's list of cases. */
export function caseLine(current: CaseRow, own: PartyRow) {
  const { origin, tool, openedAt } = seenBy(own, current)
  return {
    caseAlias: own.alias,
    state: current.state,
    origin,
    tool,
    openedAt,
    ...(current.closedAt === undefined ? {} : { closedAt: current.closedAt }),
    shipments: own.shipments,
    acknowledged: own.acknowledgedAt !== undefined,
    caseUrl: `/v1/cases/${own.alias}`,
  }
}

/** A party's whole side of a case. */
export async function caseView(desk: Reader, party: Party, { current, own }: Seat) {
  const others = await counterpartiesOf(desk, current, own)
  const [duties, ...theirs] = await Promise.all(
    [own, ...others].map((row) => dutiesOf(desk, current.caseId, row.partyId)),
  )
  const heard = new Set([own.partyId, ...others.map((row) => row.partyId)])
  const [anomalies, measures] = await Promise.all([
    anomaliesOf(desk, current.caseId),
    measuresOf(desk, current.caseId, heard),
  ])
  const share = shareOfTotal(own.shipments, party.kind === "retailer" ? party.ordersInAll : undefined)
  const people = await peopleOf(desk, current.caseId, party)
  const { discoveredAt, finder, findings, restrictedSince, containment } = seenBy(own, current, { anomalies, measures })
  return {
    ...caseLine(current, own),
    discoveredAt,
    ...(finder === undefined
      ? {}
      : { finder: { kind: finder.kind, receivedAt: finder.receivedAt, toldYou: finder.told === own.partyId } }),
    charts: chartsOf(findings),
    findings: findings.map(findingView),
    counts: {
      shipments: own.shipments,
      exposures: own.exposures,
      ...(people === undefined ? {} : { people }),
      ...(share === null ? {} : { shareOfTotal: share }),
      ...possibleCount(own),
      ...(own.possible === undefined ? {} : { possibleExposures: own.possible.exposures }),
    },
    fieldsExposed: fieldsExposed(own).map((field) => ({ field, shipments: own.shipmentsByField[field] ?? 0 })),
    fieldsNotExposed: fieldsNotExposed(fieldsExposed(own)),
    ...(own.firstAt === undefined ? {} : { firstExposureAt: own.firstAt }),
    ...(own.lastAt === undefined ? {} : { lastExposureAt: own.lastAt }),
    reportedByCarrier: own.tool.startsWith("observed:"),
    ...(restrictedSince === undefined ? {} : { restrictedSince }),
    containment:
      containment === undefined
        ? { attested: false }
        : { attested: true, at: containment.at, by: actorFor(desk, own, others, containment.by) },
    measures: measures.map(({ kind, code, at, by }) => ({ kind, code, at, by: actorFor(desk, own, others, by) })),
    ...(own.acknowledgedAt === undefined ? {} : { acknowledgedAt: own.acknowledgedAt }),
    notices: progressOf(own),
    ...(own.assessment === undefined ? {} : { assessment: own.assessment }),
    ...(own.causes === undefined ? {} : { causes: own.causes }),
    ...(own.cause === undefined ? {} : { cause: own.cause }),
    duties: dutyLines(
      desk,
      current,
      (duties ?? []).map(({ duty }) => duty),
    ).map((line) => ownDuty(line, own, (by) => actorFor(desk, own, others, by))),
    others: others.map((row, place) => ({
      ...publicName(desk, row),
      ...(row.acknowledgedAt === undefined ? {} : { acknowledgedAt: row.acknowledgedAt }),
      duties: dutiesToldTo(
        (theirs[place] ?? []).map(({ duty }) => duty),
        own.partyId,
      ).map((duty) => othersDuty(current, dutyAsHeard(duty, heard), own)),
    })),
    timelineHead: current.heads[own.partyId],
  }
}

/** A finding with its numbers, and in words in each language, with times in UTC. */
function findingView(finding: ToldFinding) {
  const inWords = (language: DocumentLanguage) =>
    explanationText(explainFinding(finding, { language, at: (instant) => moment(instant, "UTC", language) }))
  return { ...finding, explanation: { en: inWords("en"), fr: inWords("fr") } }
}

/** Accessors of a party's shipments and of its findings, under names of the party's own, as who saw one shipment names them. */
async function accessorsOf(
  desk: Pick<CaseDesk, "cases">,
  caseId: string,
  partyId: string,
  anomalies: readonly AnomalyOfCase[],
) {
  const keys = new Set(anomalies.filter(({ partyIds }) => partyIds.includes(partyId)).map((one) => one.accessorKey))
  for await (const row of desk.cases.list(caseId, "EXPOSURE#")) {
    if (row.type === "exposure" && [row.retailerId, row.carrierId].includes(partyId)) keys.add(row.accessor)
  }
  const named = (prefix: string) =>
    [...keys]
      .filter((key) => key.startsWith(prefix))
      .map((key) => derivedId("accessor", partyId, key))
      .sort()
  return { subjects: named("subject#"), networks: named("network#") }
}

/** A duty that another party of the case owes, with what passed between the two. */
function othersDuty(current: CaseRow, duty: Duty, own: PartyRow) {
  const { requests, declined } = duty
  const asked = requests.filter(({ by }) => by === own.partyId)
  return {
    ...dutyLine({ dutyId: dutyIdOf(current, duty), duty }),
    ...(asked.length === 0 ? {} : { requests: asked.map(({ at }) => ({ at })) }),
    ...(declined === undefined ? {} : { declined: { at: declined.at, reason: declined.reason } }),
  }
}

function ownDuty(line: DutyLine, own: PartyRow, actorOf: (partyId: string) => object) {
  const { duty } = line
  const { clock, presumption, requests, declined, takenOver, discharged, notOwed } = duty
  const notices = duty.towards === undefined ? undefined : own.byRetailer?.[duty.towards]
  return {
    ...dutyLine(line),
    ...(notices === undefined ? {} : { notices: progressOf(notices) }),
    addressee: duty.addressee,
    dueIs: clock.dueIs,
    why: clock.basis,
    presumption,
    requests: requests.map(({ at, by }) => ({ at, by: actorOf(by) })),
    ...(declined === undefined ? {} : { declined: { at: declined.at, reason: declined.reason } }),
    ...(takenOver === undefined ? {} : { takenOverAt: takenOver.at }),
    ...(discharged === undefined
      ? {}
      : // A receipt of the party that took the duty over is that party's own.
        {
          discharged: { at: discharged.at, ...(discharged.by === duty.party ? { receipt: discharged.receipt } : {}) },
        }),
    ...(notOwed === undefined ? {} : { notOwed: { at: notOwed.at, assessment: notOwed.assessment } }),
  }
}

/** How many were told, in numbers and as people say it. */
export function progressOf(own: Pick<PartyRow, "shipments" | "told">) {
  const { direct } = own.told
  const publicNotice = toldByPublicNotice(own)
  const told = `${direct.toLocaleString("en")} of ${own.shipments.toLocaleString("en")} told`
  return {
    affected: own.shipments,
    told: direct,
    publicNotice,
    text: publicNotice === 0 ? told : `${told}; ${publicNotice.toLocaleString("en")} by public notice`,
  }
}

/** More shipments than this are not read to count the people behind them. */
const shipmentsRead = 20_000

/**
 * How many people stand behind a party's exposed shipments: each known delivery point once, and each shipment without one. Shipments that
 * were only possibly exposed are left out.
 */
export async function peopleOf(
  desk: Reader,
  caseId: string,
  party: Pick<Party, "id" | "kind">,
): Promise<number | undefined> {
  const points = new Set<number>()
  let without = 0
  let read = 0
  for await (const row of affectedOf(desk, caseId, party)) {
    if (++read > shipmentsRead) return undefined
    if (row.possible === true) continue
    if (row.deliveryPoint === undefined) without += 1
    else points.add(row.deliveryPoint)
  }
  return points.size + without
}

/** A party's own affected shipments, in order; `after` is the cursor of the last one seen. */
export async function* affectedOf(
  desk: Pick<CaseDesk, "cases">,
  caseId: string,
  party: Pick<Party, "id" | "kind">,
  after?: string,
): AsyncGenerator<AffectedRow> {
  for await (const row of desk.cases.list(caseId, "AFFECTED#", after === undefined ? {} : { after })) {
    if (row.type === "affected" && (party.kind === "retailer" ? row.retailerId : row.carrierId) === party.id) yield row
  }
}

/** One affected shipment as its party sees it, its own references in the clear. */
export async function shipmentView(sealer: Pick<Sealer, "unseal">, party: Party, row: AffectedRow) {
  const { orderReference, trackingNumber } = await openReferences(sealer, row)
  const tellers = Object.keys(row.told)
  return {
    ...(party.kind === "retailer"
      ? {
          ...(row.shipmentId === undefined ? {} : { shipmentId: row.shipmentId }),
          ...(orderReference === undefined ? {} : { orderReference }),
        }
      : trackingNumber === undefined
        ? {}
        : { trackingNumber }),
    fields: row.fields,
    firstExposureAt: row.firstAt,
    lastExposureAt: row.lastAt,
    accessors: row.accessors,
    told: tellers.length === 0 ? "no" : tellers.includes(party.id) ? "byYou" : "byOther",
    ...(row.possible === true ? { possible: true } : {}),
  }
}
export type ShipmentView = Awaited<ReturnType<typeof shipmentView>>

/** Affected shipments as CSV (RFC 4180). A cell that a spreadsheet would take for a formula is quoted as text. */
export function shipmentsAsCsv(party: Pick<Party, "kind">, rows: readonly ShipmentView[]): string {
  const references = party.kind === "retailer" ? ["shipmentId", "orderReference"] : ["trackingNumber"]
  const columns = [...references, "fields", "firstExposureAt", "lastExposureAt", "accessors", "told", "possible"]
  const lines = rows.map((row) =>
    columns.map((column) => {
      const value: unknown = Reflect.get(row, column)
      return cell(Array.isArray(value) ? value.join(" ") : value === undefined ? "" : String(value))
    }),
  )
  return [columns, ...lines].map((line) => `${line.join(",")}\r\n`).join("")
}

function cell(value: string): string {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A party's own timeline of a case, oldest first: the entries that it may see, with the head after each and whether an event told it. */
export async function timelineOf(
  desk: Pick<CaseDesk, "cases">,
  { current, own }: Seat,
): Promise<{ entry: TimelineEntry; head: TimelineHead; told: boolean }[]> {
  const found: Awaited<ReturnType<typeof timelineOf>> = []
  for (const caseId of [...(own.earlierCases ?? []), current.caseId]) {
    for await (const row of desk.cases.list(caseId, "TIMELINE#")) {
      const copy = row.type === "timeline" ? row.copies.find((one) => one.partyId === own.partyId) : undefined
      if (row.type !== "timeline" || copy === undefined) continue
      const told = row.outbox.some(({ audience, kind }) => audience === own.partyId && kind.startsWith("BreachCase"))
      found.push({ entry: copy.entry, head: { seq: copy.head.seq, hash: copy.head.hash }, told })
    }
  }
  return found
}

/** Name of the algorithm under which heads are signed. */
const macAlgorithm = "HMAC_SHA_256"
/** The key is the deployment's; no party needs its name to have a head checked. */
const macKeyName = "wayseal-head-mac"

/** The dossier of a party's side of a case. */
export async function dossierOf(
  desk: CaseDesk,
  party: Party,
  { current, own }: Seat,
  language: DocumentLanguage,
): Promise<Dossier> {
  const { caseId } = current
  const others = await counterpartiesOf(desk, current, own)
  const sides = [own, ...others]
  const heard = new Set(sides.map((row) => row.partyId))
  const [anomalies, measures] = await Promise.all([anomaliesOf(desk, caseId), measuresOf(desk, caseId, heard)])
  const accessors = await accessorsOf(desk, caseId, own.partyId, anomalies)
  const named = sides.flatMap((row) => {
    const known = desk.parties.byId(row.partyId)
    return known === undefined ? [] : [{ row, party: known }]
  })
  const people = await peopleOf(desk, caseId, party)
  const rows = (await Promise.all(sides.map((row) => dutiesOf(desk, caseId, row.partyId)))).flat()
  const duties = dutiesToldTo(
    rows.map(({ duty }) => duty),
    own.partyId,
  )
  const timeline = await timelineOf(desk, { current, own })
  const { seq, hash, mac } = current.heads[own.partyId] ?? { ...emptyTimelineHead, mac: "" }
  return buildDossier({
    facts: caseFacts({
      case: current,
      own,
      parties: named.map((one) => (one.row === own ? { ...one, people } : one)),
      anomalies,
      measures,
      accessors,
    }),
    party: own.partyId,
    duties: duties.map((duty) => dutyAsHeard(duty, heard)),
    laws: desk.laws,
    language,
    preparedAt: desk.clock().toISOString(),
    timeline: timeline.map(({ entry }) => entry),
    head: { seq, hash },
    headMac: { mac, keyId: macKeyName, algorithm: macAlgorithm },
    receivedHeads: timeline.flatMap(({ entry, head, told }) => (told ? [{ at: entry.at, head }] : [])),
  })
}

/** Checks the hub's MAC over a head of the timeline of the party that knows its case by this alias. */
export function headChecker(desk: Pick<CaseDesk, "macHead">, caseAlias: string) {
  return async (head: TimelineHead, { mac }: Pick<HeadMac, "mac">): Promise<boolean> => {
    const expected = Buffer.from(await desk.macHead(headMessage(caseAlias, head)), "base64")
    const given = Buffer.from(mac, "base64")
    return given.length === expected.length && timingSafeEqual(given, expected)
  }
}

/** Head row and own row of each case of a party, newest first. */
export async function casesOf(desk: Reader, partyId: string): Promise<Seat[]> {
  const owns: PartyRow[] = []
  for await (const row of desk.cases.ofParty(partyId)) owns.push(row)
  const heads = await desk.cases.items(owns.map((row) => caseKeys.case(row.caseId)))
  const byId = new Map(heads.flatMap((row) => (row.type === "case" ? [[row.caseId, row] as const] : [])))
  return owns
    .flatMap((own) => {
      const current = byId.get(own.caseId)
      return current === undefined || current.state === "merged" ? [] : [{ current, own }]
    })
    .reverse()
}
