import { letterOf } from "../../shared/desk/alerts/letter-of-message.ts"
import { mailReader } from "../../shared/desk/alerts/mail-reader.ts"
import {
  type BreachCaseItem,
  breachCaseItemSchema,
  type CaseRow,
  type ExposureRow,
  rowsOfType,
} from "../../shared/desk/cases/case-rows.ts"
import { tokenKeyOf } from "../../shared/watch/detection/accessor-token.ts"
import { restrictionRow } from "../../shared/watch/detection/restrictions/restriction.ts"
import type { Seen, Walk } from "./accesses.ts"
import { anomalyViolationsOf } from "./anomaly-invariants.ts"
import type { GuardedVisits } from "./guarded.ts"
import { distinctIds, received, type Violations } from "./invariants.ts"
import { allRows } from "./rows-of-world.ts"
import { contactsOfParty, type World } from "./world.ts"

/** Compares the case that the hub opened with the walks that the carrier reported, which are one attack. */
export function caseViolationsOf(world: World, walks: readonly Walk[]): Violations {
  const rows = caseRows(world)
  const cases = casesOfAccessors(rows)
  const found: Violations = []
  if (cases.length !== 1) found.push(`one attack opened ${cases.length} cases`)
  found.push(...exposuresAreWhatWasSeen(rows, walks, new Set(cases.map(({ caseId }) => caseId))))
  found.push(...countsAreExact(rows), ...carrierReceivesRestrictions(world))
  const parties = ["northpost", "leafline"]
  found.push(...partiesAreAlertedOnce(world, rows, parties), ...contactsAreMailed(world, rows))
  found.push(...anomalyViolationsOf(world, parties))
  return found
}

/** Compares the case that the hub opened with what its own lookup showed the walker. */
export function guardViolationsOf(world: World, visits: GuardedVisits): Violations {
  const rows = caseRows(world)
  const cases = casesOfAccessors(rows)
  const found: Violations = []
  if (cases.length !== 1) found.push(`a guarded walk opened ${cases.length} cases`)
  if (visits.refused === 0) found.push("the hub never refused a walker")
  if (visits.shownAfterRefusal > 0) found.push("the hub answered a walker that it had refused before")
  if (visits.recipientsRefused > 0) found.push("the hub refused a recipient")
  const exposures = rowsOfType(rows, "exposure").filter(({ possible }) => possible !== true)
  for (const [shipmentId, { firstAnsweredAt }] of visits.shown) {
    const exposure = exposures.find((one) => one.shipmentId === shipmentId)
    if (exposure === undefined) found.push("a walker was shown a shipment, and there is no exposure")
    else if (exposure.firstAt > firstAnsweredAt) found.push("an exposure begins after the answer that showed it")
  }
  if (exposures.some(({ shipmentId = "" }) => !visits.asked.has(shipmentId))) {
    found.push("there is an exposure of a shipment that nobody looked up without proof")
  }
  found.push(...countsAreExact(rows))
  const parties = ["northpost", "maplebooks"]
  found.push(...partiesAreAlertedOnce(world, rows, parties), ...anomalyViolationsOf(world, parties))
  return found
}

/** Nobody has a case, with its duties, of whose shipments nothing was seen and nothing may have been. */
export function unfoundedCasesOf(world: World): Violations {
  const rows = caseRows(world)
  const exposures = Map.groupBy(rowsOfType(rows, "exposure"), ({ caseId }) => caseId)
  const running = new Set(openCases(rows).map(({ caseId }) => caseId))
  return rowsOfType(rows, "party").flatMap(({ caseId, partyId }) => {
    const isOwn = ({ retailerId, carrierId }: ExposureRow) => retailerId === partyId || carrierId === partyId
    const isFounded = !running.has(caseId) || (exposures.get(caseId) ?? []).some(isOwn)
    return isFounded ? [] : [`${partyId} has a case of which nothing was seen`]
  })
}

/** Every contact of a party gets every mail that a change of a case decided to send. */
function contactsAreMailed(world: World, rows: readonly BreachCaseItem[]): Violations {
  const messages = rowsOfType(rows, "timeline").flatMap(({ outbox }) => outbox)
  const due = messages.flatMap((message) => {
    const party = world.parties.named(message.audience)
    const reader = party === undefined ? undefined : mailReader(party, { apiUrl: "https://api.hub.example" })
    const written = reader === undefined ? undefined : letterOf(message, reader)
    const subject = written === undefined ? undefined : `[Wayseal] ${written.letter.subject}`
    return subject === undefined ? [] : contactsOfParty.map((receiver) => `${message.audience} ${receiver} ${subject}`)
  })
  const sent = new Set(world.mails.map(({ partyId, receiver, mail }) => `${partyId} ${receiver} ${mail.subject}`))
  const missed = due.filter((mail) => !sent.has(mail))
  return missed.length === 0 ? [] : [`${missed.length} of ${due.length} mails to contacts were not sent`]
}

function caseRows(world: World): BreachCaseItem[] {
  return allRows(world).flatMap(({ table, row }) => (table === "BreachCases" ? [breachCaseItemSchema.parse(row)] : []))
}

/**
 * The cases that belong to an accessor. A walk by several people is also found by its numbers, in a case without one.
 */
