import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { moment } from "../../base/platform/bilingual.ts"
import type { Sealer } from "../../base/platform/sealing.ts"
import { isReportedByCarrier, isReservedId } from "../../parties/counterparty-id.ts"
import type { Party } from "../../parties/party.ts"
import { shareOfOrders } from "../../parties/share-of-orders.ts"
import { explainFinding, explanationText } from "../../watch/detection/anomalies/finding-in-words.ts"
import { chartsOf, type ShownFinding } from "../../watch/detection/anomalies/published-finding.ts"
import type { ActingParticipant } from "../actions/action.ts"
import { type ClosingSources, closingObstacles, type ObstacleDesk } from "../actions/closing-obstacles.ts"
import { type People, peopleOf } from "../cases/affected.ts"
import type { MeasureRow, PartyRow } from "../cases/case-rows.ts"
import { isUnanswered } from "../cases/correspondence.ts"
import { coverageOfParty } from "../cases/coverage-of-party.ts"
import { dutiesOf } from "../cases/duty-rows.ts"
import { lawsOfSides, withTexts } from "../cases/kept-laws.ts"
import { type Participant, shownCase } from "../cases/participant.ts"
import { partiesOfCase } from "../cases/participant-details.ts"
import { possibleCount } from "../cases/party-counts.ts"
import { anomaliesOf, measuresOf } from "../cases/rows-of-case.ts"
import { shownHead } from "../cases/timeline-heads.ts"
import { lookupsAsReported } from "../cases/written-references.ts"
import { type FactEvidence, withFacts } from "../dossier/proposed-facts.ts"
import { presumedIn } from "../duties/derive-duties.ts"
import { answerBy } from "../duties/due-time.ts"
import type { Duty } from "../duties/duty.ts"
import { legalQuestions } from "../duties/legal-questions.ts"
import { changesByText } from "../duties/text-changes.ts"
import type { CaseFacts } from "../facts.ts"
import { caseFacts, factsForDuties } from "../facts-of-case.ts"
import { fieldsThatAre, type Knowledge, knowledge, shownIn } from "../knowledge.ts"
import type { Law } from "../law/law.ts"
import { reviewsOfLaw } from "../law/standing-in-words.ts"
import { noticeProgress } from "../notices/notice-progress.ts"
import { progressOf } from "../notices/progress-view.ts"
import {
  acknowledgementFor,
  counterpartiesOf,
  dutyFor,
  dutyLines,
  type KnownParties,
  partiesOwed,
  publicNameOfRow,
  type SeenCase,
  seenBy,
  type Viewer,
  viewerOf,
  visibleDuties,
  visibleMeasures,
} from "../visibility.ts"
import { watchOf } from "../watch-of-case.ts"
import type { CaseView } from "./case-answer.ts"
import { caseLine } from "./case-line.ts"
import { othersDutyView, ownDutyView } from "./duty-view.ts"

export type ViewDesk = ObstacleDesk & { readonly sealer: Pick<Sealer, "unseal"> }

