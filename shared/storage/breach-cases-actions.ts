import {
  type CaseItem,
  type CaseRow,
  caseKeys,
  type MarkerRow,
  type PartyRow,
  pointerKeys,
} from "../domain/breach-case.ts"
import { caseSideOf, noticeProgress, noticesOf } from "../domain/breach-case-facts.ts"
import { dealsWith } from "../domain/breach-case-seen.ts"
import { applyDutyAction, type Duty, type DutyAction, progressOfDuty, untold } from "../domain/duties.ts"
import { type ClosingObstacle, canCloseAsFalseAlarm, canCloseCase } from "../domain/duty-closing.ts"
import type { Assessment } from "../domain/duty-facts.ts"
import { dutiesToldTo } from "../domain/duty-heard.ts"
import type { Party } from "../domain/party.ts"
import type { TimelineData } from "../domain/timeline.ts"
import type { BreachCause, MeasureCode } from "../domain/vocabulary.ts"
import { dutiesOf, dutyLines, dutyRow, partiesOfCase, partySides, refreshedSide } from "./breach-cases-alerting.ts"
import {
  CaseBusy,
  type CaseDesk,
  type CaseDraft,
  changeCase,
  dutyIdOf,
  type PlannedEntry,
  type PlannedMessage,
} from "./breach-cases-desk.ts"
import { aliasOf, pointersAt } from "./breach-cases-opening.ts"
import { measuresOf } from "./breach-cases-rows.ts"

/** Who does something about which case, under an id by which a repeat is known. */
export type Action = { party: Party; caseAlias: string; eventId: string }

/** Why an action is refused: codes, never values. `unknownCase` also when the case is somebody else's. */
export type Refusal = { refused: string; obstacles?: { code: string; law?: string; kind?: string; untold?: number }[] }

/** What an action came to. */
export type Acted<More = unknown> = { outcome: "done" | "repeated" } & More

/** A party's seat at a case: the case, the party's own row and the parties it deals with there. */
type Seat = { current: CaseRow; own: PartyRow; others: PartyRow[] }

/** What an action decides to change, given the seat from which it is done. */
type Decision<More> =
  | Refusal
  | ({ items?: CaseItem[]; case?: Partial<CaseRow>; entries: PlannedEntry[] } & { more: More })

/** The case that a party knows by this alias, if it is one of its parties. */
export async function caseOfAlias(
  desk: Pick<CaseDesk, "cases">,
  party: Pick<Party, "id">,
  alias: string,
): Promise<{ current: CaseRow; own: PartyRow } | undefined> {
  const at = pointerKeys.alias(alias)
  const pointer = (await pointersAt(desk, [at])).get(at.pk)
  if (pointer === undefined) return undefined
  const rows = await desk.cases.items([caseKeys.case(pointer.caseId), caseKeys.party(pointer.caseId, party.id)])
  const current = rows.find((row) => row.type === "case")
  const own = rows.find((row) => row.type === "party")
  if (current === undefined || own === undefined) return undefined
  if (own.alias !== alias && !(own.formerAliases ?? []).includes(alias)) return undefined
  return { current, own }
}

/**
 * The same, to do something about it.
 *
 * @throws CaseBusy while the case is being taken into another, where this alias leads in a moment
 */
export async function seatOf(desk: Pick<CaseDesk, "cases">, { party, caseAlias }: Action) {
  const found = await caseOfAlias(desk, party, caseAlias)
  if (found?.current.state === "merged") throw new CaseBusy()
  return found
}

/** @throws CaseBusy while cases are being taken into this one: what is missing here may be on its way */
export function assertJoined({ merging = [] }: Pick<CaseRow, "merging">): void {
  if (merging.length > 0) throw new CaseBusy()
}

/** The alias under which a party knows a case that it is in. */
export async function aliasIn(desk: CaseDesk, caseId: string, party: Pick<Party, "id">): Promise<string> {
  const current = await desk.cases.get(caseId)
  return current?.aliases[party.id] ?? aliasOf(desk, caseId, party.id)
}

