import { describe, expect, it } from "@jest/globals"
import type * as z from "zod"
import { type DutyKind, documentLanguages, dutyKindSchema } from "../../../shared/base/contracts/words.ts"
import { letterOf } from "../../../shared/desk/alerts/letter-of-message.ts"
import { mailReader } from "../../../shared/desk/alerts/mail-reader.ts"
import { type CaseSide, type OutboxMessage, outboxMessageSchema } from "../../../shared/desk/cases/outbox-message.ts"
import { mailOf } from "../../../shared/parties/channels/letter-mail.ts"
import { slackMessage } from "../../../shared/parties/channels/slack-message.ts"
import { type Filled, fillSchema, variantsOf } from "../../simulation/canaries/fill-schema.ts"
import { renderedCalendar, renderedHtml, renderedInSlack } from "../../simulation/canaries/rendered-letters.ts"

/** The fields whose text people may read, by the form in which they may. Any other field reaches nobody in a letter. */
const names = ["basis", "caseAlias", "leadingAlias", "regulator"]
/** Ids of laws: those to confirm, that nobody has read, and that the exchange lacks, or in the text of that time. */
const ofLaws = ["notHere", "laterText", "toConfirm", "unread"]
/** What the operator wrote of a breach at the exchange itself. */
const ofOperator = ["what", "callBack"]
const readable: Readonly<Record<"html" | "calendar" | "slack", readonly string[]>> = {
  html: ["alias", ...names, ...ofOperator, ...ofLaws],
  slack: ["alias", ...names, ...ofOperator, ...ofLaws],
  // People share calendars, so these name no party. The id of a duty is that of an entry, which a later mail replaces.
  calendar: [...names, "dutyId", "letterId"],
}

/** Every schema of a message, once for each kind. */
function* kindsOf(schema: z.ZodType): Generator<z.ZodType> {
  const options: unknown = Reflect.get(schema, "options")
  if (!Array.isArray(options)) yield schema
  else for (const option of options) yield* kindsOf(option)
}

/** Every message with a canary in each field, once for each choice of its unions. */
function* messages() {
  let numbers = 70_000
  for (const schema of kindsOf(outboxMessageSchema)) {
    for (let variant = 0; variant < variantsOf(schema); variant++) {
      const options = { root: "message", variant, given: () => undefined, nextNumber: () => ++numbers }
      const { value, filled } = fillSchema(schema, options)
      for (const message of variations(outboxMessageSchema.parse(value))) yield { message, filled }
    }
  }
}

/** A case with a duty of each kind, owed to a retailer; a reminder of one duty and of several, and of a question. */
function variations(message: OutboxMessage): OutboxMessage[] {
  switch (message.kind) {
    case "CaseOpened":
    case "CaseGrew":
    case "CaseMerged":
    case "AlertNotAcknowledged":
    case "CaseClosed":
      return dutyKindSchema.options.map((kind) =>
        outboxMessageSchema.parse({ ...message, facts: owing(message.facts, kind) }),
      )
    case "DutyDue":
    case "DutyOverdue":
    case "DutyUnanswered": {
      const { dueTogether, ...alone } = message.facts
      // The first of several has the letter of all.
      const duty = { ...alone.duty, dutyId: dueTogether?.[0]?.dutyId }
      return [
        { ...message, facts: alone },
        { ...message, facts: { ...alone, duty, dueTogether } },
      ]
    }
    case "LetterAsked": {
      const { question } = message.facts
      if (question === undefined) return [message]
      return [message, { ...message, facts: { ...message.facts, question: { ...question, isOverdue: false } } }]
    }
    default:
      return [message]
  }
}

function owing(facts: Pick<CaseSide, "duties">, kind: DutyKind) {
  const towards = facts.duties.map((duty) => ({
    ...duty,
    kind,
    towards: { ...duty.towards, kind: "retailer" as const },
  }))
  return { ...facts, duties: towards }
}

const fieldOf = ({ path }: Filled): string => path.replace(/^.*\./, "").replace("[]", "")

/** The letters of all messages, in a form in which people read them, with what was in the fields of each. */
function* lettersOf() {
  const links = { apiUrl: "https://api.hub.example" }
  for (const { message, filled } of messages()) {
    for (const language of documentLanguages) {
      const reader = mailReader(
        { id: "leafline", kind: "retailer", language, jurisdiction: { country: "CA", timeZone: "America/Toronto" } },
        links,
      )
      const written = letterOf(message, reader)
      if (written === undefined) continue
      const { html = "", calendar } = mailOf(written.letter, "2026-11-01T12:00:00.000Z")
      const slack = renderedInSlack(slackMessage(written.letter))
      yield {
        kind: message.kind,
        filled,
        html: renderedHtml(html),
        calendar: renderedCalendar(calendar?.content),
        slack,
      }
    }
  }
}

describe("a text in any field of a message", () => {
  it.each(["html", "calendar", "slack"] as const)("is in the %s only if people may read that field there", (form) => {
    const found = new Set<string>()
    for (const { filled, ...shown } of lettersOf())
      for (const one of filled) if (shown[form].includes(one.value)) found.add(fieldOf(one))
    expect([...found].sort()).toEqual([...readable[form]].sort())
  })

  it("is driven through the letter of every kind that has one, and through calendars", () => {
    const letters = [...lettersOf()]
    expect([...new Set(letters.map(({ kind }) => kind))].sort()).toEqual([
      "AlertNotAcknowledged",
      "CaseClosed",
      "CaseGrew",
      "CaseMerged",
      "CaseOpened",
      "DutyDue",
      "DutyOverdue",
      "DutyUnanswered",
      "LetterAsked",
    ])
    const withCalendar = letters.filter(({ calendar }) => calendar.includes("BEGIN:VEVENT"))
    expect([...new Set(withCalendar.map(({ kind }) => kind))].sort()).toEqual([
      "AlertNotAcknowledged",
      "CaseClosed",
      "CaseGrew",
      "CaseMerged",
      "CaseOpened",
      "DutyDue",
      "LetterAsked",
    ])
  })
})