/** A party's whole side of a case. */
export async function caseView(desk: ViewDesk, party: Party, { current, own }: Participant): Promise<CaseView> {
  const others = counterpartiesOf(own, await partiesOfCase(desk, current))
  const viewer = viewerOf(own, others)
  const duties = await Promise.all([own, ...others].map((row) => dutiesOf(desk, current.caseId, row.partyId)))
  const measures = visibleMeasures(await measuresOf(desk, current.caseId), viewer)
  const visible = visibleDuties(duties.flat(), viewer)
  const watch = await watchOf(desk, current, own)
  const lawsOf = await lawsOfSides(desk, [own, ...others])
  const laws = lawsOf(own)
  const facts = caseFacts({ laws, case: current, own, parties: [{ row: own, party, watch }] })
  const mine = visible.filter(({ party: owner }) => owner === own.partyId).map((duty) => presumedIn(facts, laws, duty))
  const inExchange = await desk.parties.byIds([...others.map(({ partyId }) => partyId), ...partiesOwed(mine)])
  const nameOf = namesFor(inExchange, own, others)
  const aliasOf = (partyId: string) => (partyId === own.partyId ? party.alias : nameOf(partyId).alias)
  const seen = seenBy(own, current, { anomalies: await anomaliesOf(desk, current.caseId), measures, aliasOf })
  const people = await peopleOf(desk, own)
  const known = knowledge(own, watch)
  const sources = { rows: [own, ...others], duties: duties.flat(), measures }
  return {
    ...caseLine(current, own),
    ...discoveryView(seen, own),
    ...(await reportedView(desk, own)),
    ...(own.atHub === undefined ? {} : { breachAtHub: own.atHub }),
    ...countsView(party, own, { people, known, laws }),
    reportedByCarrier: isReportedByCarrier(own.tool),
    ...(seen.restrictedSince === undefined ? {} : { restrictedSince: seen.restrictedSince }),
    ...measuresView(measures, seen.containment, nameOf),
    ...ownStatements(own),
    questions: questionsView(laws, party, own, evidenceOf(party, own, { seen, measures, people, known })),
    tasks: tasksView(own, desk.clock()),
    ...correspondenceView(own, desk.clock()),
    duties: dutyLines(inExchange, own, mine).map((line) =>
      ownDutyView(line, { own, viewer, nameOf, laws, contracts: party.contracts ?? [] }),
    ),
    others: others.map((row) => otherView(viewer, row, { inExchange, visible, laws: lawsOf(row) })),
    ...otherTextsView(desk, { current, own }, { known: duties[0] ?? [], facts, laws }),
    ...(await obstaclesView(desk, { current, own, others, viewer }, sources)),
    timelineHead: await shownHead(desk, current.caseId, own.partyId),
  }
}

type Beside = { inExchange: KnownParties; visible: readonly Duty[]; laws: readonly Law[] }

/** What the viewer may know of another party's side. */
function otherView(viewer: Viewer, row: PartyRow, { inExchange, visible, laws }: Beside) {
  const acknowledgedAt = acknowledgementFor(viewer, row)
  const theirs = visible.filter((duty) => duty.party === row.partyId)
  return {
    ...publicNameOfRow(inExchange, row),
    ...(acknowledgedAt === undefined ? {} : { acknowledgedAt }),
    ...(isReservedId(row.partyId) ? { byLetter: true as const } : {}),
    duties: theirs.map((duty) => othersDutyView(row, dutyFor(viewer, duty), viewer, laws)),
  }
}

/** What the party itself reported. */
async function reportedView({ sealer }: ViewDesk, own: PartyRow) {
  const reported = await lookupsAsReported(sealer, own)
  if (reported === undefined) return {}
  const { range, ...others } = reported
  return { reported: { ...others, ...(range === undefined ? {} : { range }) } }
}

/** Texts of laws that the hub has in place of those that the party's duties follow, and what each would change. */
function otherTextsView(
  { laws: deployed, clock }: ViewDesk,
  { current, own: { lawTexts = {} } }: Participant,
  under: { known: readonly Duty[]; facts: CaseFacts; laws: readonly Law[] },
) {
  if (shownCase(current).state !== "open") return {}
  const at = clock().toISOString()
  const otherTexts = deployed.flatMap((text) => {
    const kept = under.laws.find(({ id }) => id === text.id)
    if (lawTexts[text.id] === undefined || kept === undefined || kept.hash === text.hash) return []
    const changes = changesByText({ ...under, at }, text, withTexts(under.laws, [text]))
    return [{ law: text.id, keptEdition: kept.edition, edition: text.edition, text: text.hash, changes }]
  })
  return otherTexts.length === 0 ? {} : { otherTexts }
}

/** What keeps the case open. It says nothing of a case that has ended. */
async function obstaclesView(desk: ObstacleDesk, participant: ActingParticipant, sources: ClosingSources) {
  const current = shownCase(participant.current)
  if (current.state !== "open") return {}
  const { obstacles, toFalseAlarm } = await closingObstacles(desk, { ...participant, current }, sources)
  return { obstacles, falseAlarmObstacles: toFalseAlarm }
}