function casesOfAccessors(rows: readonly BreachCaseItem[]): CaseRow[] {
  const keys = rowsOfType(rows, "key").filter(({ accessorKey }) => /^(subject|network)#/.test(accessorKey))
  const ofAccessors = new Set(keys.map(({ caseId }) => caseId))
  return openCases(rows).filter(({ caseId }) => ofAccessors.has(caseId))
}

function openCases(rows: readonly BreachCaseItem[]): CaseRow[] {
  return rowsOfType(rows, "case").filter(({ state }) => state !== "merged")
}

/** Of repeats the ledger keeps the hour of the last one. */
const hourOf = (at: string): string => at.slice(0, "2026-11-01T14".length)

/** The exposures of the case are exactly what its walkers saw, as a recount shows. */
function exposuresAreWhatWasSeen(
  rows: readonly BreachCaseItem[],
  walks: readonly Walk[],
  cases: ReadonlySet<string>,
): Violations {
  const inWords = (seen: Seen | ExposureRow) =>
    `${seen.shipmentId} ${[...seen.fields].sort().join()} ${seen.firstAt} ${hourOf(seen.lastAt)}`
  const exposures = rowsOfType(rows, "exposure").filter(({ caseId }) => cases.has(caseId))
  const counted = exposures.map(inWords).sort().join("\n")
  const seen = walks.flatMap((walk) => [...walk.seen.values()].map(inWords))
  return seen.sort().join("\n") === counted ? [] : ["the exposures of a case are not what its walkers saw"]
}

/** Separates exposures from possible exposures. */
function separated(exposures: readonly ExposureRow[]): [ExposureRow[], ExposureRow[]] {
  return [exposures.filter(({ possible }) => possible !== true), exposures.filter(({ possible }) => possible === true)]
}

/** The counts in a case are those of its exposures. */
function countsAreExact(rows: readonly BreachCaseItem[]): Violations {
  const found: Violations = []
  const exposures = Map.groupBy(rowsOfType(rows, "exposure"), ({ caseId }) => caseId)
  for (const { caseId, exposures: counted, toAlert } of openCases(rows)) {
    const [all, possible] = separated(exposures.get(caseId) ?? [])
    if (counted !== all.length) found.push(`a case counts ${counted} exposures and has ${all.length}`)
    if (rowsOfType(rows, "pending").some((one) => one.caseId === caseId))
      found.push("a case has not counted the whole ledger")
    if (toAlert.length > 0) found.push("a case has not alerted all its parties")
    for (const side of rowsOfType(rows, "party").filter((one) => one.caseId === caseId)) {
      const isOwn = (one: ExposureRow): boolean => one.retailerId === side.partyId || one.carrierId === side.partyId
      const own = all.filter(isOwn)
      const shipments = new Set(own.map(({ recordId }) => recordId))
      if (side.exposures !== own.length || side.shipments !== shipments.size) {
        found.push(`${side.partyId} has ${own.length} exposures, and a case counts ${side.exposures}`)
      }
      const ownPossible = possible.filter(isOwn)
      const further = new Set(ownPossible.flatMap(({ recordId }) => (shipments.has(recordId) ? [] : [recordId])))
      const counted = side.possible ?? { exposures: 0, shipments: 0 }
      if (counted.exposures !== ownPossible.length || counted.shipments !== further.size) {
        found.push(
          `${side.partyId} has ${ownPossible.length} possible exposures, and a case counts ${counted.exposures}`,
        )
      }
    }
  }
  return found
}

/** The carrier receives every restriction for which it has a token of the accessor, with all its tokens. */
function carrierReceivesRestrictions(world: World): Violations {
  const events = received(world, "northpost", "AccessorRestricted")
  return allRows(world).flatMap(({ table, row }) => {
    if (table !== "Restrictions") return []
    const { restrictionId, accessorTokens } = restrictionRow.parse(row)
    const tokens = events
      .filter(({ data }) => data["restrictionId"] === restrictionId)
      .flatMap(({ data }) => (Array.isArray(data["accessorTokens"]) ? data["accessorTokens"].map(String) : []))
    const keys = new Set(tokens.map((token) => tokenKeyOf(world.stores.hashes, "northpost", token)))
    return accessorTokens.every(({ tokenKey }) => keys.has(tokenKey))
      ? []
      : ["the carrier did not receive a restriction"]
  })
}

/**
 * Each party of a case is alerted under one event id. Its acknowledgement is recorded, and the other parties receive it
 * once. No other party receives anything about the case.
 */
function partiesAreAlertedOnce(world: World, rows: readonly BreachCaseItem[], expected: readonly string[]): Violations {
  const found: Violations = []
  const cases = new Set(openCases(rows).map(({ caseId }) => caseId))
  const sides = rowsOfType(rows, "party").filter(({ caseId }) => cases.has(caseId))
  for (const { caseId, partyId, alias, acknowledgedAt } of sides) {
    const alerts = received(world, partyId, "BreachCaseOpened").filter(({ data }) => data["caseAlias"] === alias)
    if (distinctIds(alerts) !== 1) found.push(`${partyId} was alerted to a case under ${distinctIds(alerts)} ids`)
    if (!expected.includes(partyId)) found.push(`${partyId} is a party of a case without its shipments`)
    if (acknowledgedAt === undefined) found.push(`the acknowledgement of ${partyId} is not recorded`)
    const others = sides.filter((one) => one.caseId === caseId && one.partyId !== partyId)
    const acknowledgements = received(world, partyId, "BreachAlertAcknowledged").filter(
      ({ data }) => data["caseAlias"] === alias,
    )
    if (distinctIds(acknowledgements) !== others.length) {
      found.push(`${partyId} received ${distinctIds(acknowledgements)} acknowledgements instead of ${others.length}`)
    }
  }
  for (const { id } of world.parties.all) {
    const alerted = new Set(received(world, id, "BreachCaseOpened").map(({ data }) => data["caseAlias"]))
    const due = expected.includes(id) ? cases.size : 0
    if (alerted.size !== due) found.push(`${id} was alerted to ${alerted.size} cases instead of ${due}`)
  }
  return found
}
