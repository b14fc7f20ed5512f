import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals"
import { deriveDuties } from "../../../shared/desk/duties/derive-duties.ts"
import { knownLawIds } from "../../../shared/desk/law/catalogue.ts"
import { readLaws } from "../../../shared/desk/law/load-laws.ts"
import { retailerFacts, scenarioFacts } from "../dossier/dossier-scenario.ts"

const pack = join(import.meta.dirname, "../../../shared/desk/law/laws")
/** A law that a deployer wrote, as one file: New York's under another name. */
const ownLaw = readFileSync(join(pack, "us-ny-gbl-899-aa.yaml"), "utf8").replace("us-ny-gbl-899-aa", "us-xx-own-act")

let own = ""
beforeEach(() => {
  own = mkdtempSync(join(tmpdir(), "laws-"))
})
afterEach(() => rmSync(own, { recursive: true }))
const write = (text: string, name = "us-xx-own-act.yaml") => writeFileSync(join(own, name), text)

describe("the files of laws", () => {
  it("are the pack and a deployer's own beside it, whose duties are derived with nothing else written", () => {
    write(ownLaw)
    const laws = readLaws([pack, own, join(own, "not-there")])
    expect(laws.map(({ id }) => id)).toEqual([...knownLawIds, "us-xx-own-act"].sort())
    const party = { ...retailerFacts, laws: ["us-xx-own-act"], shipmentsByRegion: { "US-NY": 4500 } }
    const duties = deriveDuties(scenarioFacts({ parties: [party] }), laws)
    expect(duties.map(({ law, kind }) => [law, kind]).sort()).toEqual([
      ["us-xx-own-act", "tellIndividuals"],
      ["us-xx-own-act", "tellRegulator"],
    ])
  })

  it("have a deployer's own in place of a law of the pack that nobody has read", () => {
    write(ownLaw.replaceAll("us-xx-own-act", "ca-ab-popa"), "ca-ab-popa.yaml")
    const laws = readLaws([pack, own])
    expect(laws.map(({ id }) => id)).toEqual(knownLawIds)
    expect(laws.find(({ id }) => id === "ca-ab-popa")?.rules).not.toEqual([])
  })

  it.each([
    ["kind: tellRegulator", "kind: tellRegulater", "rule notify-state-agencies, kind: Invalid option: expected"],
    ["residentsAtLeast: 1", "residentAtLeast: 1", 'rule disclose-to-residents, owedIf: Unrecognized key: "res'],
    ["within: 30 calendar days", "within: 30 days", "rule disclose-to-residents, due.within: write a number of"],
    [
      "within: 30 calendar days, promptly: withoutUnreasonableDelay,",
      "",
      "due: write within, or in promptly the standard",
    ],
    ["fact: peopleInJurisdiction", "fact: location", "mustSay.2: give it a label: it has no usual one"],
    ["mark: S", "mark: V", "rule disclose-to-residents: the day in read of the clause belongs to mark V"],
    ["confirmWithCounsel: true", "", "rule disclose-to-residents, confirmWithCounsel: it is missing"],
    [/shortName: .*/, "shortName: N.Y. GBL", "shortName: write it in English and French, as { en: …, fr: … }"],
    [/clause:\n +section: .*/, "clause:", "clause.section: write a provision, such as s. 5(2), or as { en: …, fr"],
    [/words:\n +en: >-/, "words: >-", "clause.words: write the words of the law as { en: … }, as { en: …, fr: … }"],
    ["inForceFrom: 2025-03-21", "inForceFrom: 2025", "inForceFrom: write a day, such as 2026-12-02"],
    [
      "reach: residents",
      "reach: residents\nemergencyNumber: 911",
      "emergencyNumber: write text, a number in quotation",
    ],
    ["timeZone: America/New_York", "timeZone: America/NewYork", "line 8, timeZone: write an IANA time zone, such as"],
    ["reach: residents", "", "line 1, reach: Invalid option: expected one of"],
    ["id: us-xx-own-act", "id: us-xx-other-act", "name the file us-xx-other-act.yaml, as its id."],
    ["id: us-xx-own-act", "id: [", "is no YAML: "],
    ["reach: residents", "reach: residents\nnobodyHasRead: true", "a law that nobody has read has no rules"],
  ])("say of %s as %s where the fault is and what to write", (right, wrong, sentence) => {
    write(ownLaw.replace(right, wrong))
    expect(() => readLaws([own])).toThrow(sentence)
    expect(() => readLaws([own])).toThrow(/laws-\w+\/us-xx-own-act\.yaml/)
  })

  it("can name goods that the law's definition covers, and no field", () => {
    write(ownLaw.replaceAll("fieldsAmong: [], ", ""))
    const of = (goods: "health" | "ordinary") => ({
      ...retailerFacts,
      laws: ["us-xx-own-act"],
      goods,
      shipmentsByRegion: {},
    })
    const presumed = (goods: "health" | "ordinary") =>
      deriveDuties(scenarioFacts({ parties: [of(goods)] }), readLaws([own])).map(({ presumption }) => presumption)
    expect(presumed("health")).toEqual(["assess", "assess"])
    expect(presumed("ordinary")).toEqual(["probablyNotOwed", "probablyNotOwed"])
  })

  it("are not read when they are too large", () => {
    write(`${ownLaw}#${"x".repeat(250_000)}`)
    expect(() => readLaws([own])).toThrow(/us-xx-own-act\.yaml has \d+ bytes, and may have 250000: write it shorter/)
  })

  it("say in which line the fault is", () => {
    const wrong = ownLaw.replace("within: 30 calendar days", "within: 30 days")
    write(wrong)
    const line = wrong.slice(0, wrong.indexOf("within: 30 days")).split("\n").length
    expect(() => readLaws([own])).toThrow(`line ${line}, rule disclose-to-residents, due.within: `)
  })

  it("have each law once", () => {
    write(ownLaw.replace("us-xx-own-act", "eu-gdpr"), "eu-gdpr.yaml")
    expect(() => readLaws([pack, own])).toThrow("Two files have the law eu-gdpr. Give yours another id.")
  })

  it("have one name for each regulator", () => {
    write(ownLaw.replace("New York Attorney General, Department", "Attorney General, Department"))
    expect(() => readLaws([pack, own])).toThrow(
      /laws\/us-ny-gbl-899-aa\.yaml and \S+us-xx-own-act\.yaml have two names for the regulator NY-AG\. Write the same/,
    )
    write(ownLaw.replace("code: NY-AG", "code: XX-AG").replace("Attorney General, Department", "Attorney, Department"))
    expect(readLaws([pack, own])).toHaveLength(knownLawIds.length + 1)
  })

  it("can be of a place whose part has one to three letters or digits", () => {
    write(ownLaw.replace("jurisdiction: US-NY", "jurisdiction: GB-ENG"))
    expect(readLaws([own])).toMatchObject([{ jurisdiction: "GB-ENG" }])
  })
})
