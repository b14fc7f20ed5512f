import { describe, expect, it } from "@jest/globals"
import { documentLanguages, dutyKindSchema } from "../../../shared/base/contracts/words.ts"
import { fill } from "../../../shared/desk/alerts/mail-words.ts"
import { englishMail } from "../../../shared/desk/alerts/mail-words-en.ts"
import { frenchMail } from "../../../shared/desk/alerts/mail-words-fr.ts"
import type { MessageContent } from "../../../shared/desk/cases/outbox-message.ts"
import { asciiSubject } from "../../../shared/parties/channels/mail.ts"
import {
  apiUrl,
  at,
  caseAlias,
  dueAll,
  dueAt,
  dutyFacts,
  late,
  leadingAlias,
  mailIn,
  merged,
  opened,
  regulator,
  side,
} from "./letters.ts"

/** A mail of every kind, about a duty with this due time. */
const mailsOf = (due: string): MessageContent[] => [
  opened({ duties: dueAll(due) }),
  { kind: "CaseGrew", facts: { ...side, duties: dueAll(due), updatedAt: at } },
  { kind: "CaseMerged", facts: { ...merged, duties: dueAll(due) } },
  { kind: "AlertNotAcknowledged", facts: { ...side, duties: dueAll(due), updatedAt: at } },
  { kind: "CaseClosed", facts: { ...side, closedAt: late, outcome: "resolved" } },
  { kind: "CaseClosed", facts: { ...side, closedAt: late, outcome: "falseAlarm" } },
  ...(["DutyDue", "DutyOverdue", "DutyUnanswered"] as const).flatMap((kind) =>
    (["self", "other"] as const).flatMap((owner) =>
      dutyKindSchema.options.map((duty) => ({
        kind,
        facts: { ...dutyFacts, dueAt: due, owner, duty: { ...dutyFacts.duty, kind: duty } },
      })),
    ),
  ),
]

const subjects: [what: string, MessageContent, { level: string; en: string; fr: string }][] = [
  [
    "a case that was opened",
    opened(),
    {
      level: "alert",
      en: `Alert: possible privacy breach, act by 4 Nov, 09:04 (${caseAlias})`,
      fr: `Alerte : atteinte possible aux données, agir d’ici le 4 nov. à 9\u00a0h\u00a004 (${caseAlias})`,
    },
  ],
  [
    "a case of a party that no law binds",
    opened({ duties: [] }),
    {
      level: "alert",
      en: `Alert: possible privacy breach (${caseAlias})`,
      fr: `Alerte : atteinte possible aux données (${caseAlias})`,
    },
  ],
  [
    "a case that has grown when a duty was late",
    { kind: "CaseGrew", facts: { ...side, updatedAt: late } },
    {
      level: "alert",
      en: `Alert, updated: possible privacy breach, act now (${caseAlias})`,
      fr: `Alerte, mise à jour : atteinte possible, agir maintenant (${caseAlias})`,
    },
  ],
  [
    "a case that was merged",
    { kind: "CaseMerged", facts: merged },
    {
      level: "alert",
      en: `Info: case ${caseAlias} goes on as ${leadingAlias}, act by 4 Nov, 09:04`,
      fr: `Info : ${caseAlias} se poursuit sous ${leadingAlias}, agir d’ici le 4 nov. à 9\u00a0h\u00a004`,
    },
  ],
  [
    "an alert that nobody acknowledged",
    { kind: "AlertNotAcknowledged", facts: { ...side, updatedAt: at } },
    {
      level: "escalation",
      en: `Urgent: nobody has confirmed this breach alert, act by 4 Nov, 09:04 (${caseAlias})`,
      fr: `Urgent : alerte d’atteinte à confirmer, agir d’ici le 4 nov. à 9\u00a0h\u00a004 (${caseAlias})`,
    },
  ],
  [
    "a duty of its own that is due soon",
    { kind: "DutyDue", facts: dutyFacts },
    {
      level: "alert",
      en: `Reminder: notify the regulator by 4 Nov, 09:04 (${caseAlias})`,
      fr: `Rappel : aviser l’autorité d’ici le 4 nov. à 9\u00a0h\u00a004 (${caseAlias})`,
    },
  ],
  [
    "a duty of another party that is overdue, escalated",
    { kind: "DutyOverdue", facts: { ...dutyFacts, owner: "other", escalation: 2 } },
    {
      level: "escalation",
      en: `Others are late to notify the regulator, due 4 Nov, 09:04 (${caseAlias})`,
      fr: `Retard, autre partie : aviser l’autorité, dû le 4 nov. à 9\u00a0h\u00a004 (${caseAlias})`,
    },
  ],
  [
    "a request that the receiver did not answer",
    { kind: "DutyUnanswered", facts: dutyFacts },
    {
      level: "escalation",
      en: `Urgent, please answer a request: notify the regulator (${caseAlias})`,
      fr: `Urgent, répondez à une demande : aviser l’autorité (${caseAlias})`,
    },
  ],
]

