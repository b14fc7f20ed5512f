import { operatorOf } from "../../base/contracts/tool-name.ts"
import type { PartyKind } from "../../base/contracts/words.ts"
import { type Pair, pair } from "../../base/platform/bilingual.ts"
import { principalOf } from "../../parties/counterparty-id.ts"
import type { Party } from "../../parties/party.ts"
import type { PublicName } from "../../parties/public-name.ts"
import { refreshedSide } from "../alerts/refreshed-side.ts"
import { nextPending } from "../cases/accessor-keys.ts"
import type { CaseRow, MeasureRow, PartyRow } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import { openQuestions } from "../cases/correspondence.ts"
import { dutyIdOf } from "../cases/duty-rows.ts"
import { lawsOfSides } from "../cases/kept-laws.ts"
import { isMerging } from "../cases/participant.ts"
import { type Duty, notNotified } from "../duties/duty.ts"
import { type ClosingObstacle, canCloseCase, falseAlarmObstacles } from "../duties/duty-closing.ts"
import { dutyKey } from "../duties/duty-key.ts"
import { type LegalQuestion, legalQuestions } from "../duties/legal-questions.ts"
import {
  answerRegulator,
  assessOwn,
  attestContainment,
  closeAsResolved,
  dischargeOwn,
  explainExposure,
  explainPublicNotice,
  explainPublicNoticeElsewhere,
  heldByHub,
  hiddenElsewhere,
  notifyPeople,
  notifyPeopleElsewhere,
  type ObstructingDuty,
  partyInWords,
  settledElsewhere,
  waitForCounting,
  writeAgain,
  writeAgainElsewhere,
} from "../duties/obstacle-remedies.ts"
import { factsForDuties } from "../facts-of-case.ts"
import type { Law } from "../law/law.ts"
import { noticeProgress } from "../notices/notice-progress.ts"
import {
  dutyFor,
  publicNameOfRow,
  relationTo,
  type VisibleObstacle,
  visibleDuties,
  visibleObstacles,
} from "../visibility.ts"
import type { ActingParticipant } from "./action.ts"

/** What keeps a case open, in the answer to a party. */
export type Obstacle = {
  readonly code: string
  readonly untold?: number
  readonly laws?: readonly string[]
  readonly law?: string
  readonly kind?: Duty["kind"]
  readonly dutyId?: string
  /** The other party on which it depends. */
  readonly by?: PublicName
  /** What would remove it, for whom, and by which call. */
  readonly remedy: Pair
}

export type ObstacleDesk = Pick<CaseDesk, "cases" | "parties" | "laws" | "clock" | "streams">

/** Of a case: rows and duties of some of its parties, and the measures that the reader may see. */
export type ClosingSources = {
  readonly rows: readonly PartyRow[]
  readonly duties: readonly Duty[]
  readonly measures: readonly Pick<MeasureRow, "code">[]
}

/** What was read for obstacles: parties of the case, and whether something is left to count. */
export type ObstacleReading = {
  readonly parties: ReadonlyMap<string, Party>
  /** The laws of the side that a row is of. */
  readonly lawsOf: (row: PartyRow) => readonly Law[]
  readonly isPending: boolean
  /** ISO instant. */
  readonly at: string
}

/** Reads what {@link obstaclesIn} takes. */
export async function readObstacles(
  desk: ObstacleDesk,
  { current, own, others }: Pick<ActingParticipant, "current" | "own" | "others">,
  rows: readonly PartyRow[],
): Promise<ObstacleReading> {
  const partyIds = new Set([own, ...others, ...rows].map(({ partyId }) => partyId))
  const parties = await desk.parties.byIds([...partyIds])
  const isPending = !isMerging(current) && (await nextPending(desk, current.caseId)) !== undefined
  const lawsOf = await lawsOfSides(desk, [own, ...rows])
  return { parties, lawsOf, isPending, at: desk.clock().toISOString() }
}

/** Whether all exposures are counted, all cases to merge are merged, and all these parties are alerted. */
export const isCounted = (
  { isPending }: Pick<ObstacleReading, "isPending">,
  current: CaseRow,
  rows: readonly PartyRow[],
): boolean => !isPending && !isMerging(current) && rows.every((row) => row.alertedAt !== undefined)

/**
 * The duties of these parties as they are now: the case may have grown since they were last derived. A party that left
 * the directory owes nothing any more.
 */
function dutiesNow(
  { parties, lawsOf, at }: ObstacleReading,
  current: CaseRow,
  { rows, duties }: Pick<ClosingSources, "rows" | "duties">,
): readonly Duty[] {
  return rows.flatMap((row) => {
    const party = parties.get(row.partyId)
    const known = duties.filter((duty) => duty.party === row.partyId)
    if (party === undefined || row.alertedAt === undefined) return known
    return refreshedSide(current, { row, party, duties: known, laws: lawsOf(row) }, at).duties
  })
}

