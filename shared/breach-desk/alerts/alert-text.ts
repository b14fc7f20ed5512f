import * as z from "zod"
import type { Mail, MailLevel } from "../../parties/channels/mail.ts"
import type { OutboxMessage } from "../cases/case-rows.ts"

/** What a mail is made of: the words are for a privacy officer, and say nothing of what anybody bought. */
const sideSchema = z.looseObject({
  caseAlias: z.string(),
  tool: z.string(),
  counts: z.looseObject({
    shipments: z.int(),
    shareOfTotal: z.number().optional(),
    possibleShipments: z.int().optional(),
  }),
  fieldsExposed: z.array(z.string()),
  fieldsNotExposed: z.array(z.string()),
  firstExposureAt: z.string().optional(),
  lastExposureAt: z.string().optional(),
  reportedByCarrier: z.boolean(),
  duties: z.array(
    z.looseObject({
      law: z.string(),
      kind: z.string(),
      state: z.string(),
      dueAt: z.string().optional(),
      basis: z.string().optional(),
    }),
  ),
  caseUrl: z.string(),
  outcome: z.string().optional(),
})
type Side = z.infer<typeof sideSchema>

const dutySchema = z.looseObject({
  caseAlias: z.string(),
  duty: z.looseObject({ law: z.string(), kind: z.string() }),
  owner: z.enum(["self", "other"]),
  dueAt: z.string().optional(),
  dueIs: z.enum(["legalDeadline", "target"]),
  basis: z.string(),
  escalation: z.int(),
  caseUrl: z.string(),
})

const dutyWords: Readonly<Record<string, string>> = {
  tellRegulator: "tell the regulator",
  tellIndividuals: "tell the people affected",
  tellOtherOrganisation: "tell the other organisation",
  keepRecord: "keep a record",
}

const dutyNews: Readonly<Record<string, string>> = {
  DutyDue: "is due soon",
  DutyOverdue: "is overdue",
  DutyUnanswered: "was requested and not answered",
}

/** The mail that goes with a message, or `undefined` for messages that are for machines alone. */
export function mailOf(message: Pick<OutboxMessage, "kind" | "facts">): { mail: Mail; level: MailLevel } | undefined {
  switch (message.kind) {
    case "BreachCaseOpened":
      return alert(`Possible privacy breach: case ${aliasOf(message)}`, openedText(sideSchema.parse(message.facts)))
    case "BreachCaseUpdated":
      return updated(message)
    case "BreachCaseClosed":
      return alert(`Case ${aliasOf(message)} was closed`, closedText(sideSchema.parse(message.facts)))
    case "DutyDue":
    case "DutyOverdue":
    case "DutyUnanswered":
      return dutyMail(message)
    default:
      return undefined
  }
}

function alert(subject: string, text: string): { mail: Mail; level: MailLevel } {
  return { mail: { subject: `[Wayseal] ${subject}`, text }, level: "alert" }
}

function aliasOf(message: Pick<OutboxMessage, "facts">): string {
  return z.string().parse(message.facts["caseAlias"])
}

function openedText(side: Side): string {
  return [
    "Somebody read shipment records in a tracking tool as no recipient does.",
    "",
    ...situation(side),
    "",
    "What to do now",
    `1. Acknowledge: POST ${side.caseUrl}/acknowledgements, or publish BreachAlertAcknowledged.`,
    `2. See which of your shipments are affected: GET ${side.caseUrl}/exposures (also as CSV).`,
    "3. Assess the risk to the people affected and record it, then settle each duty below.",
    "",
    ...duties(side),
    "",
    "If nobody acknowledges, your escalation contacts are told.",
  ].join("\n")
}

function updated(message: Pick<OutboxMessage, "kind" | "facts">): { mail: Mail; level: MailLevel } {
  const side = sideSchema.parse(message.facts)
  if (message.facts["reason"] === "escalation") {
    const text = ["Nobody has acknowledged this alert yet.", "", openedText(side)].join("\n")
    return { mail: { subject: `[Wayseal] Not acknowledged: case ${side.caseAlias}`, text }, level: "escalation" }
  }
  const text = [
    `The case has grown: ${side.counts.shipments} of your shipments are affected now.`,
    "",
    ...situation(side),
    "",
    ...duties(side),
  ].join("\n")
  return alert(`Case ${side.caseAlias} has grown`, text)
}

function closedText(side: Side): string {
  const how = side.outcome === "falseAlarm" ? "as a false alarm; what was refused is released" : "as dealt with"
  return [`The case was closed ${how}.`, "", ...situation(side), "", ...duties(side)].join("\n")
}

function dutyMail(message: Pick<OutboxMessage, "kind" | "facts">): { mail: Mail; level: MailLevel } {
  const facts = dutySchema.parse(message.facts)
  const what = `${dutyWords[facts.duty.kind] ?? facts.duty.kind} (${facts.duty.law})`
  const whose = facts.owner === "self" ? "Your duty" : "The other party's duty"
  const when =
    facts.dueAt === undefined
      ? ""
      : ` It is due at ${facts.dueAt}${facts.dueIs === "target" ? ", a target of this deployment" : ""}.`
  const said = dutyNews[message.kind] ?? "needs attention"
  const next =
    message.kind === "DutyUnanswered"
      ? "The party that asked may now take it over: publish DutyTakenOver."
      : facts.owner === "self"
        ? "Discharge it with a receipt, or record an assessment why it is not owed."
        : "You may request it, or take it over once it is overdue."
  return {
    mail: {
      subject: `[Wayseal] ${whose} ${said}: case ${facts.caseAlias}`,
      text: [`${whose} to ${what} ${said}.${when}`, `Basis: ${facts.basis}`, "", next, `Case: ${facts.caseUrl}`].join(
        "\n",
      ),
    },
    level: facts.escalation > 1 || message.kind === "DutyUnanswered" ? "escalation" : "alert",
  }
}

function situation(side: Side): string[] {
  const { shareOfTotal } = side.counts
  const share = shareOfTotal === undefined ? "" : ` (${(shareOfTotal * 100).toPrecision(2)} % of all)`
  const tool = side.tool === "guarded" ? "the exchange's lookup" : "the carrier's own tool, as reported by the carrier"
  return [
    `Case: ${side.caseAlias}`,
    `Tool: ${tool}`,
    `Your shipments affected: ${side.counts.shipments}${share}`,
    ...(side.counts.possibleShipments === undefined
      ? []
      : [
          `Possibly affected as well: ${side.counts.possibleShipments}, looked up without proof among the same numbers at the same time`,
        ]),
    `Shown: ${list(side.fieldsExposed)}`,
    `Not shown: ${list(side.fieldsNotExposed)}`,
    ...(side.firstExposureAt === undefined ? [] : [`From ${side.firstExposureAt} to ${side.lastExposureAt ?? "now"}`]),
  ]
}

function duties(side: Side): string[] {
  if (side.duties.length === 0) return ["No law of the law pack binds you, as parties.json says."]
  return [
    "Your duties",
    ...side.duties.map(({ law, kind, state, dueAt, basis }) => {
      const due = dueAt === undefined ? "" : `, due ${dueAt}`
      return `- ${dutyWords[kind] ?? kind} under ${basis ?? law}: ${state}${due}`
    }),
  ]
}

function list(fields: readonly string[]): string {
  return fields.length === 0 ? "nothing" : fields.map((field) => field.replaceAll("-", " ")).join(", ")
}