/** The parties of the other kind that a party deals with in the case. Retailers never hear of each other, nor carriers. */
export async function counterpartiesOf(
  desk: Pick<CaseDesk, "cases">,
  current: CaseRow,
  own: PartyRow,
): Promise<PartyRow[]> {
  const rows = await partiesOfCase(desk, current)
  return rows.filter((row) => dealsWith(own, row)).sort((one, other) => (one.partyId < other.partyId ? -1 : 1))
}

/** Decides and commits one action; a repeat of its event id is answered as the first time was. */
export async function act<More>(
  desk: CaseDesk,
  action: Action,
  decide: (seat: Seat) => Promise<Decision<More>> | Decision<More>,
  options: { alsoWhenClosed?: boolean } = {},
): Promise<Refusal | Acted<{ caseId: string; more?: More }>> {
  return changeCase<Refusal | Acted<{ caseId: string; more?: More }>>(desk, async () => {
    const found = await seatOf(desk, action)
    if (found === undefined) return { result: { refused: "unknownCase" } }
    const { current, own } = found
    const { caseId } = current
    const command = caseKeys.command(caseId, own.partyId, action.eventId)
    const [done] = await desk.cases.items([command])
    if (done !== undefined) return { result: { outcome: "repeated", caseId } }
    if (current.state !== "open" && options.alsoWhenClosed !== true) return { result: { refused: "caseClosed" } }
    const others = await counterpartiesOf(desk, current, own)
    const decision = await decide({ current, own, others })
    if ("refused" in decision) return { result: decision }
    const marker: MarkerRow = { ...command, caseId, type: "marker", at: desk.clock().toISOString() }
    const draft: CaseDraft = {
      case: { ...current, ...decision.case },
      items: [...(decision.items ?? []), marker],
      entries: decision.entries,
    }
    return { draft, result: { outcome: "done", caseId, more: decision.more } }
  })
}

/** Which party did something, as another may know it. */
function actorOf(party: Party): { kind: "retailer" | "carrier"; alias?: string } {
  return party.discreet ? { kind: party.kind } : { kind: party.kind, alias: party.alias }
}

/** One entry about what a party did, and the message that tells the parties it concerns, each under its own alias. */
export function entryAndMessages(
  { own }: Seat,
  action: Action,
  type: string,
  data: TimelineData,
  told: readonly PartyRow[],
  facts: PlannedMessage["facts"],
  kind = type,
): PlannedEntry {
  return {
    actor: own.alias,
    type,
    data,
    visibleTo: [own.partyId, ...told.map((row) => row.partyId)],
    messages: told.map((row) => ({
      audience: row.partyId,
      kind,
      once: `${own.partyId}#${action.eventId}`,
      facts: { caseAlias: row.alias, actor: actorOf(action.party), ...facts },
    })),
  }
}

/** A party has taken note of its alert. Only the first time counts. */
export function acknowledge(desk: CaseDesk, action: Action, at: string) {
  return act(desk, action, (seat) => {
    const { own, others } = seat
    if (own.acknowledgedAt !== undefined) return { entries: [], more: { acknowledgedAt: own.acknowledgedAt } }
    const items = [{ ...own, acknowledgedAt: at }]
    const entries = [entryAndMessages(seat, action, "BreachAlertAcknowledged", { at }, others, { at })]
    return { items, entries, more: { acknowledgedAt: at } }
  })
}

/** A measure that a party took. The case counts as contained for whoever may see that containment was attested. */
export function recordMeasure(
  desk: CaseDesk,
  action: Action,
  measure: { kind: "containment" | "mitigation" | "prevention"; code: MeasureCode; at: string },
) {
  return act(
    desk,
    action,
    (seat) => {
      const { current, own, others } = seat
      const { caseId } = current
      const row: CaseItem = {
        ...caseKeys.measure(caseId, `${own.partyId}#${action.eventId}`),
        caseId,
        type: "measure",
        measureId: action.eventId,
        by: own.partyId,
        ...measure,
      }
      return {
        items: [row],
        entries: [
          entryAndMessages(seat, action, "MeasureRecorded", { ...measure }, others, { measure: { ...measure } }),
        ],
        more: { measureId: action.eventId },
      }
    },
    { alsoWhenClosed: true },
  )
}

