import { describe, expect, it } from "@jest/globals"
import { documentLanguages } from "../../../shared/base/contracts/words.ts"
import { taskInWords } from "../../../shared/desk/alerts/duty-sentences.ts"
import { citationOf } from "../../../shared/desk/duties/citation.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import {
  apiUrl,
  basis,
  caseAlias,
  dueAll,
  dueAt,
  dutyFacts,
  late,
  leadingAlias,
  mailIn,
  merged,
  opened,
  readerOf,
  regulator,
  side,
} from "./letters.ts"

/** Where the commissioner takes reports. */
const reportAt = "https://www.ipc.on.ca/en/resources/forms/report-privacy-breach-your-organization"

describe("the duties in a mail", () => {
  it("says of each duty by when, in local time, what, and whether the law or the hub sets the time", () => {
    const legal = { ...regulator, dueAt, dueIs: "legalDeadline" } as const
    expect(mailIn("en", opened()).text).toContain(
      "- By Wednesday 4 November 2026, 09:04 Eastern Standard Time: notify the regulator, Information and Privacy " +
        `Commissioner of Ontario, at ${reportAt} (target of the exchange, as no fixed deadline is set in ${basis})`,
    )
    expect(mailIn("en", opened({ duties: [legal] })).text).toContain(`(legal deadline, ${basis})`)
    expect(mailIn("fr", opened({ duties: [legal] })).text).toContain(
      "- Au plus tard le mercredi 4 novembre 2026 à 9\u00a0h\u00a004, heure normale de l’Est nord-américain : aviser l’autorité, " +
        "Commissaire à l’information et à la protection de la vie privée de l’Ontario, " +
        `sur ${reportAt} (échéance légale, LAIPVP de l’Ontario art. 40.1)`,
    )
  })

  it("names the authority that the party names, where the law leaves open which", () => {
    const authorities = [{ law: "eu-gdpr", name: "CNIL", reportAt: "https://authority.example" }]
    const task = { kind: "tellRegulator", law: "eu-gdpr", basis: "GDPR art. 33(1), (3), (4)" } as const
    expect(taskInWords(readerOf("en", { authorities }), task)).toBe(
      "notify the regulator, CNIL, at https://authority.example",
    )
    expect(taskInWords(readerOf("en"), task)).toContain("Competent Supervisory Authority")
  })

  it("says a due time once for all duties that share it, and sets it apart from what has none", () => {
    const shared = (["tellRegulator", "tellIndividuals"] as const).map((kind) => ({ ...regulator, kind, dueAt }))
    const offered = { ...regulator, kind: "keepRecord", state: "offered", dueAt } as const
    const undated = { ...regulator, kind: "supplementReport" } as const
    const done = { ...regulator, kind: "keepRecord", state: "discharged", dueAt } as const
    // They come by their names, and stand in the order of the work.
    const duties = [undated, done, offered, ...shared.toReversed()]
    const { text } = mailIn("en", opened({ duties }))
    const [, list = ""] = text.split("What you must do, and by when\n")
    expect(list.split("\n").slice(0, 7)).toEqual([
      "By Wednesday 4 November 2026, 09:04 Eastern Standard Time:",
      `- Notify the regulator, Information and Privacy Commissioner of Ontario, at ${reportAt} (${basis})`,
      `- Notify the people affected (${basis})`,
      `- Keep a record of the breach (${basis}). Another party offers to do this for you: please answer its offer.`,
      "",
      expect.stringMatching(/^- Send the regulator what is new.*no date is set yet\)$/),
      `- Done: keep a record of the breach (${basis})`,
    ])
    expect(mailIn("fr", opened({ duties })).text.match(/Au plus tard/g)).toHaveLength(1)
    const grown = mailIn("en", { kind: "CaseGrew", facts: { ...side, duties: shared, updatedAt: late } }).text
    expect(grown).toContain(
      "Late, do these now. They were due by Wednesday 4 November 2026, 09:04 Eastern Standard Time:\n- Notify",
    )
  })

  it.each<[kind: "DutyDue" | "DutyOverdue" | "DutyUnanswered", owner: "self" | "other", en: string, fr: string]>([
    ["DutyDue", "self", "By {en}:", "Au plus tard le {fr} :"],
    [
      "DutyOverdue",
      "self",
      "Late, do these now. They were due by {en}:",
      "En retard, à faire maintenant. L’échéance était le {fr} :",
    ],
    ["DutyUnanswered", "self", "By {en}:", "Au plus tard le {fr} :"],
    [
      "DutyDue",
      "other",
      "Another party of the case is to do this by {en}:",
      "Une autre partie du dossier doit faire ceci au plus tard le {fr} :",
    ],
    [
      "DutyOverdue",
      "other",
      "Another party of the case has not done this, which was due by {en}:",
      "Une autre partie du dossier n’a pas fait ceci, dont l’échéance était le {fr} :",
    ],
    [
      "DutyUnanswered",
      "other",
      "Another party of the case was asked to do this by {en} and has not answered:",
      "Une autre partie du dossier, à qui on a demandé de faire ceci au plus tard le {fr}, n’a pas répondu :",
    ],
  ])("says the time of a reminder of several duties once (%s, %s)", (kind, owner, en, fr) => {
    const dueTogether = (["tellRegulator", "tellIndividuals"] as const).map((duty, place) => ({
      dutyId: `d${place}`,
      law: "ca-on-fippa" as const,
      kind: duty,
      basis,
      dueIs: "target" as const,
    }))
    const duty = { dutyId: "d0", law: "ca-on-fippa", kind: "tellRegulator" } as const
    const message = { kind, facts: { ...dutyFacts, owner, duty, dueAt, dueTogether } } as const
    const times = {
      en: "Wednesday 4 November 2026, 09:04 Eastern Standard Time",
      fr: "mercredi 4 novembre 2026 à 9 h 04, heure normale de l’Est nord-américain",
    }
    for (const [language, lead] of [
      ["en", en],
      ["fr", fr],
    ] as const) {
      const text = mailIn(language, message).text.replaceAll("\u00a0", " ").replaceAll("\u202f", " ")
      expect(text).toContain(`${lead.replace(`{${language}}`, times[language])}\n- `)
      expect(text.split(times[language])).toHaveLength(2)
      expect(text.match(/^- /gm)).toHaveLength(2)
    }
  })

  it.each([
    ["DutyDue", "self", "By", "due by 4 Nov, 09:04 and later"],
    ["DutyOverdue", "self", "Late, do it now: notify", "were due 4 Nov, 09:04 and later"],
    ["DutyOverdue", "other", "Notify", "due 4 Nov, 09:04 and later"],
  ] as const)(
    "says the time of each duty of a reminder that are not due at once (%s, %s)",
    (kind, owner, start, subject) => {
      const later = "2026-11-04T14:44:00.000Z"
      const each = { law: "ca-on-fippa", basis, dueIs: "target" } as const
      const dueTogether = [
        { ...each, dutyId: "d0", kind: "tellRegulator" },
        { ...each, dutyId: "d1", kind: "tellIndividuals", dueAt: later },
      ] as const
      const duty = { dutyId: "d0", law: "ca-on-fippa", kind: "tellRegulator" } as const
      const facts = { ...dutyFacts, owner, duty, dueAt, dueTogether: [...dueTogether] }
      const mail = mailIn("en", { kind, facts })
      expect(mail.subject).toContain(subject)
      const items = mail.text.split("\n").filter((line) => line.startsWith("- "))
      expect(items).toEqual([expect.stringContaining("09:04 Eastern"), expect.stringContaining("09:44 Eastern")])
      for (const item of items) expect(item.startsWith(`- ${start}`)).toBe(true)
      expect(mailIn("fr", { kind, facts }).subject).toContain("et après")
    },
  )

  it("has no verb that depends on how many sections ask for a duty", () => {
    for (const law of lawCatalogue)
      for (const rule of law.rules)
        for (const language of documentLanguages) {
          const duty = { ...regulator, law: law.id, kind: rule.kind, basis: citationOf(law, rule), dueAt }
          const { text } = mailIn(language, opened({ duties: [{ ...duty, dueIs: "target" }] }))
          const cited = citationOf(law, rule, language)
          const said = {
            en: `(target of the exchange, as no fixed deadline is set in ${cited})`,
            fr: `(objectif de la plateforme d’échange, aucun délai précis n’étant fixé dans ${cited})`,
          }
          expect(text).toContain(said[language])
        }
  })

  it("says of one duty alone that the law may not ask it", () => {
    const two = dueAll(dueAt).slice(0, 2)
    expect(mailIn("en", opened()).text).toContain("The law may ask this only if the risk to people is real.")
    expect(mailIn("en", opened({ duties: two })).text).toContain("The law asks some of these only if")
  })

  it("lists first what is due first, and last what is done or another party does", () => {
    const duties = (["discharged", "takenOver", "open"] as const).map((state) => ({ ...regulator, state }))
    const soon = { ...regulator, dueAt: "2026-11-03T14:04:12.000Z" }
    const { text, subject } = mailIn("en", opened({ duties: [...duties, { ...regulator, dueAt }, soon] }))
    const starts = text.split("\n").flatMap((line) => /^- (By \w+|\w+)/.exec(line)?.[1] ?? [])
    expect(starts).toEqual(["By Tuesday", "By Wednesday", "Notify", "Done", "Another"])
    expect(subject).toContain("act by 3 Nov")
  })

  it("says what is late, and names no deadline that has passed as one to keep", () => {
    const { text, subject } = mailIn("en", { kind: "CaseGrew", facts: { ...side, updatedAt: late } })
    expect(text).toContain("- Late, do it now: notify the regulator")
    expect(text).not.toContain("- By")
    expect(subject).toContain("act now")
  })

  it("has its duties as a calendar, which names no party and no count, and leads to no API", () => {
    const towards = { kind: "retailer", alias: "Maple Books" } as const
    const named = opened({ duties: [{ ...regulator, kind: "tellIndividuals", towards, dueAt, dueIs: "target" }] })
    const { calendar } = mailIn("fr", named)
    expect(calendar?.fileName).toBe("echeances.ics")
    const content = (calendar?.content ?? "").replaceAll("\r\n ", "")
    expect(content).toContain(`SUMMARY:Objectif : aviser les personnes (${caseAlias})`)
    expect(content).toContain("UID:r@api.hub.example")
    expect(content).not.toMatch(/Maple|GET|POST|\/v1\//)
    const links = { apiUrl, consoleUrl: "https://console.hub.example" }
    expect(mailIn("en", named, links).calendar?.content).toContain(
      `URL;VALUE=URI:${links.consoleUrl}/cases/${caseAlias}`,
    )
  })

  it("sets a target apart from the legal deadline, in words and with a time of its own in the calendar", () => {
    const targetAt = "2026-11-03T14:04:12.000Z"
    const legal = { ...regulator, dueAt, dueIs: "legalDeadline", targetAt } as const
    const message = opened({ duties: [legal] })
    const english = mailIn("en", message)
    expect(english.subject).toContain("act by 3 Nov, 09:04")
    expect(english.text).toContain(
      `- By Wednesday 4 November 2026, 09:04 Eastern Standard Time: notify the regulator, Information and Privacy ` +
        `Commissioner of Ontario, at ${reportAt} (legal deadline, ${basis}; target of the exchange: Tuesday 3 November ` +
        `2026, 09:04 Eastern ` +
        "Standard Time)",
    )
    expect(mailIn("fr", message).text.replaceAll(/[\u00a0\u202f]/g, " ")).toContain(
      "(échéance légale, LAIPVP de l’Ontario art. 40.1; objectif de la plateforme d’échange : mardi 3 novembre 2026 à 9 h 04, heure " +
        "normale de l’Est nord-américain)",
    )
    const entries = (english.calendar?.content ?? "").replaceAll("\r\n ", "").split("BEGIN:VEVENT").slice(1)
    expect(
      entries.map((entry) => [/UID:(.*)\r/, /DTSTART:(.*)\r/, /SUMMARY:(.*)\r/].map((of) => of.exec(entry)?.[1])),
    ).toEqual([
      ["r-target@api.hub.example", "20261103T140412Z", `Target: notify the regulator (${caseAlias})`],
      ["r@api.hub.example", "20261104T140412Z", `Legal deadline: notify the regulator (${caseAlias})`],
    ])
    const duty = { dutyId: "r", law: "ca-on-fippa", kind: "tellRegulator" } as const
    const reminder = {
      kind: "DutyDue",
      facts: { ...dutyFacts, duty, dueAt, dueIs: "legalDeadline", targetAt },
    } as const
    expect(mailIn("en", reminder).text).toContain(
      `(legal deadline, ${basis}; target of the exchange: Tuesday 3 November 2026`,
    )
    const afterTarget = { ...side, duties: [legal], updatedAt: "2026-11-04T10:00:00.000Z" }
    expect(mailIn("en", { kind: "CaseGrew", facts: afterTarget }).subject).toContain("act by 4 Nov, 09:04")
  })

  it("withdraws the due times of a case that was merged, and has those of the leading one", () => {
    const endedDuties = [{ ...regulator, dutyId: "ended", dueAt: "2026-11-05T20:00:00.000Z" }]
    const facts = { ...merged, endedDuties }
    const { calendar, text } = mailIn("en", { kind: "CaseMerged", facts })
    const entries = (calendar?.content ?? "").replaceAll("\r\n ", "").split("BEGIN:VEVENT").slice(1)
    const shown = entries.map((entry) => [
      /UID:(.*)\r/.exec(entry)?.[1],
      /DTSTART:(.*)\r/.exec(entry)?.[1],
      /STATUS:(.*)\r/.exec(entry)?.[1],
      /SUMMARY:(.*)\r/.exec(entry)?.[1],
      entry.includes("BEGIN:VALARM"),
    ])
    expect(shown).toEqual([
      ["r@api.hub.example", "20261104T140412Z", "CONFIRMED", `Target: notify the regulator (${leadingAlias})`, true],
      ["ended@api.hub.example", "20261105T200000Z", "CANCELLED", `Notify the regulator (${caseAlias})`, false],
    ])
    expect(text).toContain("By Wednesday 4 November 2026, 09:04")
    expect(text).not.toContain("5 November")
    // A message of release 0.1.0 names the duties of the ended case alone.
    expect(mailIn("en", { kind: "CaseMerged", facts: merged }).calendar).toBeUndefined()
  })
})