/** What keeps a case open, as the party may see it. Empty lists: nothing does. */
export type ClosingObstacles = {
  /** What keeps it from being closed as resolved. */
  readonly obstacles: Obstacle[]
  /** What keeps the party from stating a false alarm. */
  readonly toFalseAlarm: Obstacle[]
  /** Whether something of other parties keeps the case from being a false alarm. */
  readonly isFalseAlarmHeldElsewhere: boolean
}

/** What keeps a case open, or from being a false alarm, as the party may see it. */
export async function closingObstacles(
  desk: ObstacleDesk,
  participant: ActingParticipant,
  sources: ClosingSources,
): Promise<ClosingObstacles> {
  return obstaclesIn(await readObstacles(desk, participant, sources.rows), participant, sources)
}

/** The same as {@link closingObstacles}, from what was read. */
export function obstaclesIn(
  reading: ObstacleReading,
  participant: ActingParticipant,
  { rows, duties: known, measures }: ClosingSources,
): ClosingObstacles {
  const { current, own, viewer } = participant
  const duties = dutiesNow(reading, current, { rows, duties: known })
  const parties = rows.map(closingFactsOf)
  const { refusals } = canCloseCase({
    notNotifiedByParty: parties,
    duties,
    contained: measures.some(({ code }) => code === "containmentAttested"),
    counted: isCounted(reading, current, rows),
  })
  const mine = { kind: own.kind, notNotified: notNotified(noticeProgress(own)) }
  const seen = visibleObstacles(refusals, viewer, mine)
  const toFalseAlarm = falseAlarmObstacles(parties, duties)
  const stands = toFalseAlarm.filter((one) => concernsOwnStatement(one, participant))
  const seenOfFalseAlarm = visibleObstacles(stands, viewer, mine)
  const isAny = seen.length + seenOfFalseAlarm.length > 0
  const words = isAny ? wordsFor(reading, participant, duties) : undefined
  const inWords = (one: VisibleObstacle) => (words === undefined ? [] : [{ ...obstacleOf(one, words) }])
  return {
    obstacles: seen.flatMap(inWords),
    toFalseAlarm: seenOfFalseAlarm.flatMap(inWords),
    isFalseAlarmHeldElsewhere: toFalseAlarm.length > stands.length,
  }
}

const closingFactsOf = (row: PartyRow) => ({
  party: row.partyId,
  exposed: row.shipments,
  notNotified: notNotified(noticeProgress(row)),
  possible: row.possible?.shipments ?? 0,
  assessments: row.assessments,
  grownAt: row.grownAt,
  isUnexplained: isUnexplained(row),
  hasPromised: row.writeAgainBy !== undefined,
  isAtHub: row.atHub !== undefined,
  isAsked: openQuestions(row).length > 0,
})

/** Whether the party itself has to remove it before it states a false alarm, or can never state one because of it. */
const concernsOwnStatement = (obstacle: ClosingObstacle, { own, viewer }: ActingParticipant): boolean =>
  "party" in obstacle &&
  (obstacle.party === own.partyId ||
    (obstacle.code === "carrierTakesNoPart" && relationTo(viewer, obstacle.party) === "counterparty"))

/** Whether the party gave public notices that stand for direct ones, and has not said why. */
function isUnexplained(row: PartyRow): boolean {
  const { stated = 0 } = row.notified
  return stated > 0 && row.publicNoticeGrounds === undefined && noticeProgress(row).notifiedByPublicNotice > 0
}

/** What the sentences are made from. */
type Words = {
  readonly own: PartyRow
  readonly path: string
  readonly at: string
  readonly questions: readonly LegalQuestion[]
  readonly lawNamed: (id: string) => Pair
  readonly named: (partyId: string) => { kind: PartyKind; alias?: string }
  readonly dutyOf: (one: Pick<Duty, "party" | "law" | "kind" | "towards" | "stage">) => ObstructingDuty | undefined
}

function wordsFor(
  { parties, lawsOf, at }: ObstacleReading,
  { own, others, viewer }: ActingParticipant,
  duties: readonly Duty[],
): Words {
  const visible = visibleDuties(duties, viewer).map((duty) => dutyFor(viewer, duty))
  const laws = lawsOf(own)
  const party = parties.get(own.partyId)
  const lawNamed = (id: string) => {
    const { shortName } = laws.find((law) => law.id === id) ?? { shortName: pair(id, id) }
    return shortName
  }
  return {
    own,
    path: `/v1/cases/${own.alias}`,
    at,
    questions: party === undefined ? [] : legalQuestions(laws, factsForDuties(own, party, laws)),
    lawNamed,
    named: (partyId) => {
      const row = others.find((other) => other.partyId === partyId)
      return row === undefined ? { kind: "carrier" } : publicNameOfRow(parties, row)
    },
    dutyOf: ({ party, law, kind, towards, stage }) => {
      const key = dutyKey({ party, law, kind, towards, stage })
      const duty = visible.find((one) => dutyKey(one) === key)
      const owner = [own, ...others].find(({ partyId }) => partyId === party)
      if (duty === undefined || owner === undefined) return undefined
      return { duty, dutyId: dutyIdOf(owner.alias, duty), law: lawNamed(law) }
    },
  }
}