/** Names a duty: its id, or law and kind where those fit one duty alone. */
export type DutyReference = { dutyId?: string | undefined; law?: string | undefined; kind?: string | undefined }

const operationsOnOthers = new Set<DutyAction["operation"]>(["request", "offer", "takeOver"])
/** What the timeline calls each operation; those that an event tells are called as that event. */
const dutyEntryTypes: Record<DutyAction["operation"], string> = {
  request: "DutyRequested",
  accept: "DutyAccepted",
  decline: "DutyDeclined",
  markUnanswered: "DutyUnanswered",
  offer: "DutyOffered",
  acceptOffer: "DutyTakenOver",
  refuseOffer: "DutyOfferRefused",
  withdrawOffer: "DutyOfferWithdrawn",
  takeOver: "DutyTakenOver",
  handBack: "DutyHandedBack",
  discharge: "DutyDischarged",
  assessNotOwed: "DutyAssessedNotOwed",
  reopen: "DutyReopened",
}
/** The message by which the other party hears of an operation; of those without one it hears when it looks. */
const dutyMessages: Partial<Record<DutyAction["operation"], string>> = {
  request: "DutyRequested",
  accept: "DutyAccepted",
  decline: "DutyDeclined",
  offer: "DutyOffered",
  acceptOffer: "DutyTakenOver",
  refuseOffer: "DutyOfferAnswered",
  withdrawOffer: "DutyOfferAnswered",
  takeOver: "DutyTakenOver",
  handBack: "DutyHandedBack",
  discharge: "DutyDischarged",
  assessNotOwed: "DutyAssessed",
}

/** A party does something about a duty, its own or, where the state machine allows, another's of the case. */
export function actOnDuty(desk: CaseDesk, action: Action, reference: DutyReference, step: DutyAction, at: string) {
  return act<{ dutyId: string; state: Duty["state"] }>(desk, action, async (seat) => {
    const { current, own, others } = seat
    const { caseId } = current
    const rows = await Promise.all([own, ...others].map((row) => dutiesOf(desk, caseId, row.partyId)))
    const known = rows.flat().map(({ duty }) => duty)
    const visible = dutiesToldTo(known, own.partyId).filter(
      (duty) => reference.dutyId === undefined || idsOf(current, [own, ...others], duty).includes(reference.dutyId),
    )
    const chosen = chosenDuty(visible, own.partyId, reference, step.operation)
    if ("refused" in chosen) {
      assertJoined(current)
      return chosen
    }
    const { duty } = chosen
    const owner = [own, ...others].find((row) => row.partyId === duty.party)
    const progress = owner === undefined ? undefined : progressOfDuty(noticesOf(owner), duty)
    const decision = applyDutyAction(duty, step, {
      by: own.partyId,
      at,
      parties: current.parties,
      ...(progress === undefined ? {} : { progress }),
    })
    if (!decision.ok) return { refused: decision.refusal }
    const after = decision.duty
    const told = others.filter(({ partyId }) => concerns(duty, known, step, { by: own.partyId, reader: partyId }))
    const dutyId = dutyIdOf(current, after)
    const type = dutyEntryTypes[step.operation]
    const data = dutyData(after, step, dutyId, { owner: owner?.alias ?? "", by: own.partyId })
    const facts = { duty: { dutyId, law: after.law, kind: after.kind }, at, ...stepFacts(duty, step) }
    const kind = dutyMessages[step.operation]
    const entry =
      kind !== undefined
        ? entryAndMessages(seat, action, type, data, told, facts, kind)
        : { actor: own.alias, type, data, visibleTo: [own.partyId, ...told.map((row) => row.partyId)] }
    return { items: [dutyRow(caseId, after)], entries: [entry], more: { dutyId, state: after.state } }
  })
}

