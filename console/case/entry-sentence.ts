import * as z from "zod"
import { boundedString } from "../../shared/base/contracts/bounded-string.ts"
import { atHubOfEntry } from "../../shared/base/contracts/breach-at-hub.ts"
import {
  approvalKind,
  declineReasonSchema,
  dutyKindSchema,
  measureCode,
  outsider,
} from "../../shared/base/contracts/words.ts"
import { labelled } from "../../shared/base/platform/bilingual.ts"
import { atHubInEntry } from "../../shared/desk/dossier/at-hub-in-words.ts"
import {
  declineInWords,
  factsInWords,
  kindInWords,
  measureInWords,
  outsiderInWords,
} from "../../shared/desk/dossier/codes-in-words.ts"
import { entryTypeInWords } from "../../shared/desk/dossier/entry-types-in-words.ts"
import type { TimelineEntryType } from "../../shared/desk/timeline-entry-type.ts"
import { usePersonNames } from "../api/colleagues.ts"
import { useSession } from "../api/session.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import type { MessageKey } from "../language/messages.ts"
import { useCase } from "./case-context.tsx"
import { type CasePart, casePartTitles, pathOfPart } from "./case-pages.ts"
import { regulatorName, useLawWords } from "./duty-words.ts"
import type { TimelineEntry } from "./timeline-query.ts"

type Place = CasePart | "overview" | "exposures" | "restrictions"

/** Where what an entry of each type tells of is seen or done. Null: on no page of the console. */
const places: Readonly<Record<TimelineEntryType, Place | null>> = {
  BreachCaseOpened: "overview",
  AnomalyJoined: "exposures",
  BreachReported: "overview",
  PartyAlerted: "overview",
  PartyTold: "closing",
  BreachCaseUpdated: "overview",
  BreachAtHubRestated: "overview",
  AlertNotAcknowledged: "overview",
  BreachAlertAcknowledged: "overview",
  FactsStated: "facts",
  LawTextAccepted: "duties",
  MeasureRecorded: "facts",
  IndividualsNotified: "notices",
  NoticesReturned: "notices",
  RegulatorAsked: "duties",
  RegulatorTermExtended: "duties",
  RegulatorAnswered: "duties",
  RegulatorAnswerDue: "duties",
  OutsiderTold: "duties",
  ExposuresExported: "exposures",
  LogImported: "own-log",
  AccessorReleased: "restrictions",
  RestrictionRenewed: "restrictions",
  FalseAlarmStated: "closing",
  DutyAssigned: "duties",
  NoteWritten: "notes",
  EvidenceAdded: "evidence",
  ApprovalRequested: "duties",
  ApprovalDeclined: "duties",
  ApprovalLapsed: "duties",
  ToolStopRequested: "overview",
  AnswerRequested: "overview",
  LetterSent: "overview",
  LetterNotDelivered: "overview",
  LetterOpened: "overview",
  LetterAcknowledged: "overview",
  LetterAnswered: "overview",
  LetterUnanswered: "overview",
  LetterSentAgain: "overview",
  LetterRevoked: "overview",
  RegulatorViewOpened: null,
  RegulatorViewRead: null,
  RegulatorViewRevoked: null,
  BreachCaseClosed: "closing",
  CaseMerged: null,
  CaseTakenIn: "exposures",
  DutyRequested: "duties",
  DutyAccepted: "duties",
  DutyDeclined: "duties",
  DutyUnanswered: "duties",
  DutyOffered: "duties",
  DutyTakenOver: "duties",
  DutyOfferRefused: "duties",
  DutyOfferWithdrawn: "duties",
  DutyHandedBack: "duties",
  DutyDischarged: "duties",
  DutyAssessedNotOwed: "duties",
  DutyReopened: "duties",
  DutyDue: "duties",
  DutyOverdue: "duties",
}

const isKnown = (type: string): type is TimelineEntryType => Object.hasOwn(places, type)

/** What entries say that a sentence names. The data of an entry has more. */
const shownOfEntry = z.object({
  officer: boundedString(64).optional().catch(undefined),
  approvedBy: boundedString(64).optional().catch(undefined),
  assignee: boundedString(64).optional().catch(undefined),
  dutyId: boundedString(64).optional().catch(undefined),
  law: boundedString(64).optional().catch(undefined),
  kind: z.union([dutyKindSchema, approvalKind]).optional().catch(undefined),
  code: measureCode.optional().catch(undefined),
  facts: z.array(boundedString(64)).optional().catch(undefined),
  reason: declineReasonSchema.optional().catch(undefined),
  name: boundedString(200).optional().catch(undefined),
  regulator: boundedString(40).optional().catch(undefined),
  addressee: outsider.optional().catch(undefined),
  shipments: z.int().optional().catch(undefined),
  digest: boundedString(64).optional().catch(undefined),
  ...atHubOfEntry,
})
type Shown = z.infer<typeof shownOfEntry>