function obstacleOf(seen: VisibleObstacle, words: Words): Obstacle {
  if (seen.whose === "case") return ofCase(seen.code, words)
  return seen.whose === "own" ? ofReader(seen.obstacle, words) : ofOther(seen.obstacle, words)
}

type OfParty<Whose extends "own" | "elsewhere" = "own" | "elsewhere"> = Extract<
  VisibleObstacle,
  { whose: Whose }
>["obstacle"]

type WithoutDuty<Whose extends "own" | "elsewhere"> = Exclude<
  OfParty<Whose>,
  { law: unknown } | { laws: unknown }
>["code"]

const ofReaderWithoutDuty: Readonly<Record<WithoutDuty<"own">, (path: string) => Pair>> = {
  exposureUnexplained: explainExposure,
  carrierTakesNoPart: () => heldByHub,
  publicNoticeUnexplained: explainPublicNotice,
  promisedNoticeOpen: writeAgain,
  regulatorUnanswered: answerRegulator,
}

const ofOtherWithoutDuty: Readonly<
  Record<Exclude<WithoutDuty<"elsewhere">, "carrierTakesNoPart">, (owner: Pair) => Pair>
> = {
  exposureUnexplained: hiddenElsewhere,
  publicNoticeUnexplained: explainPublicNoticeElsewhere,
  promisedNoticeOpen: writeAgainElsewhere,
}

function ofReader(obstacle: OfParty, { path, questions, lawNamed, dutyOf }: Words): Obstacle {
  if (obstacle.code === "peopleToldByNobody") {
    const { code, notNotified: untold, laws } = obstacle
    const asked = questions.filter(
      ({ law, decides }) => laws.some((id) => id === law) && decides.includes("tellIndividuals"),
    )
    return { code, untold, laws, remedy: notifyPeople(path, obstacle, asked, lawNamed) }
  }
  if (!("law" in obstacle)) return { code: obstacle.code, remedy: ofReaderWithoutDuty[obstacle.code](path) }
  const { code, law, kind } = obstacle
  const owed = dutyOf(obstacle)
  if (owed === undefined) return { code, law, kind, remedy: heldByHub }
  const question = questions.find((one) => one.law === law && one.test === owed.duty.test)
  const remedy = code === "exposureNotAssessed" ? assessOwn(path, owed, question) : dischargeOwn(path, owed, question)
  return { code, law, kind, dutyId: owed.dutyId, remedy }
}

function ofOther(obstacle: OfParty<"elsewhere">, { own, path, at, named, dutyOf }: Words): Obstacle {
  const by = named(obstacle.party)
  const owner = partyInWords(by)
  if (obstacle.code === "carrierTakesNoPart") return { code: obstacle.code, by, remedy: closeAsResolved(path, owner) }
  const code = `${obstacle.code}Elsewhere`
  if (obstacle.code === "peopleToldByNobody") return { code, by, remedy: notifyPeopleElsewhere(path, owner, by.kind) }
  if (!("law" in obstacle)) return { code, by, remedy: ofOtherWithoutDuty[obstacle.code](owner) }
  const owed = dutyOf(obstacle)
  if (owed === undefined) return { code, by, remedy: hiddenElsewhere(owner) }
  const { law, kind } = obstacle
  const remedy = settledElsewhere(path, owed, owner, { id: own.partyId, at })
  return { code, law, kind, dutyId: owed.dutyId, by, remedy }
}

function ofCase(code: Extract<VisibleObstacle, { whose: "case" }>["code"], { own, path, named }: Words): Obstacle {
  switch (code) {
    case "containmentNotAttested":
      return { code, remedy: attestContainment(path, operatorIn(own, named)) }
    case "exposuresNotCounted":
      return { code, remedy: waitForCounting }
    case "heldByHub":
      return { code, remedy: heldByHub }
  }
}

function operatorIn({ tool, partyId }: PartyRow, named: Words["named"]): Pair | "self" | undefined {
  const operator = operatorOf(tool)
  if (operator === undefined || principalOf(operator) !== undefined) return undefined
  return operator === partyId ? "self" : partyInWords(named(operator))
}