/** The ids under which a duty was told: that of this case, and those of the cases that were taken into it. */
function idsOf({ caseId, aliases }: CaseRow, parties: readonly PartyRow[], duty: Duty): string[] {
  const owner = parties.find(({ partyId }) => partyId === duty.party)
  const former = (owner?.formerAliases ?? []).map((alias) => ({ caseId, aliases: { [duty.party]: alias } }))
  return [{ caseId, aliases }, ...former].map((of) => dutyIdOf(of, duty))
}

function chosenDuty(
  visible: readonly Duty[],
  ownId: string,
  { law, kind }: DutyReference,
  operation: DutyAction["operation"],
): { duty: Duty } | Refusal {
  const named = visible.filter(
    (duty) => (law === undefined || duty.law === law) && (kind === undefined || duty.kind === kind),
  )
  if (named.length === 0) return { refused: "unknownDuty" }
  const mine = named.filter((duty) => duty.party === ownId)
  const standing = named.filter((duty) => duty.takenOver?.by === ownId || duty.offered?.by === ownId)
  const theirs = named.filter((duty) => duty.party !== ownId)
  const candidates = operationsOnOthers.has(operation)
    ? theirs
    : operation === "discharge" || operation === "handBack" || operation === "withdrawOffer"
      ? standing.length > 0
        ? standing
        : mine
      : mine
  // Somebody else's duty that was named on purpose is refused by the state machine, which says why.
  const [chosen, ...further] = candidates.length === 0 ? named : candidates
  if (chosen === undefined) return { refused: "unknownDuty" }
  return further.length > 0 ? { refused: "ambiguousDuty" } : { duty: chosen }
}

/** Whether what one party does about a duty concerns another: its owner, or, of what the owner does, whoever may know of the duty and, of an answer, offered. */
function concerns(
  duty: Duty,
  known: readonly Duty[],
  { operation }: DutyAction,
  { by, reader }: { by: string; reader: string },
): boolean {
  if (reader === duty.party) return true
  if (by !== duty.party) return false
  if (operation === "acceptOffer" || operation === "refuseOffer") return duty.offered?.by === reader
  return dutiesToldTo(known, reader).includes(duty)
}

function dutyData(
  duty: Duty,
  step: DutyAction,
  dutyId: string,
  { owner, by }: { owner: string; by: string },
): TimelineData {
  return {
    dutyId,
    law: duty.law,
    kind: duty.kind,
    owner,
    state: duty.state,
    ...(step.operation === "request" ? { nth: duty.requests.filter((one) => one.by === by).length } : {}),
    ...(step.operation === "decline" ? { reason: step.reason } : {}),
    ...(step.operation === "discharge" ? { receipt: { kind: step.receipt.kind, at: step.receipt.at } } : {}),
    ...(step.operation === "assessNotOwed" ? { reasons: [...step.assessment.reasons] } : {}),
  }
}

function stepFacts(before: Duty, step: DutyAction): PlannedMessage["facts"] {
  switch (step.operation) {
    case "decline":
      return { reason: step.reason }
    case "takeOver":
      return { reason: before.state === "declined" ? "declined" : "unanswered" }
    case "acceptOffer":
      return { reason: "agreed" }
    case "refuseOffer":
      return { answer: "refused" }
    case "withdrawOffer":
      return { answer: "withdrawn" }
    case "discharge":
      return { receipt: { kind: step.receipt.kind, at: step.receipt.at } }
    default:
      return {}
  }
}

/** What a party says of itself: its assessment of the risk, when it discovered or determined the breach and why it could happen, a delay ordered by police. */
export type PartyStatement = {
  assessment?: Assessment | undefined
  discoveredAt?: string | undefined
  determinedAt?: string | undefined
  lawEnforcementDelay?: boolean | undefined
  causes?: readonly BreachCause[] | undefined
  /** The cause in the words of an officer. */
  cause?: string | undefined
}