/** An entry of the timeline as a sentence that can be read aloud, and where what it tells of is. */
export function useEntrySentence(): (entry: Pick<TimelineEntry, "type" | "actor" | "data">) => {
  sentence: string
  place: { to: string; title: string } | undefined
} {
  const say = useSay()
  const { language } = useLanguage()
  const nameActor = useActorWords()
  const details = useDetails()
  const placeOf = usePlaceOf()
  return ({ type, actor, data }) => {
    const shown = shownOfEntry.parse(data)
    const who = nameActor(actor, shown, type)
    // A reading is noted at its first page, and once more with the digest of the whole list.
    const isToEnd = type === "ExposuresExported" && shown.digest !== undefined
    const words = isKnown(type)
      ? say(isToEnd ? "timeline.say.ExposuresReadToEnd" : `timeline.say.${type}`, { who })
      : labelled(who, entryTypeInWords(type, language), language)
    const more = details(shown).join(", ")
    const sentence = more === "" ? words : labelled(words, more, language)
    return {
      sentence: `${sentence.charAt(0).toLocaleUpperCase(language)}${sentence.slice(1)}.`,
      place: placeOf(type, shown),
    }
  }
}

/** A person of the party by name, the exchange, or another party by its own alias of the case, which only it knows. */
function useActorWords(): (actor: string, shown: Shown, type: string) => string {
  const say = useSay()
  const namePerson = usePersonNames()
  const { caseAlias } = useCase().view
  return (actor, { officer }, type) => {
    if (actor === "hub") return say("party.hub")
    if (actor !== caseAlias && type.startsWith("Letter")) return say("party.byLetter")
    return actor === caseAlias ? namePerson(officer) : say("timeline.otherParty", { alias: actor })
  }
}

function useDetails(): (shown: Shown) => string[] {
  const say = useSay()
  const { language } = useLanguage()
  const { timeZone } = useSession()
  const nameLaw = useLawWords()
  const namePerson = usePersonNames()
  return ({
    kind,
    law,
    code,
    facts = [],
    reason,
    assignee,
    name,
    regulator,
    addressee,
    shipments,
    approvedBy,
    ...ofHub
  }) => {
    const duty = dutyKindSchema.safeParse(kind).data
    const approval = approvalKind.safeParse(kind).data
    return [
      ...(duty === undefined ? [] : [kindInWords(duty, language)]),
      ...(approval === undefined ? [] : [say(`approvals.kind.${approval}`)]),
      ...(law === undefined ? [] : [nameLaw(law)]),
      // It is a sentence of its own elsewhere.
      ...(code === undefined ? [] : [measureInWords(code, language).replace(/\.$/, "")]),
      ...factsInWords(facts, language),
      ...(reason === undefined ? [] : [declineInWords(reason, language)]),
      ...(assignee === undefined ? [] : [namePerson(assignee)]),
      ...(name === undefined ? [] : [name]),
      ...(regulator === undefined ? [] : [regulatorName(regulator)[language]]),
      ...(addressee === undefined ? [] : [outsiderInWords(addressee, language)]),
      ...(shipments === undefined ? [] : [say("timeline.shipments", { count: shipments })]),
      ...atHubInEntry(ofHub, { language, timeZone }),
      ...(approvedBy === undefined ? [] : [say("timeline.approvedBy", { person: namePerson(approvedBy) })]),
    ]
  }
}

const otherPlaces = {
  overview: { path: "", title: "overview.title" },
  exposures: { path: "/exposures", title: "exposures.title" },
} as const satisfies Partial<Record<Place, { path: string; title: MessageKey }>>

function usePlaceOf(): (type: string, shown: Shown) => { to: string; title: string } | undefined {
  const say = useSay()
  const { caseAlias, duties, others } = useCase().view
  return (type, { dutyId }) => {
    const place = isKnown(type) ? places[type] : null
    if (place === null) return undefined
    if (place === "restrictions") return { to: "/restrictions", title: say("restrictions.title") }
    const of = `/cases/${caseAlias}`
    if (place === "overview" || place === "exposures")
      return { to: `${of}${otherPlaces[place].path}`, title: say(otherPlaces[place].title) }
    // A duty has other ids once cases were merged.
    const isHere = [...duties, ...others.flatMap((other) => other.duties)].some((one) => one.dutyId === dutyId)
    const path = place === "duties" && isHere ? pathOfPart(place, `duty-${dutyId}`) : pathOfPart(place)
    return { to: `${of}/${path}`, title: say(casePartTitles[place]) }
  }
}
