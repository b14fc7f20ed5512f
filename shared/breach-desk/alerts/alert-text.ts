import type { DutyKind } from "../../contracts/words.ts"
import type { Mail, MailLevel } from "../../parties/channels/mail.ts"
import { acknowledgeHours } from "../cases/alert-steps.ts"
import type { CaseMessage, CaseSide, DutyClockMessage, MessageContent } from "../cases/outbox-message.ts"
import { fieldInWords } from "../dossier/codes-in-words.ts"
import { isSettled } from "../duties/duty.ts"

/** A mail and the contacts it is for. */
export type AlertLetter = { mail: Mail; level: MailLevel }

/**
 * The mail that goes with a message, for a privacy officer. It never says what anybody bought.
 *
 * @returns `undefined` for messages that are only events
 */
export function mailOf(message: MessageContent): AlertLetter | undefined {
  switch (message.kind) {
    case "CaseOpened":
      return letter("alert", `Possible privacy breach: case ${message.facts.caseAlias}`, opened(message.facts))
    case "CaseGrew":
      return letter("alert", `Case ${message.facts.caseAlias} has grown`, grown(message.facts))
    case "CaseMerged": {
      const { caseAlias, leadingAlias } = message.facts
      return letter("alert", `Case ${caseAlias} was merged into case ${leadingAlias}`, merged(message.facts))
    }
    case "AlertNotAcknowledged":
      return letter("escalation", `Not acknowledged: case ${message.facts.caseAlias}`, [
        "Nobody has acknowledged this alert yet.",
        "",
        ...opened(message.facts),
      ])
    case "CaseClosed":
      return letter("alert", `Case ${message.facts.caseAlias} was closed`, closed(message.facts))
    case "DutyDue":
    case "DutyOverdue":
    case "DutyUnanswered":
      return dutyLetter(message)
    case "BreachAlertAcknowledged":
    case "DutyRequested":
    case "DutyAccepted":
    case "DutyDeclined":
    case "DutyTakenOver":
    case "DutyDischarged":
    case "DutyAssessed":
    case "DutyOffered":
    case "DutyOfferAnswered":
    case "DutyHandedBack":
    case "MeasureRecorded":
    case "IndividualsNotified":
      return undefined
  }
}

function letter(level: MailLevel, subject: string, lines: readonly string[]): AlertLetter {
  return { mail: { subject: `[Wayseal] ${subject}`, text: lines.join("\n") }, level }
}

function opened(side: CaseSide): string[] {
  return [
    "Somebody who is not the recipient may have read records of your shipments in a tracking tool.",
    "",
    ...situation(side),
    "",
    "What to do now",
    `1. Acknowledge this alert: POST ${side.caseUrl}/acknowledgements, or publish BreachAlertAcknowledged.`,
    `   If nobody acknowledges it within ${acknowledgeHours} hours, your escalation contacts are alerted.`,
    `2. See which of your shipments are affected: GET ${side.caseUrl}/exposures (JSON or CSV).`,
    "3. Assess the risk to the people affected and record the assessment.",
    `4. Do each duty below, or record why the law does not ask for it.${firstDue(side)}`,
    "",
    ...duties(side),
  ]
}

function grown(side: CaseSide): string[] {
  return [
    `More of your shipments are affected: ${side.counts.shipments} in all.`,
    "",
    ...situation(side),
    "",
    "What to do now",
    `1. See which of your shipments are affected: GET ${side.caseUrl}/exposures (JSON or CSV).`,
    `2. Do each duty below. People whom you notified before may not be all who are affected.${firstDue(side)}`,
    "",
    ...duties(side),
  ]
}

function merged(side: Extract<CaseMessage, { kind: "CaseMerged" }>["facts"]): string[] {
  const { caseAlias, leadingAlias, caseUrl } = side
  return [
    `Case ${caseAlias} and case ${leadingAlias} turned out to be one breach. They go on as case ${leadingAlias}.`,
    "",
    "What to do now",
    `1. Use case ${leadingAlias} from now on: GET ${caseUrl}. Calls and events that name ${caseAlias} still reach it.`,
    `2. Go on with your duties there. What you did about them counts.${firstDue(side)}`,
    "",
    `Case ${caseAlias} when it was merged`,
    ...situation(side),
    "",
    ...duties(side),
  ]
}