/** Duties that one action brings up to date. */
export const dutiesAtOnce = 80

/** Records what a party says of its own side; its duties follow. */
export function stateFacts(desk: CaseDesk, action: Action, statement: PartyStatement) {
  return act(desk, action, async ({ current, own }) => {
    const at = desk.clock().toISOString()
    const stated: PartyRow = {
      ...own,
      ...(statement.assessment === undefined ? {} : { assessment: statement.assessment }),
      ...(statement.discoveredAt === undefined ? {} : { discoveredAt: statement.discoveredAt }),
      ...(statement.determinedAt === undefined ? {} : { determinedAt: statement.determinedAt }),
      ...(statement.lawEnforcementDelay === undefined ? {} : { lawEnforcementDelay: statement.lawEnforcementDelay }),
      ...(statement.causes === undefined ? {} : { causes: [...new Set(statement.causes)] }),
      ...(statement.cause === undefined ? {} : { cause: statement.cause }),
    }
    const duties = await dutiesOf(desk, current.caseId, own.partyId)
    const side = refreshedSide(desk, current, stated, action.party, duties, at)
    const said = Object.keys(statement).filter((name) => Reflect.get(statement, name) !== undefined)
    const entry: PlannedEntry = {
      actor: own.alias,
      type: "FactsStated",
      data: {
        facts: said,
        ...(statement.assessment === undefined ? {} : { reasons: [...statement.assessment.reasons] }),
        ...(stated.causes === undefined ? {} : { causes: stated.causes }),
      },
      visibleTo: [own.partyId],
    }
    // More than one transaction takes follow within the minute.
    return {
      items: [stated, ...side.changed.slice(0, dutiesAtOnce)],
      entries: [entry],
      more: { duties: side.duties.length },
    }
  })
}

/** Parties whom one entry of the timeline tells that the case is closed. */
const toldAtOnce = 20

/**
 * Closes a case, for every party of it. As dealt with: once everybody affected was told by somebody, or the law does not ask for
 * it, and nothing else is outstanding. As a false alarm: once every party has said so; whoever was refused is released by what
 * follows the closing.
 */
