import { isShown, shownAs } from "../../parties/relation-rule.ts"
import type { PartyRow } from "../cases/case-rows.ts"
import { dutyIdOf } from "../cases/duty-rows.ts"
import { type DischargeReceipt, type Duty, dutySchema } from "../duties/duty.ts"
import type { DutyLine } from "../duties/duty-line.ts"
import type { CaseFacts, PartyFacts } from "../facts.ts"
import { type KnownParties, publicNameOfRow, viewerIn } from "./parties.ts"
import { relationTo, type Viewer } from "./relation.ts"
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