function closed(side: Extract<CaseMessage, { kind: "CaseClosed" }>["facts"]): string[] {
  const how =
    side.outcome === "falseAlarm"
      ? "The case was closed as a false alarm. The hub no longer refuses the visitors that it restricted because of it."
      : `The case was closed as dealt with. Its dossier stays available: POST ${side.caseUrl}/documents.`
  return [how, "", ...situation(side), "", ...duties(side)]
}

function situation(side: CaseSide): string[] {
  const { shipments, shareOfTotal, possibleShipments } = side.counts
  const share = shareOfTotal === undefined ? "" : ` (${(shareOfTotal * 100).toPrecision(2)} % of all)`
  const tool = side.tool === "guarded" ? "the hub's own lookup" : "the carrier's own tool, as the carrier reports"
  return [
    `Case: ${side.caseAlias}`,
    `Tool: ${tool}`,
    `Your shipments affected: ${shipments}${share}`,
    ...(possibleShipments === undefined
      ? []
      : [`Possibly affected too: ${possibleShipments}, looked up without proof among the same numbers at that time`]),
    `Shown: ${fields(side.fieldsExposed)}`,
    `Not shown: ${fields(side.fieldsNotExposed)}`,
    ...(side.firstExposureAt === undefined ? [] : [`From ${side.firstExposureAt} to ${side.lastExposureAt ?? "now"}`]),
  ]
}

function fields(names: CaseSide["fieldsExposed"]): string {
  return names.length === 0 ? "nothing" : names.map((name) => fieldInWords(name, "en")).join(", ")
}

const dutyWords: Readonly<Record<DutyKind, string>> = {
  tellRegulator: "notify the regulator",
  supplementReport: "send the regulator what is new since the report",
  tellIndividuals: "notify the people affected",
  tellOtherOrganisation: "notify the other organisation",
  keepRecord: "keep a record",
}

function duties(side: CaseSide): string[] {
  if (side.duties.length === 0) return ["According to parties.json, no law of the law pack binds you."]
  return [
    "Your duties",
    ...side.duties.map(({ law, kind, state, dueAt, basis }) => {
      const due = dueAt === undefined ? "" : `, due ${dueAt}`
      return `- ${dutyWords[kind]} under ${basis ?? law}: ${state}${due}`
    }),
  ]
}

/** When the first duty is due that is not settled. */
function firstDue(side: CaseSide): string {
  const dueTimes = side.duties.flatMap((duty) => (isSettled(duty) || duty.dueAt === undefined ? [] : [duty.dueAt]))
  const [first] = dueTimes.sort((one, other) => Date.parse(one) - Date.parse(other))
  return first === undefined ? "" : ` The first is due at ${first}.`
}

const dutyNews: Readonly<Record<DutyClockMessage["kind"], string>> = {
  DutyDue: "is due soon",
  DutyOverdue: "is overdue",
  DutyUnanswered: "was requested and not answered",
}

function dutyLetter({ kind, facts }: MessageContent<DutyClockMessage>): AlertLetter {
  const { caseAlias, duty, owner, dueAt, dueIs, basis, escalation, caseUrl } = facts
  const isOwn = owner === "self"
  const whose = isOwn ? "Your duty" : "The other party's duty"
  const target = dueIs === "target" ? ", a target of this deployment and not of the law" : ""
  const level = escalation > 1 || kind === "DutyUnanswered" ? "escalation" : "alert"
  return letter(level, `${whose} ${dutyNews[kind]}: case ${caseAlias}`, [
    `${whose} to ${dutyWords[duty.kind]} (${duty.law}) ${dutyNews[kind]}.`,
    ...(dueAt === undefined ? [] : [`Due: ${dueAt}${target}`]),
    `Basis: ${basis}`,
    `Case: ${caseUrl}`,
    "",
    "What to do now",
    dutyAdvice(kind, isOwn),
  ])
}

function dutyAdvice(kind: DutyClockMessage["kind"], isOwn: boolean): string {
  if (isOwn && kind === "DutyUnanswered") {
    return "Accept the request or decline it with a reason. Until then the party that asked may take the duty over."
  }
  if (isOwn) return "Do it and publish DutyDischarged with the receipt, or record an assessment that it is not owed."
  if (kind === "DutyUnanswered") return "You may take the duty over: publish DutyTakenOver."
  return "Request it. You may take it over if the other party declines, does not answer, or accepted and is overdue."
}
