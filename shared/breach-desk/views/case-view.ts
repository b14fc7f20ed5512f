import { type DocumentLanguage, operatorOf } from "../../contracts/words.ts"
import { explainFinding, explanationText } from "../../detection/anomalies/finding-in-words.ts"
import { chartsOf, type PublishedFinding } from "../../detection/anomalies/published-finding.ts"
import { type Party, shareOfOrders } from "../../parties/party.ts"
import { moment } from "../../platform/bilingual.ts"
import { fieldsNotExposed } from "../../tracking/fields.ts"
import { peopleOf } from "../cases/affected.ts"
import type { Reader } from "../cases/case-reader.ts"
import type { CaseRow, PartyRow } from "../cases/case-rows.ts"
import { dutiesOf, dutyIdOf, dutyLines } from "../cases/duty-rows.ts"
import type { Participant } from "../cases/participant.ts"
import { fieldsExposed, possibleCount } from "../cases/party-counts.ts"
import { anomaliesOf, measuresOf } from "../cases/rows-of-case.ts"
import type { Duty } from "../duties/duty.ts"
import { type DutyLine, dutyLine } from "../duties/duty-line.ts"
import { progressOf } from "../notices/progress-view.ts"
import { counterpartiesOf, dutiesToldTo, dutyAsHeard, seenBy } from "../visibility.ts"

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
export async function caseView(desk: Reader, party: Party, { current, own }: Participant) {
  const others = await counterpartiesOf(desk, current, own)
  const [duties, ...theirs] = await Promise.all(
    [own, ...others].map((row) => dutiesOf(desk, current.caseId, row.partyId)),
  )
  const heard = new Set([own.partyId, ...others.map((row) => row.partyId)])
  const [anomalies, measures] = await Promise.all([
    anomaliesOf(desk, current.caseId),
    measuresOf(desk, current.caseId, heard),
  ])
  const share = shareOfOrders(party, own.shipments)
  const people = await peopleOf(desk, current.caseId, party)
  const { discoveredAt, finder, findings, restrictedSince, containment } = seenBy(own, current, { anomalies, measures })
  return {
    ...caseLine(current, own),
    discoveredAt,
    ...(finder === undefined
      ? {}
      : { finder: { kind: finder.kind, receivedAt: finder.receivedAt, toldYou: finder.reportedTo === own.partyId } }),
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
    reportedByCarrier: operatorOf(own.tool) !== undefined,
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
    duties: dutyLines(desk, current, duties ?? []).map((line) =>
      ownDuty(line, own, (by) => actorFor(desk, own, others, by)),
    ),
    others: others.map((row, place) => ({
      ...publicName(desk, row),
      ...(row.acknowledgedAt === undefined ? {} : { acknowledgedAt: row.acknowledgedAt }),
      duties: dutiesToldTo(theirs[place] ?? [], own.partyId).map((duty) =>
        othersDuty(current, dutyAsHeard(duty, heard), own),
      ),
    })),
    timelineHead: current.heads[own.partyId],
  }
}

/** A finding with its numbers, and in words in each language, with times in UTC. */
function findingView(finding: PublishedFinding) {
  const inWords = (language: DocumentLanguage) =>
    explanationText(explainFinding(finding, { language, at: (instant) => moment(instant, "UTC", language) }))
  return { ...finding, explanation: { en: inWords("en"), fr: inWords("fr") } }
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
