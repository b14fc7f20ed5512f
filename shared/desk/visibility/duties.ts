import type { Party } from "../../parties/party.ts"
import { type PublicName, publicName } from "../../parties/public-name.ts"
import { isShown, shownAs } from "../../parties/relation-rule.ts"
import type { MeasureRow, PartyRow } from "../cases/case-rows.ts"
import { dutyIdOf } from "../cases/duty-rows.ts"
import { type DischargeReceipt, type Duty, dutySchema } from "../duties/duty.ts"
import type { DutyLine } from "../duties/duty-line.ts"
import type { CaseFacts, PartyFacts } from "../facts.ts"
import { type PartyTies, relationTo, type Viewer, viewerOf } from "./relation.ts"
import { shownFields, visibilityTable } from "./table.ts"

/**
 * Those duties of a case, or of some of its parties, that a party may see. What a carrier owes to one retailer, or to
 * its people, only that retailer sees. What it owes to people of no known retailer is hidden once there are such
 * duties, except from a retailer that asked for it or stepped in before.
 */
export function visibleDuties(duties: readonly Duty[], viewer: Viewer): readonly Duty[] {
  const divided = new Set(
    duties.flatMap(({ party, kind, towards }) => (towards === undefined ? [] : [`${party}#${kind}`])),
  )
  return duties.filter((duty) => {
    const { party, kind, towards, requests, offered, takenOver } = duty
    const relation = relationTo(viewer, party)
    if (!isShown(visibilityTable.duty.party, relation)) return false
    if (relation === "hub" || party === viewer.partyId || towards === viewer.partyId) return true
    if (towards !== undefined) return false
    const marks = [...requests, offered, takenOver]
    return !divided.has(`${party}#${kind}`) || marks.some((mark) => mark?.by === viewer.partyId)
  })
}

/** Stands in a document for a party that the viewer may not know of. */
const unknownParty = "another-party"
/** Stands for the reference of a receipt that another party gave. */
const withheldReference = "held by its owner"

/**
 * A duty as a party may see it. Requests, offers and take-overs of strangers are left out, and the state is the one
 * without them. The reference of another party's receipt is withheld, and so is another party's assessment.
 */
export function dutyFor(viewer: Viewer, duty: Duty): Duty {
  const { requests, offered, takenOver, discharged } = duty
  const isVisible = ({ by }: { by: string }) => isShown(visibilityTable.request.by, relationTo(viewer, by))
  const { offered: _offered, takenOver: _takenOver, discharged: _discharged, ...rest } = duty
  return dutySchema.parse(
    shownFields(visibilityTable.duty, relationTo(viewer, duty.party), {
      ...rest,
      requests: requests.filter(isVisible),
      ...(offered !== undefined && isVisible(offered) ? { offered } : {}),
      ...(takenOver !== undefined && isVisible(takenOver) ? { takenOver } : {}),
      ...(discharged === undefined ? {} : { discharged: dischargeFor(viewer, discharged) }),
      state: stateFor(duty, isVisible),
    }),
  )
}

function dischargeFor(viewer: Viewer, { by, at, receipt }: NonNullable<Duty["discharged"]>) {
  const relation = relationTo(viewer, by)
  const name = shownAs(visibilityTable.name.named, relation, by, unknownParty) ?? unknownParty
  return { by: name, at, receipt: { ...receipt, reference: referenceFor(viewer, { by, receipt }) } }
}

/** The whole receipt of a duty, for the party that gave it. */
export function receiptFor(
  viewer: Viewer,
  { by, receipt }: { by: string; receipt: DischargeReceipt },
): DischargeReceipt | undefined {
  return isShown(visibilityTable.dischargeReceipt.reference, relationTo(viewer, by)) ? receipt : undefined
}

function referenceFor(viewer: Viewer, { by, receipt }: { by: string; receipt: DischargeReceipt }): string {
  const rule = visibilityTable.dischargeReceipt.reference
  return shownAs(rule, relationTo(viewer, by), receipt.reference, withheldReference) ?? withheldReference
}

/** The state of a duty without what strangers asked or offered. */
function stateFor(duty: Duty, isVisible: (mark: { by: string }) => boolean): Duty["state"] {
  const { state, offered, takenOver, declined, accepted } = duty
  const asked = duty.requests.some(isVisible) ? "requested" : "open"
  if (state === "requested" || state === "unanswered") return asked === "open" ? "open" : state
  const mark = state === "takenOver" ? takenOver : state === "offered" ? offered : undefined
  if (mark === undefined || isVisible(mark)) return state
  if (declined !== undefined) return "declined"
  return accepted !== undefined ? "accepted" : asked
}

