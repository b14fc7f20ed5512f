import type { ControlRole } from "../../base/contracts/legal-words.ts"
import { subjectsOf } from "../../base/contracts/subject-of-field.ts"
import { mayBeIn } from "../../intake/tracking/recipient-region.ts"
import type { CaseFacts, PartyFacts } from "../facts.ts"
import { excusesOf, type Law, legalTestOf, type Rule } from "../law/law.ts"
import { dutiesByContract } from "./contract-duties.ts"
import { type DutyTargets, defaultDutyTargets } from "./default-targets.ts"
import { dutyClockOf, rulesInForce } from "./due-time.ts"
import { type Duty, dutySchema, progressOfDuty } from "./duty.ts"
import { dutyKey } from "./duty-key.ts"

/**
 * Every duty of every party of the case: one per party, law and kind, or one for each other party to which it is owed
 * apart, or for each stage of a report; and one for each contract with a party that it deals with in the case. A rule
 * of which only a later version is here gives no duty, nor does a law that is not among `laws`: `lawCoverage` names it.
 */
export const deriveDuties = (
  facts: CaseFacts,
  laws: readonly Law[],
  targets: DutyTargets = defaultDutyTargets,
): readonly Duty[] =>
  facts.parties.flatMap((party) => {
    const underLaws = party.laws.flatMap((lawId) => {
      const law = laws.find((candidate) => candidate.id === lawId)
      if (law === undefined) return []
      const binding = rulesInForce(party, law).filter((rule) => isConditionMet(party, law, rule))
      return binding.flatMap((rule) => dutiesUnder(party, law, rule, targets))
    })
    return [...eachOnce(underLaws), ...dutiesByContract(party)]
  })

/** Two rules can ask a party the same in two roles. It owes that once, by the time that ends first. */
function eachOnce(duties: readonly Duty[]): Iterable<Duty> {
  const byKey = new Map<string, Duty>()
  for (const duty of duties) {
    const key = dutyKey(duty)
    const { dueAt = null } = byKey.get(key)?.clock ?? {}
    if (dueAt === null || (duty.clock.dueAt ?? dueAt) < dueAt) byKey.set(key, duty)
  }
  return byKey.values()
}

function dutiesUnder(party: PartyFacts, law: Law, rule: Rule, targets: DutyTargets): Duty[] {
  const clock = dutyClockOf(party, law, rule, targets)
  const duty = {
    party: party.party,
    law: law.id,
    kind: rule.kind,
    stage: rule.stage,
    rule: rule.id,
    addressee: rule.to.code,
    state: "open",
    clock,
    presumption: presumptionOf(party, law, rule),
    test: legalTestOf(rule),
    excuses: excusesOf(rule),
  }
  return towardsWhom(party, law, rule).map((towards) => ({
    ...dutySchema.parse(towards === undefined ? duty : { ...duty, towards }),
    text: law.hash,
  }))
}

/**
 * A rule can ask only those who have notified people (PIPEDA s. 10.2(1)), or whose report to the regulator no longer
 * says what is known (GDPR art. 33(4)).
 */
function isConditionMet(party: PartyFacts, law: Law, { owedIf }: Rule): boolean {
  if (owedIf.notifiedPeople && party.notice?.firstNotifiedAt === undefined) return false
  if (!owedIf.growthSinceReport) return true
  const { [law.id]: reported } = party.reported
  return reported !== undefined && differsFromReport(party, reported)
}

/**
 * Whether more, less or something else is known than the regulator was told. What came between a report and its receipt
 * is among the counts of the receipt, so the times are compared too.
 */
export function differsFromReport(party: PartyFacts, reported: PartyFacts["reported"][string]): boolean {
  const { grownAt, shrunkAt, correctedAt } = party
  const isNewField = ({ field }: { field: string }) => !reported.fields.includes(field)
  const changed = [grownAt, shrunkAt, correctedAt].some(
    (at) => at !== undefined && Date.parse(at) > Date.parse(reported.at),
  )
  return changed || party.shipments !== reported.shipments || party.exposuresByField.some(isNewField)
}

/**
 * To whom the party owes it apart: a carrier owes a notice to the people of each retailer, and some laws ask a party to
 * tell each organisation that it shares the information with. Only those count for which the party has the role that
 * the rule names. `undefined` stands for people of no known retailer, and for a duty that is owed once.
 */
function towardsWhom(party: PartyFacts, law: Law, rule: Rule): readonly (string | undefined)[] {
  const owes = (counterparty: string | undefined) => rule.owedBy.includes(roleTowards(party, law.id, counterparty))
  const { byRetailer = [], counterparties } = party
  if (rule.kind === "tellIndividuals" && byRetailer.length > 0) {
    const retailers = byRetailer.map(({ retailer }) => retailer)
    const rest = progressOfDuty(party, {})
    const all = rest !== undefined && rest.affected > 0 ? [...retailers, undefined] : retailers
    return all.filter(owes)
  }
  if (rule.toEachCounterparty && counterparties.length > 0) return counterparties.filter(owes)
  const isOwed = counterparties.length === 0 ? owes(undefined) : counterparties.some(owes)
  return isOwed ? [undefined] : []
}