type NameInView = CaseView["measures"][number]["by"]

/** How the view names a party: the caller itself, a party that it deals with, the hub, or another party. */
function namesFor(known: KnownParties, own: PartyRow, others: readonly PartyRow[]) {
  return (partyId: string): NameInView => {
    if (partyId === own.partyId) return { kind: own.kind, self: true }
    const other = others.find((row) => row.partyId === partyId)
    return other === undefined ? { kind: partyId === "hub" ? "hub" : "other" } : publicNameOfRow(known, other)
  }
}

function measuresView(
  measures: readonly MeasureRow[],
  containment: SeenCase["containment"],
  nameOf: (partyId: string) => NameInView,
) {
  return {
    containment:
      containment === undefined
        ? { attested: false }
        : { attested: true, at: containment.at, by: nameOf(containment.by) },
    measures: measures.map(({ kind, code, at, by }) => ({ kind, code, at, by: nameOf(by) })),
  }
}

function questionsView(laws: readonly Law[], party: Party, own: PartyRow, evidence: FactEvidence) {
  const facts = factsForDuties(own, party, laws)
  return legalQuestions(laws, facts).map((question) => ({
    ...withFacts(question, evidence),
    ...answerBy(question, facts),
  }))
}

/** The party's own side, as far as facts beside a legal test are taken from it. */
function evidenceOf(
  party: Party,
  own: PartyRow,
  {
    seen,
    measures,
    people,
    known,
  }: { seen: SeenCase; measures: readonly MeasureRow[]; people: People | undefined; known: Knowledge },
): FactEvidence {
  const { affected, notified, notifiedByPublicNotice } = noticeProgress(own)
  return {
    timeZone: party.jurisdiction.timeZone,
    shipments: own.shipments,
    people: known.isCountUnknown ? null : (people?.all ?? null),
    ...mostOf(known),
    possibleShipments: possibleCount(own).possibleShipments ?? 0,
    exposuresByField: shownIn(known),
    fieldsNotExposed: fieldsThatAre(known, "notShown"),
    fieldsPossiblyExposed: fieldsThatAre(known, "possibly"),
    isAtLeast: known.isAtLeast,
    unknownBecause: known.unknownBecause,
    unwatched: known.unwatched,
    firstExposureAt: own.firstAt ?? null,
    lastExposureAt: own.lastAt ?? null,
    findings: seen.findings,
    restrictedSince: seen.restrictedSince,
    tool: seen.tool,
    containedAt: seen.containment?.at,
    measures,
    finder: seen.finder,
    goods: party.kind === "retailer" ? party.goods : undefined,
    notices: { affected, told: notified + notifiedByPublicNotice },
  }
}

/** The latest findings of a case are shown. All of them could be more than an answer holds. */
const findingsShown = 200

function discoveryView({ discoveredAt, finder, findings }: SeenCase, own: PartyRow) {
  return {
    discoveredAt,
    ...(finder === undefined
      ? {}
      : { finder: { kind: finder.kind, receivedAt: finder.receivedAt, toldYou: finder.reportedTo === own.partyId } }),
    charts: chartsOf(findings),
    findings: findings.slice(-findingsShown).map(findingView),
    findingsInAll: findings.length,
  }
}

const mostOf = ({ peopleAtMost }: Knowledge) => (peopleAtMost === undefined ? {} : { peopleAtMost })