/** A duty as data in a document for the viewer: parties that are not named to the viewer go by kind and number. */
export function dutyWithCodes(duty: Duty, facts: Pick<CaseFacts, "parties">, viewer: PartyFacts): Duty {
  const unnamed = facts.parties.filter(({ party, alias }) => {
    const rule = alias === undefined ? visibilityTable.name.discreet : visibilityTable.name.named
    return !isShown(rule, relationTo(viewerIn(facts, viewer), party))
  })
  const codes = new Map(unnamed.map(({ party, kind }, place) => [party, `${kind}-${place + 1}`]))
  const listed = new Set(["hub", unknownParty, ...facts.parties.map(({ party }) => party)])
  const coded = (id: string): string => codes.get(id) ?? (listed.has(id) ? id : unknownParty)
  const marked = <Mark extends { readonly by: string }>(mark: Mark): Mark => ({ ...mark, by: coded(mark.by) })
  const { requests, accepted, declined, offered, takenOver, discharged, notOwed, ...rest } = duty
  return {
    ...rest,
    party: coded(duty.party),
    ...(duty.towards === undefined ? {} : { towards: coded(duty.towards) }),
    requests: requests.map(marked),
    ...(accepted === undefined ? {} : { accepted: marked(accepted) }),
    ...(declined === undefined ? {} : { declined: marked(declined) }),
    ...(offered === undefined ? {} : { offered: marked(offered) }),
    ...(takenOver === undefined ? {} : { takenOver: marked(takenOver) }),
    ...(discharged === undefined ? {} : { discharged: marked(discharged) }),
    ...(notOwed === undefined ? {} : { notOwed: marked(notOwed) }),
  }
}

/** The other parties to which, or to whose people, these duties are owed. */
export function partiesOwed(duties: readonly Duty[]): string[] {
  return [...new Set(duties.flatMap(({ towards }) => towards ?? []))]
}

/**
 * Duties as their owner sees them. A duty that is owed to one other party, or to its people, names that party, unless
 * it is discreet.
 */
export function dutyLines(parties: KnownParties, owner: Pick<PartyRow, "alias">, duties: readonly Duty[]): DutyLine[] {
  return duties.map((duty) => ({
    dutyId: dutyIdOf(owner.alias, duty),
    duty,
    ...(duty.towards === undefined
      ? {}
      : {
          towards: publicNameOfRow(parties, {
            partyId: duty.towards,
            kind: parties.get(duty.towards)?.kind ?? "retailer",
          }),
        }),
  }))
}

/**
 * The party for which a document is written. It also deals with parties that left the directory, which the facts do not
 * list.
 */
export function viewerIn({ parties }: Pick<CaseFacts, "parties">, viewer: PartyFacts): Viewer {
  const { partyId, counterparties } = viewerOf(tiesOf(viewer), parties.map(tiesOf))
  const listed = new Set(parties.map(({ party }) => party))
  return {
    partyId,
    counterparties: new Set([...counterparties, ...viewer.counterparties.filter((id) => !listed.has(id))]),
  }
}

/** The parties that a document for the viewer may mention: the viewer itself and those that it deals with. */
export function visibleParties(facts: Pick<CaseFacts, "parties">, viewer: PartyFacts): readonly PartyFacts[] {
  const sees = viewerIn(facts, viewer)
  return facts.parties.filter(({ party }) => isShown(visibilityTable.party.kind, relationTo(sees, party)))
}

function tiesOf({ party, kind, counterparties }: PartyFacts): PartyTies {
  return { partyId: party, kind, counterparties }
}

/** Parties by id, as far as they are in the exchange. */
export type KnownParties = ReadonlyMap<string, Pick<Party, "kind" | "alias" | "discreet">>

/** Another party of a case as the viewer may know it. A party that left the directory goes by its kind. */
export function publicNameOfRow(parties: KnownParties, row: Pick<PartyRow, "partyId" | "kind">): PublicName {
  const party = parties.get(row.partyId)
  return party === undefined ? { kind: row.kind } : publicName(party)
}

/** Whether the recipient of a shipment was notified, and whether by the viewer. Another notifier is not named. */
export function notifiedFor(
  party: Pick<Party, "id">,
  receipts: Readonly<Record<string, unknown>>,
): "no" | "byYou" | "byOther" {
  const notifiers = Object.keys(receipts)
  if (notifiers.length === 0) return "no"
  const viewer = { partyId: party.id, counterparties: new Set<string>() }
  const { receipt } = visibilityTable.noticeReceipt
  return notifiers.some((id) => isShown(receipt, relationTo(viewer, id))) ? "byYou" : "byOther"
}

/** When another party acknowledged its alert, if the viewer may know. */
export function acknowledgementFor(viewer: Viewer, row: PartyRow): string | undefined {
  return shownAs(visibilityTable.party.acknowledgedAt, relationTo(viewer, row.partyId), row.acknowledgedAt)
}

/** Those measures of a case that a party may see. A measure is seen whole or not at all. */
export function visibleMeasures<Measure extends Pick<MeasureRow, "by">>(
  measures: readonly Measure[],
  viewer: Viewer,
): Measure[] {
  const { by: actor, at, kind, code } = visibilityTable.measure
  return measures.filter(({ by }) => {
    const relation = relationTo(viewer, by)
    return [actor, at, kind, code].every((rule) => isShown(rule, relation))
  })
}