describe("the subject of a mail", () => {
  it.each(subjects)("about %s names the severity and the deadline", (_what, message, { level, en, fr }) => {
    expect(mailIn("en", message)).toMatchObject({ level, subject: `[Wayseal] ${en}` })
    expect(mailIn("fr", message)).toMatchObject({ level, subject: `[Wayseal] ${fr}` })
  })

  it.each(documentLanguages)("is not cut by SNS, whatever it is about (%s)", (language) => {
    for (const message of mailsOf("2026-11-30T15:04:12.000Z").concat(mailsOf("2027-09-01T14:04:12.000Z"))) {
      const { subject } = mailIn(language, message)
      expect(subject.length).toBeLessThanOrEqual(100)
      expect(asciiSubject(subject)).toHaveLength(subject.length)
    }
  })

  it("keeps its letters when SNS takes only ASCII", () => {
    expect(asciiSubject("Alerte : agir d’ici le 1er août, 9 h — « cœur »")).toBe(
      `Alerte : agir d'ici le 1er aout, 9 h - " coeur "`,
    )
  })
})

describe("a mail", () => {
  it.each([
    ["en", "Do this first: confirm that you have read this alert: see the guide “The breach desk”."],
    ["fr", "À faire d’abord : confirmez que vous avez lu cette alerte : voir le guide « The breach desk »."],
  ] as const)(
    "says first what to do first, and in a stage without a console which guide says how (%s)",
    (language, sentence) => {
      const { first } = mailIn(language, opened())
      expect(first.replaceAll("\u00a0", " ")).toBe(sentence)
    },
  )

  it.each(documentLanguages)("names no call of the API in a stage without a console (%s)", (language) => {
    for (const message of mailsOf(dueAt)) expect(mailIn(language, message).text).not.toMatch(/GET |POST |\/v1\//)
  })

  it("leads to the console in a stage that has one, and to no call of the API", () => {
    const links = { apiUrl, consoleUrl: "https://console.hub.example" }
    for (const message of mailsOf(dueAt)) {
      const { text } = mailIn("en", message, links)
      // It names the party, so that whoever signs in need not know how the exchange names it.
      expect(text).toMatch(/https:\/\/console\.hub\.example\/cases\/WS-\w+\?party=leafline\b/)
      expect(text).not.toMatch(/GET|POST|\/v1\//)
    }
  })

  it.each([
    [
      { shipments: 0, possibleShipments: 0 },
      "We found none of your shipments exposed.",
      "Nous n’avons trouvé aucun de vos envois exposé.",
    ],
    [
      { shipments: 4500, possibleShipments: 0 },
      "you recorded why nobody has to be told.",
      "vous avez consigné pourquoi personne n’est à",
    ],
    [
      { shipments: 0, possibleShipments: 1 },
      "although shipments of yours were seen, or may have been seen",
      "bien que des renseignements sur vos envois aient été vus, ou aient pu l’être",
    ],
  ])("says of a false alarm what was exposed and what was assessed: %j", (counts, en, fr) => {
    const none = counts.shipments + counts.possibleShipments === 0
    const closed: MessageContent = {
      kind: "CaseClosed",
      facts: { ...side, counts, closedAt: late, outcome: "falseAlarm" },
    }
    const text = (language: "en" | "fr") => mailIn(language, closed).text.replaceAll(/\s+/g, " ")
    expect(text("en")).toContain(en)
    expect(text("fr")).toContain(fr)
    expect(text("en").includes("We found none")).toBe(none)
    expect(text("en").includes("Where:")).toBe(!none)
  })

  it("has no line that says nothing", () => {
    const empty = { counts: { shipments: 0, shareOfTotal: 0, possibleShipments: 0 }, fieldsExposed: [], duties: [] }
    for (const language of documentLanguages) {
      const { text } = mailIn(language, opened({ ...empty, fieldsNotExposed: [] }))
      expect(text).not.toMatch(/[:\s]0\b(?!\d)(?! ?[h:])|nothing|rien|: *$|\(\)/m)
      expect(text).not.toMatch(/Your shipments|Vos envois (touchés|peut-être)|Could|Pouvait/)
    }
    expect(mailIn("en", opened()).text).not.toContain("of all your orders")
    expect(mailIn("en", opened({ counts: { shipments: 4500, shareOfTotal: 0.02 } })).text).toContain(
      "Your shipments affected: 4,500 (2.0% of all your orders)",
    )
  })

  it("names the places whose law was not looked at, and never says that no law asks for more", () => {
    const lawCoverage = { laws: ["ca-pipeda"], elsewhere: ["DE", "US-TX"], unknown: "some" as const }
    const elsewhere = {
      en: /covers them: Germany and United States \(TX\)\. The exchange has not looked at the law there: check what it asks\./,
      fr: /ne couvre aucune loi configurée\s: Allemagne et États-Unis \(TX\)\. La plateforme d’échange n’y a pas examiné la loi : vérifiez ce qu’elle demande\./,
    }
    const unknown = {
      en: "does not know where some of the recipients are",
      fr: "ne sait pas où se trouvent certains des destinataires",
    }
    const closedAt = late
    for (const language of documentLanguages) {
      for (const message of [
        opened({ lawCoverage }),
        opened({ lawCoverage, duties: [] }),
        { kind: "CaseGrew", facts: { ...side, lawCoverage, duties: [], updatedAt: at } },
        { kind: "CaseMerged", facts: { ...merged, lawCoverage, duties: [] } },
        { kind: "CaseClosed", facts: { ...side, lawCoverage, duties: [], closedAt, outcome: "resolved" } },
      ] satisfies MessageContent[]) {
        const { text } = mailIn(language, message)
        expect(text).toMatch(elsewhere[language])
        expect(text).toContain(unknown[language])
        expect(text).not.toMatch(/no law that asks|aucune loi qui vous|All that had to be done/)
      }
      expect(mailIn(language, opened({ duties: [] })).text).toMatch(/any other law|aucune autre loi/)
      const noLaw = opened({ duties: [], lawCoverage: { laws: [], elsewhere: ["CA-QC"] } })
      expect(mailIn(language, noLaw).text).toMatch(/No law is configured here|Aucune loi n’est configurée ici/)
    }
  })

  it("agrees with the number of shipments", () => {
    const said = (language: "en" | "fr", shipments: number) => mailIn(language, opened({ counts: { shipments } })).text
    expect(said("en", 0)).toContain(
      "may have seen records of your shipments in a tracking tool, without a right to see",
    )
    expect(said("en", 1)).toContain("may have seen the record of one of your shipments in a tracking tool")
    expect(said("en", 4500)).toContain("may have seen the records of 4,500 of your shipments in a tracking tool")
    expect(said("fr", 1)).toContain("a peut-être vu des renseignements sur un de vos envois")
    expect(said("fr", 4500)).toContain("a peut-être vu des renseignements sur 4\u00a0500 de vos envois")
  })

  it("names the day of a short period once", () => {
    const from = "2026-11-01T14:03:00.000Z"
    const when = (language: "en" | "fr", lastExposureAt: string) =>
      mailIn(language, opened({ firstExposureAt: from, lastExposureAt })).text
    expect(when("en", "2026-11-01T15:09:00.000Z")).toContain(
      "When: Sunday 1 November 2026, from 09:03 to 10:09 Eastern Standard Time, and perhaps up to an hour longer",
    )
    expect(when("fr", "2026-11-01T15:09:00.000Z")).toMatch(
      /de 9\u00a0h\u00a003 à 10\u00a0h\u00a009[^\n]+, et peut-être jusqu’à une heure de plus\n/,
    )
    expect(when("en", "2026-11-02T15:09:00.000Z")).toContain(
      "When: from Sunday 1 November 2026, 09:03 Eastern Standard Time to Monday 2 November 2026, 10:09 Eastern",
    )
    expect(when("en", from)).toContain("When: Sunday 1 November 2026, 09:03 Eastern Standard Time")
  })

  it("replaces the earlier mails of its case when the case has grown", () => {
    const { text } = mailIn("en", { kind: "CaseGrew", facts: { ...side, updatedAt: at } })
    expect(text).toContain("This message replaces our earlier messages about this case.")
    expect(text).toContain("Your shipments affected: 6")
  })

  it("names the party to notify only if the event does", () => {
    const towards = { kind: "retailer" } as const
    const duty = { ...regulator, kind: "tellIndividuals" } as const
    const named = opened({ duties: [{ ...duty, towards: { ...towards, alias: "Maple Books" } }] })
    expect(mailIn("en", named).text).toContain("otify the people affected who ordered from Maple Books")
    expect(mailIn("fr", opened({ duties: [{ ...duty, towards }] })).text).toContain(
      "qui ont commandé chez le détaillant",
    )
  })

  it("says the same in HTML as in text", () => {
    for (const message of mailsOf(dueAt)) {
      const { text, html = "" } = mailIn("en", message)
      const shown = html
        .replace(/<[^>]*>/g, " ")
        .replaceAll("&#39;", "'")
        .replace(/\s+/g, " ")
      for (const line of text.split("\n")) {
        const sentence = line.replace(/^(-|\d\.) /, "").replace(/^([A-Z][A-Za-z ]+):/, "$1")
        expect(shown.replace(/:/g, "").replace(/\s+/g, " ")).toContain(sentence.replace(/:/g, "").trim())
      }
    }
  })

  it("never shows the id of a duty, a law or a code where words belong", () => {
    for (const message of mailsOf(dueAt)) {
      for (const language of documentLanguages) {
        expect(mailIn(language, message).text).not.toMatch(/tell(Regulator|Individuals)|ca-on-fippa|undefined|[{}]/)
      }
    }
  })
})

describe("the words of a mail", () => {
  it("have the same gaps in both languages", () => {
    const gapsOf = (words: unknown): unknown =>
      typeof words === "string"
        ? [...words.matchAll(/\{\w+\}/g)].map(([gap]) => gap).sort()
        : Object.fromEntries(Object.entries(words ?? {}).map(([name, text]) => [name, gapsOf(text)]))
    expect(gapsOf(frenchMail)).toEqual(gapsOf(englishMail))
  })

  it("are refused where a gap has no value", () => {
    expect(() => fill("by {time}", {})).toThrow("A mail has no value for time")
  })
})