function countsView(
  party: Party,
  own: PartyRow,
  { people, known, laws }: { people: People | undefined; known: Knowledge; laws: readonly Law[] },
) {
  const share = known.isCountUnknown ? null : shareOfOrders(party, own.shipments)
  const perhaps = fieldsThatAre(known, "possibly")
  const lawCoverage = coverageOfParty(laws, party, own)
  return {
    counts: {
      shipments: own.shipments,
      exposures: own.exposures,
      ...(known.isAtLeast ? { atLeast: true as const } : {}),
      ...(people === undefined || known.isCountUnknown
        ? {}
        : { people: people.all, ...mostOf(known), peopleByRegion: people.byRegion }),
      ...(share === null ? {} : { shareOfTotal: share }),
      ...possibleCount(own),
      ...(own.possible === undefined ? {} : { possibleExposures: own.possible.exposures }),
    },
    lawCoverage,
    lawReviews: laws.filter(({ id }) => lawCoverage.laws.includes(id)).map(reviewsOfLaw),
    fieldsExposed: shownIn(known),
    fieldsNotExposed: fieldsThatAre(known, "notShown"),
    ...(known.unknownBecause.length === 0 ? {} : { unknownBecause: known.unknownBecause }),
    ...(known.provenNotShown === undefined ? {} : { provenNotShown: known.provenNotShown }),
    ...(known.unwatched.length === 0 ? {} : { unwatched: known.unwatched }),
    ...(perhaps.length === 0 ? {} : { fieldsPossiblyExposed: perhaps }),
    ...(own.firstAt === undefined ? {} : { firstExposureAt: own.firstAt }),
    ...(own.lastAt === undefined ? {} : { lastExposureAt: own.lastAt }),
  }
}

/** What the party itself stated and acknowledged, and how far its notices are. */
function ownStatements(own: PartyRow) {
  const { determinedAt, lawEnforcementDelay, publicNoticeGrounds, saysFalseAlarmAt } = own
  return {
    ...(determinedAt === undefined ? {} : { determinedAt }),
    ...(lawEnforcementDelay === undefined ? {} : { lawEnforcementDelay }),
    ...(publicNoticeGrounds === undefined ? {} : { publicNoticeGrounds }),
    ...(saysFalseAlarmAt === undefined ? {} : { saysFalseAlarmAt }),
    ...(own.acknowledgedAt === undefined ? {} : { acknowledgedAt: own.acknowledgedAt }),
    notices: progressOf(own),
    assessments: Object.values(own.assessments ?? {}),
    confirmations: confirmationsView(own),
    ...(own.causes === undefined ? {} : { causes: own.causes }),
    ...(own.cause === undefined ? {} : { cause: own.cause }),
    ...(own.details === undefined ? {} : { details: own.details }),
  }
}

/** Who stands for answers by name. */
function confirmationsView({ assessments = {}, confirmations = {} }: PartyRow) {
  return Object.entries(confirmations).flatMap(([key, { by, at }]) => {
    const { [key]: answer } = assessments
    if (answer === undefined) return []
    const { law, test } = answer
    return [{ ...(law === undefined ? {} : { law }), ...(test === undefined ? {} : { test }), by, at }]
  })
}

/** What the party has to do by a time of its own, besides its duties: to write to people again, as it promised. */
function tasksView({ writeAgainBy }: PartyRow, now: Date) {
  if (writeAgainBy === undefined) return []
  return [{ task: "writeAgain" as const, dueAt: writeAgainBy, isOverdue: Date.parse(writeAgainBy) < now.getTime() }]
}

/** Questions of regulators and whom the party told, without the alarms that were sent. */
function correspondenceView({ correspondence }: PartyRow, now: Date) {
  if (correspondence === undefined) return {}
  const questions = correspondence.questions.map(({ alarms: _, ...question }) => ({
    ...question,
    isOverdue: isUnanswered(question) && Date.parse(question.dueAt) < now.getTime(),
  }))
  return { correspondence: { questions, told: correspondence.told } }
}

/** A finding with its numbers, and in words in each language, with times in UTC. */
function findingView(finding: ShownFinding) {
  const inWords = (language: DocumentLanguage) =>
    explanationText(explainFinding(finding, { language, at: (instant) => moment(instant, "UTC", language) }))
  return { ...finding, explanation: { en: inWords("en"), fr: inWords("fr") } }
}
