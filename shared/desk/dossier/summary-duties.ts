import { isByContract } from "../../base/contracts/by-contract.ts"
import type { DocumentLanguage, DueIs, PartyKind } from "../../base/contracts/words.ts"
import {
  type CountedNoun,
  capital,
  count,
  counted,
  labelled,
  type Pair,
  pair,
  say,
  stamp,
} from "../../base/platform/bilingual.ts"
import { lawCoverage } from "../cases/coverage-of-party.ts"
import { type Duty, isOverdue, isSettled } from "../duties/duty.ts"
import { inLists, listOfDuty } from "../duties/duty-lists.ts"
import { isPastTarget, targetOf } from "../duties/duty-target.ts"
import { asDerived } from "../facts-of-case.ts"
import { reviewInWords } from "../law/standing-in-words.ts"
import type { LawCoverage } from "../law-coverage.ts"
import {
  assessmentReasonInWords,
  clockEventInWords,
  declineInWords,
  kindInWords,
  stateInWords,
} from "./codes-in-words.ts"
import type { Block } from "./document.ts"
import { addresseeInWords, towardsInWords } from "./duties-in-words.ts"
import { asksNothing, notLookedAt } from "./law-coverage-in-words.ts"
import { progressInWords } from "./notices-in-words.ts"
import { nameOf, nameOfLaw, type Perspective } from "./perspective.ts"

const yourDuty = pair("Your duty", "Votre obligation")

/** @param ownLabel how the party's own duties are headed, in both languages */
export function dutyTables(view: Perspective, ownLabel: Pair = yourDuty): Block[] {
  const { viewer, duties } = view
  const own = duties.filter(({ party }) => party === viewer.party)
  const others = duties.filter(({ party }) => party !== viewer.party)
  const progress = progressInWords(view).join(" ")
  const lists = inLists(own, listOfDuty)
  return [
    ownDuties(view, lists, ownLabel),
    ...lists.flatMap((list) => (list.length > 1 ? [eachOfList(view, list)] : [])),
    ...(others.length === 0 ? [] : [othersDuties(view, others)]),
    ...(progress === "" ? [] : [{ kind: "paragraph" as const, text: progress, tone: "plain" as const }]),
  ]
}

/** One duty, or several that differ only in the party to which they are owed. */
type List = readonly [Duty, ...Duty[]]

const ownDuties = (view: Perspective, lists: readonly List[], label: Pair): Block => ({
  kind: "table",
  columns: [
    { label: label[view.language], align: "left" },
    { label: say(view.language, "Due", "Échéance"), width: 130, align: "left" },
    { label: say(view.language, "State", "État"), width: 150, align: "left" },
  ],
  rows: [
    ...lists.map((list) => [
      whatIsOwed(view, list).join("\n"),
      clockCell(view, list[0]),
      [
        ...(list.length > 1 ? statesOfList(view, list) : stateLines(view, list[0])),
        ...new Set(list.flatMap((duty) => toAssess(view, duty))),
      ].join("\n"),
    ]),
    ...promise(view),
  ],
  empty: asksNothing(coverageIn(view), (law) => nameOfLaw(view, law), view.language),
})

function whatIsOwed(view: Perspective, list: List): readonly string[] {
  const [duty, ...others] = list
  return [
    kindInWords(duty.kind, view.language),
    ...(others.length > 0 ? [toParties(view, list)] : towardsInWords(view, duty)),
    ...(isByContract(duty) ? [] : [addresseeInWords(view, duty)]),
    lawName(view, others.length > 0 ? { ...duty, towards: undefined } : duty),
    ...reviewLines(view, duty),
  ]
}

/** What counsel said of the rule, if it was reviewed. The warnings count the rules of which no review is kept. */
function reviewLines({ laws, language }: Perspective, duty: Duty): readonly string[] {
  const rule = laws.find(({ id }) => id === duty.law)?.rules.find(({ id }) => id === duty.rule)
  return rule === undefined || rule.reviews.length === 0 ? [] : [reviewInWords(rule, language)]
}

const partyNouns: Readonly<Record<PartyKind, CountedNoun>> = {
  retailer: { en: ["retailer", "retailers"], fr: ["détaillant", "détaillants"] },
  carrier: { en: ["carrier", "carriers"], fr: ["transporteur", "transporteurs"] },
}

/** To how many parties a duty is owed, or to the people of how many. */
function toParties({ viewer, language }: Perspective, list: List): string {
  const kind = viewer.kind === "carrier" ? "retailer" : "carrier"
  const parties = counted(list.length, partyNouns[kind], language)
  return list[0].kind === "tellIndividuals"
    ? say(language, `to the recipients of ${parties}`, `aux destinataires de ${parties}`)
    : say(language, `to ${parties}`, `à ${parties}`)
}