/** A duty with what is presumed of it from what is known now: more may be unknown than when it was derived, or less. */
export function presumedIn({ parties }: Pick<CaseFacts, "parties">, laws: readonly Law[], duty: Duty): Duty {
  const party = parties.find((one) => one.party === duty.party)
  const law = laws.find(({ id }) => id === duty.law)
  const rule = law?.rules.find(({ id }) => id === duty.rule)
  if (party === undefined || law === undefined || rule === undefined) return duty
  return { ...duty, presumption: presumptionOf(party, law, rule) }
}

/** Whether the duty is owed whatever the risk, must be assessed, or seems not to cover what was exposed. */
function presumptionOf(party: PartyFacts, law: Law, rule: Rule): Duty["presumption"] {
  const { residentsAtLeast, test } = rule.owedIf
  const isTooFew =
    residentsAtLeast !== undefined &&
    mostResidents(party, law.jurisdiction, heldFor(party, law, rule)) < residentsAtLeast
  if (isTooFew || seemsOutsideDefinition(party, rule)) return "probablyNotOwed"
  return owedUnlessShown.has(test.is) ? "owed" : "assess"
}

const namesOfPeople: ReadonlySet<string> = new Set(["signatory-name-or-initials", "purchaser"])

/**
 * Whether the law's own definition seems to cover neither a field that was or may have been exposed, nor a name beside
 * the goods. While other fields may have been shown, nobody can say so.
 */
function seemsOutsideDefinition(party: PartyFacts, { owedIf }: Rule): boolean {
  const { goods, unknownBecause } = party
  if (owedIf.definitionCovers === undefined || unknownBecause.length > 0) return false
  const { fieldsAmong, goodsAmong } = owedIf.definitionCovers
  const exposed = fieldsPerhapsShown(party)
  const isExposed = (isMeant: (field: string) => boolean) => exposed.some(isMeant)
  if (isExposed((field) => fieldsAmong.includes(field))) return false
  return goods === undefined || !goodsAmong.includes(goods) || !isExposed((field) => namesOfPeople.has(field))
}

const fieldsPerhapsShown = ({ exposuresByField, possiblySeen }: PartyFacts): readonly string[] => [
  ...exposuresByField.map(({ field }) => field),
  ...(possiblySeen?.fields ?? []),
]

/**
 * How many residents are concerned at most: those of each shipment to the region, or to nobody knows where in it.
 * Who signed may be another person than who receives. Who ordered may live anywhere, so each shipment counts.
 * Shipments of which nobody knows whether they were exposed count too. People are fewer if some receive several
 * shipments. There is no most (infinity) while more may have been shown than is counted.
 *
 * @param held shipments whose people are not the party's own to notify
 */
export function mostResidents(party: PartyFacts, region: string, held = 0): number {
  const { shipments, shipmentsByRegion, possibleShipments = 0, possibleByRegion, unknownBecause } = party
  if (unknownBecause.length > 0) return Number.POSITIVE_INFINITY
  const elsewhere = (byRegion: Readonly<Record<string, number>>) =>
    Object.entries(byRegion)
      .filter(([known]) => known !== region && !mayBeIn(known, region))
      .reduce((sum, [, one]) => sum + one, 0)
  const subjects = subjectsOf(fieldsPerhapsShown(party))
  const inRegion =
    Math.min(shipments - elsewhere(shipmentsByRegion), shipments - held) +
    possibleShipments -
    elsewhere(possibleByRegion)
  const ofOrders = subjects.has("purchaser") ? shipments - held + possibleShipments : 0
  return inRegion * (subjects.has("signer") ? 2 : 1) + ofOrders
}

/** Shipments of retailers for which the party only holds the information. */
const heldFor = ({ byRetailer = [], ...party }: PartyFacts, law: Law, { owedBy }: Rule): number =>
  byRetailer
    .filter(({ retailer }) => !owedBy.includes(roleTowards(party, law.id, retailer)))
    .reduce((sum, { notice }) => sum + notice.affected, 0)

/** Standards under which a duty is owed until the party shows that it is not. GDPR art. 33(1) is worded that way. */
const owedUnlessShown: ReadonlySet<Rule["owedIf"]["test"]["is"]> = new Set([
  "everyBreach",
  "affectsContractedData",
  "suspectedInHeldData",
  "riskToRightsAndFreedoms",
])

/** The roles in which a law may ask a party: towards each party that it deals with in the case, and towards others. */
export const rolesUnder = (
  law: string,
  { counterparties, ...party }: Pick<PartyFacts, "roles" | "counterparties">,
): readonly ControlRole[] => [undefined, ...counterparties].map((other) => roleTowards(party, law, other))

/**
 * The party's role for the information that it shares with another party, under a law. The entry that says most counts.
 * Without one, a party is in control of its own data: a carrier decides how its own tool works and what it shows.
 *
 * @param counterparty id of the other party; `undefined`: of no known party
 */
export function roleTowards(
  { roles }: Pick<PartyFacts, "roles">,
  law: string,
  counterparty: string | undefined,
): ControlRole {
  const fitting = roles.filter(
    (one) => (one.law ?? law) === law && (one.with === undefined || one.with === counterparty),
  )
  const exactness = (one: PartyFacts["roles"][number]) =>
    (one.with === undefined ? 0 : 2) + (one.law === undefined ? 0 : 1)
  return fitting.toSorted((one, other) => exactness(other) - exactness(one))[0]?.role ?? "inControl"
}