export async function closeCase(
  desk: CaseDesk,
  action: Action,
  outcome: "resolved" | "falseAlarm",
): Promise<Refusal | Acted<{ state: CaseRow["state"] }>> {
  const result = await act<{ state: CaseRow["state"] }>(desk, action, async (seat) => {
    const { current, own, others } = seat
    const heard = new Set([own, ...others].map((row) => row.partyId))
    const sides = await partySides(desk, current, current.parties)
    const duties = sides.flatMap((side) => side.duties.map(({ duty }) => duty))
    const at = desk.clock().toISOString()
    const isJoining = (current.merging ?? []).length > 0
    if (outcome === "falseAlarm") {
      // What is being taken in must arrive before the case can end.
      if (isJoining) return { refused: "notClosable", obstacles: [{ code: "exposuresNotCounted" }] }
      if (!canCloseAsFalseAlarm(duties.filter(({ party }) => heard.has(party)))) return { refused: "alreadyToldOthers" }
      const said = { ...own, saysFalseAlarmAt: own.saysFalseAlarmAt ?? at }
      const waiting =
        !canCloseAsFalseAlarm(duties) ||
        sides.some(({ row }) => row.partyId !== own.partyId && row.saysFalseAlarmAt === undefined)
      if (waiting) {
        const entry: PlannedEntry = { actor: own.alias, type: "FalseAlarmStated", data: {}, visibleTo: [own.partyId] }
        return { items: [said], entries: [entry], more: { state: "open" } }
      }
    } else {
      const rows = await partiesOfCase(desk, current)
      const closing = canCloseCase({
        // Of whoever is no longer in the directory the people count all the same.
        untoldByParty: rows.map((row) => ({
          party: row.partyId,
          untold: untold(noticeProgress(row)),
          ...(row.assessment === undefined ? {} : { assessment: row.assessment }),
        })),
        duties,
        contained: (await measuresOf(desk, current.caseId, heard)).some(({ code }) => code === "containmentAttested"),
        counted: !isJoining && current.pending.length === 0 && rows.every((row) => row.alertedAt !== undefined),
      })
      if (!closing.closable) return { refused: "notClosable", obstacles: obstaclesFor(own, heard, closing.refusals) }
    }
    const state = outcome === "falseAlarm" ? ("falseAlarm" as const) : ("closed" as const)
    const closed = { ...current, state, closedAt: at }
    const messages = sides.map(({ row, party, duties }): PlannedMessage => {
      const known = duties.map(({ duty }) => duty)
      const ordersInAll = party.kind === "retailer" ? party.ordersInAll : undefined
      const facts = caseSideOf(closed, row, dutyLines(desk, current, known), ordersInAll)
      return { audience: row.partyId, kind: "BreachCaseClosed", facts: { ...facts, closedAt: at, outcome } }
    })
    const groups = Array.from({ length: Math.ceil(messages.length / toldAtOnce) }, (_, place) =>
      messages.slice(place * toldAtOnce, (place + 1) * toldAtOnce),
    )
    return {
      case: { state, closedAt: at, closedBy: own.partyId, partyId: "hub#closed", pending: [], toAlert: [] },
      entries: [
        {
          actor: own.alias,
          type: "BreachCaseClosed",
          data: { outcome },
          visibleTo: current.parties,
          // That another retailer closed it is not for a retailer to know.
          shown: Object.fromEntries(current.parties.filter((id) => !heard.has(id)).map((id) => [id, { actor: "hub" }])),
        },
        ...groups.map((some) => ({
          actor: "hub",
          type: "PartyTold",
          data: { outcome },
          visibleTo: some.map(({ audience }) => audience),
          messages: some,
        })),
      ],
      more: { state },
    }
  })
  if ("refused" in result) return result
  if (result.more !== undefined) return { outcome: result.outcome, state: result.more.state }
  const found = await caseOfAlias(desk, action.party, action.caseAlias)
  return { outcome: result.outcome, state: found?.current.state ?? "open" }
}

/**
 * What keeps a case open, as one party may know it: of those it deals with only that there is something, and of others nothing. A retailer all of
 * whose people were told does not hear that a carrier's people wait: they are another retailer's.
 */
function obstaclesFor(own: PartyRow, heard: ReadonlySet<string>, obstacles: readonly ClosingObstacle[]) {
  const mine = obstacles.flatMap((one): NonNullable<Refusal["obstacles"]> => {
    if (!("party" in one)) return [one]
    const { party, ...obstacle } = one
    return party === own.partyId ? [obstacle] : []
  })
  const isUnheard = (code: string, party: string) =>
    !heard.has(party) || (own.kind === "retailer" && code === "peopleToldByNobody" && untold(noticeProgress(own)) === 0)
  const theirs = obstacles.flatMap((one) =>
    !("party" in one) || one.party === own.partyId || isUnheard(one.code, one.party)
      ? []
      : [{ code: `${one.code}Elsewhere` }],
  )
  const known = [...mine, ...theirs]
  return known.length > 0 ? known : [{ code: "heldByHub" }]
}

/** One entry of the timeline for each time that a party took its exposures out of the system. */
export function recordExport(desk: CaseDesk, action: Action, exported: { format: string; shipments: number }) {
  return act(
    desk,
    action,
    ({ own }) => ({
      entries: [{ actor: own.alias, type: "ExposuresExported", data: { ...exported }, visibleTo: [own.partyId] }],
      more: {},
    }),
    { alsoWhenClosed: true },
  )
}

/** One entry of the timeline for each part of a log that a party brought into the case. */
export function recordImport(desk: CaseDesk, action: Action, imported: { accesses: number; unknown: number }) {
  return act(desk, action, ({ own }) => ({
    entries: [{ actor: own.alias, type: "LogImported", data: { ...imported }, visibleTo: [own.partyId] }],
    more: {},
  }))
}