/** How many of a list are in which state, and whether one that is not settled is late. */
function statesOfList(view: Perspective, list: List): readonly string[] {
  const { language } = view
  const byState = [...Map.groupBy(list, ({ state }) => state)]
  const late = list.filter((duty) => !isSettled(duty)).flatMap((duty) => latenessLines(view, duty))
  return [
    ...byState.map(([state, some]) => labelled(stateInWords(state, language), count(some.length, language), language)),
    ...new Set(late),
  ]
}

/** Each of a list: to which party it is owed, when it was done and by which proof, or how it stands. */
const eachOfList = (view: Perspective, list: List): Block => ({
  kind: "table",
  columns: [
    { label: [kindInWords(list[0].kind, view.language), toParties(view, list)].join(" "), align: "left" },
    { label: say(view.language, "State", "État"), width: 280, align: "left" },
  ],
  rows: list.map((duty) => [
    duty.towards === undefined ? "" : capital(nameOf(view, duty.towards)),
    stateLines(view, duty).join("\n"),
  ]),
  empty: "-",
})

/** The laws to confirm, and the places whose law was not looked at, for the party itself to do so. */
export const placesNotLookedAt = (view: Perspective): Block[] =>
  notLookedAt(coverageIn(view), (law) => nameOfLaw(view, law), view.language).map((text) => ({
    kind: "paragraph",
    text,
    tone: "plain",
  }))

const coverageIn = ({ viewer, laws }: Perspective): LawCoverage => lawCoverage(asDerived(viewer), laws)

/** That the party promised people to write to them again, until it has. */
function promise({ viewer, language, preparedAt }: Perspective): string[][] {
  const { writeAgainBy } = viewer
  if (writeAgainBy === undefined) return []
  const what = pair("Write again to the people notified", "Écrire de nouveau aux personnes avisées")
  const promised = pair("Promised to them", "Promis à ces personnes")
  const isLate = Date.parse(writeAgainBy) < Date.parse(preparedAt)
  const state = isLate ? lateWords.legalDeadline[language] : stateInWords("open", language)
  return [[what[language], `${stamp(writeAgainBy, viewer.timeZone, language)}\n${promised[language]}`, state]]
}

const othersDuties = (view: Perspective, duties: readonly Duty[]): Block => ({
  kind: "table",
  columns: [
    { label: say(view.language, "Duty of another party", "Obligation d’une autre partie"), align: "left" },
    { label: say(view.language, "Party", "Partie"), width: 90, align: "left" },
    { label: say(view.language, "State", "État"), width: 220, align: "left" },
  ],
  rows: duties.map((duty) => [
    [kindInWords(duty.kind, view.language), lawName(view, duty)].join("\n"),
    capital(nameOf(view, duty.party)),
    [...stateLines(view, duty), ...toAssess(view, duty)].join("\n"),
  ]),
  empty: "-",
})

/** The law under which a duty is owed, or the contract: with whom, and its clause. */
function lawName(view: Perspective, duty: Duty): string {
  const { law, towards, clock } = duty
  const name = nameOfLaw(view, law)[view.language]
  if (!isByContract(duty)) return name
  const other = towards === undefined ? undefined : nameOf(view, towards)
  const withOther = other === undefined ? "" : say(view.language, ` with ${other}`, ` avec ${other}`)
  return `${name}${withOther}\n${clock.citation ?? ""}`.trim()
}

/** That the clock of a duty counts from an earlier event than the law's, which is not recorded. */
function countedFrom({ clock: { standsInFor } }: Duty, language: DocumentLanguage): readonly string[] {
  if (standsInFor === undefined) return []
  return [
    say(
      language,
      `Counted from awareness, because ${clockEventInWords(standsInFor, "en")} is not recorded.`,
      `Compté depuis la prise de connaissance, ${clockEventInWords(standsInFor, "fr")} n’étant pas consignée.`,
    ),
  ]
}

/** The due time of a duty in a table, whether the law or the deployment sets it, and the target where both do. */
function clockCell(view: Perspective, duty: Duty): string {
  const { language, viewer } = view
  const { dueAt, dueIs, from } = duty.clock
  if (dueAt === null)
    return say(
      language,
      `The time starts with ${clockEventInWords(from, "en")}.`,
      `Le délai court à compter de ${clockEventInWords(from, "fr")}.`,
    )
  const kind = isByContract(duty)
    ? say(language, "Term of the contract", "Délai du contrat")
    : dueIs === "legalDeadline"
      ? say(language, "Legal deadline", "Échéance légale")
      : say(language, "Own target: the law sets no date", "Cible interne : la loi ne fixe pas de date")
  const targetAt = dueIs === "target" ? undefined : targetOf(duty, view.laws)
  const target =
    targetAt === undefined
      ? []
      : [labelled(say(language, "Own target", "Cible interne"), stamp(targetAt, viewer.timeZone, language), language)]
  return [stamp(dueAt, viewer.timeZone, language), kind, ...target, ...countedFrom(duty, language)].join("\n")
}

/**
 * The state of a duty in a table, with what led to it. A receipt is shown only to the party that earned it.
 */
function stateLines(view: Perspective, duty: Duty): string[] {
  const { language, viewer } = view
  const { discharged, notOwed } = duty
  const mine = duty.party === viewer.party
  return [
    outcomeCell(view, duty),
    ...(discharged?.by === viewer.party
      ? [labelled(say(language, "Receipt", "Récépissé"), discharged.receipt.reference, language)]
      : []),
    ...latenessLines(view, duty),
    ...historyLines(view, duty),
    ...(notOwed === undefined || !mine
      ? []
      : [notOwed.assessment.reasons.map((reason) => assessmentReasonInWords(reason, language)).join("; ")]),
  ]
}

/** What is to be found out about an open duty. */
function toAssess({ language, viewer }: Perspective, duty: Duty): string[] {
  if (duty.state !== "open") return []
  const isOutside = duty.presumption === "probablyNotOwed"
  const isMine = duty.party === viewer.party
  const isUnconfirmed = isMine && !isByContract(duty) && !(viewer.configuredLaws ?? viewer.laws).includes(duty.law)
  return [
    ...(isOutside
      ? [say(language, "Seems outside the law’s definition: assess", "Semble hors de la définition légale : à évaluer")]
      : []),
    ...(isUnconfirmed ? [say(language, "Confirm whether this law binds you", "Confirmez si cette loi vous lie")] : []),
  ]
}

/** Requests, refusal and takeover. */
function historyLines(view: Perspective, { requests, declined, takenOver }: Duty): string[] {
  const { language, viewer } = view
  const at = (iso: string) => stamp(iso, viewer.timeZone, language)
  const last = requests.at(-1)
  const isOnce = requests.length === 1
  return [
    ...(last === undefined
      ? []
      : [
          say(
            language,
            `Requested${isOnce ? "" : ` ${requests.length} times, last`} ${at(last.at)} by ${nameOf(view, last.by)}`,
            `Demandée${isOnce ? "" : ` ${requests.length} fois, la dernière`} ${at(last.at)} par ${nameOf(view, last.by)}`,
          ),
        ]),
    ...(declined === undefined
      ? []
      : [
          labelled(
            `${say(language, "Declined", "Refusée")} ${at(declined.at)}`,
            declineInWords(declined.reason, language),
            language,
          ),
        ]),
    ...(takenOver === undefined
      ? []
      : [
          say(
            language,
            `Taken over ${at(takenOver.at)} by ${nameOf(view, takenOver.by)}`,
            `Prise en charge ${at(takenOver.at)} par ${nameOf(view, takenOver.by)}`,
          ),
        ]),
  ]
}

function outcomeCell(view: Perspective, duty: Duty): string {
  const { language, viewer } = view
  const state = stateInWords(duty.state, language)
  if (duty.discharged === undefined) return state
  const who =
    duty.discharged.by === duty.party
      ? ""
      : say(language, ` by ${nameOf(view, duty.discharged.by)}`, ` par ${nameOf(view, duty.discharged.by)}`)
  return `${state}${who} ${stamp(duty.discharged.receipt.at, viewer.timeZone, language)}`
}

/** Says whether the law's deadline or the deployment's own target was missed. */
function latenessLines({ preparedAt, language, ...view }: Perspective, duty: Duty): string[] {
  const laws = view.lawsOfOthers?.get(duty.party) ?? view.laws
  const missed = (at: string) => {
    if (duty.clock.dueIs === "legalDeadline" && isOverdue(duty, at)) return "legalDeadline"
    return isPastTarget(duty, at, laws) ? "target" : undefined
  }
  if (!isSettled(duty)) {
    const late = missed(preparedAt)
    return late === undefined ? [] : [lateWords[late][language]]
  }
  const late = duty.discharged === undefined ? undefined : missed(duty.discharged.receipt.at)
  if (late === undefined) return []
  return [(isByContract(duty) ? doneLateByContract : doneLateWords[late])[language]]
}

const lateWords: Readonly<Record<DueIs, Pair>> = {
  legalDeadline: pair("OVERDUE", "EN RETARD"),
  target: pair("Past its own target", "Au-delà de la cible interne"),
}

const doneLateByContract = pair("Done after the contract’s term", "Remplie après le délai du contrat")

const doneLateWords: Readonly<Record<DueIs, Pair>> = {
  legalDeadline: pair("Done after the legal deadline", "Remplie après l’échéance légale"),
  target: pair("Done after its own target", "Remplie après la cible interne"),
}
