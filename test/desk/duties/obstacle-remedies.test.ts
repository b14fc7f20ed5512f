import { describe, expect, it } from "@jest/globals"
import { pair } from "../../../shared/base/platform/bilingual.ts"
import type { Duty } from "../../../shared/desk/duties/duty.ts"
import { legalQuestions } from "../../../shared/desk/duties/legal-questions.ts"
import {
  attestContainment,
  dischargeOwn,
  hiddenElsewhere,
  notifyPeople,
  notifyPeopleElsewhere,
  partyInWords,
  settledElsewhere,
  stateFalseAlarmToo,
} from "../../../shared/desk/duties/obstacle-remedies.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { duty } from "../../builders/duty.ts"

const path = "/v1/cases/WS-7K2Q9M4XTB"
const northpost = partyInWords({ kind: "carrier", alias: "Northpost" })
const aRetailer = partyInWords({ kind: "retailer" })
const fippa = pair("Ontario FIPPA", "LAIPVP de l’Ontario")
const questions = legalQuestions(lawCatalogue, {
  laws: ["ca-on-fippa"],
  timeZone: "America/Toronto",
  awareAt: "2026-11-01T12:00:00Z",
})
const owed = (changes: Partial<Duty>) => ({ dutyId: "duty-1", law: fippa, duty: duty(changes) })
const at = "2026-11-20T12:00:00.000Z"
const leafline = { id: "leafline", at }

describe("what would remove an obstacle", () => {
  it("names the call for people whom nobody has notified, and the test with its factors", () => {
    const obstacle = { notNotified: 4500, laws: ["ca-on-fippa"] }
    const { en, fr } = notifyPeople(path, obstacle, questions, () => fippa)
    expect(en).toBe(
      `Record with POST ${path}/receipts that the people of 4,500 shipments were notified, directly or by public ` +
        "notice. If the law does not ask for it: answer the legal test realRiskOfSignificantHarm of Ontario FIPPA with " +
        "no and the factors sensitivity, probabilityOfMisuse, stepsOfTheIndividual and guidance: " +
        `POST ${path}/facts with the assessment of ca-on-fippa.`,
    )
    expect(fr).toContain(`POST ${path}/receipts que les personnes de 4\u00a0500 envois ont été avisées`)
    expect(fr).toContain("répondez non au critère realRiskOfSignificantHarm (LAIPVP de l’Ontario)")
  })

  it("asks a party that no law binds to say why nobody has to be notified", () => {
    const { en } = notifyPeople(path, { notNotified: 1, laws: [] }, [], () => fippa)
    expect(en).toContain("the people of 1 shipment were notified")
    expect(en).toContain("an assessment without law, and met no")
  })

  it("offers no assessment for a record of every breach", () => {
    const record = owed({ kind: "keepRecord", test: undefined, excuses: [] })
    const { en } = dischargeOwn(path, record, undefined)
    expect(en).toBe(
      `Give its receipt once it is done: POST ${path}/duties/duty-1 with operation discharge and a receipt of the ` +
        "kind recordEntry.",
    )
  })

  it.each([
    ["declined", "You declined it, and it is still asked of you."],
    ["offered", "Another party offers to do it: answer with operation acceptOffer or refuseOffer."],
    ["takenOver", "Another party has taken it over and can give its receipt, and so can you."],
    ["open", "Give its receipt once it is done:"],
  ] as const)("begins with how an own duty stands: %s", (state, beginning) => {
    expect(dischargeOwn(path, owed({ state }), questions[0]).en).toMatch(new RegExp(`^${beginning}`))
  })

  it.each<[string, Partial<Duty>, string]>([
    ["nobody has asked", { state: "open" }, `Ask for it with POST ${path}/duties/duty-1 and operation request.`],
    ["it was asked", { state: "requested" }, "Northpost has to do it and give its receipt."],
    ["it did not answer", { state: "unanswered" }, "Northpost did not answer. Take it over with"],
    ["it declined", { state: "declined" }, `Northpost declined it. Take it over with POST ${path}/duties/duty-1`],
    [
      "it accepted and is late",
      { state: "accepted", clock: { ...duty().clock, dueAt: "2026-11-04T12:00:00.000Z" } },
      "Northpost accepted it and is late. Take it over with",
    ],
    [
      "the reader took it over",
      { state: "takenOver", takenOver: { by: "leafline", at } },
      "You took it over from Northpost. Give its receipt:",
    ],
    [
      "the reader offered to do it",
      { state: "offered", offered: { by: "leafline", at } },
      "Northpost has to answer your offer to do it.",
    ],
  ])("says what another party or the reader can do: %s", (_, changes, sentence) => {
    expect(settledElsewhere(path, owed(changes), northpost, leafline).en).toContain(sentence)
  })

  it("names a discreet retailer to nobody", () => {
    const remedies = [
      notifyPeopleElsewhere(path, aRetailer, "retailer"),
      hiddenElsewhere(aRetailer),
      stateFalseAlarmToo(aRetailer),
    ]
    for (const { en, fr } of remedies) {
      expect(en).toMatch(/^A retailer |a retailer/)
      expect(fr).toMatch(/^Un détaillant |un détaillant/)
    }
  })

  it("says who can attest containment: the party that runs the tool", () => {
    expect(attestContainment(path, northpost).en).toMatch(/^Northpost runs the tool and attests/)
    expect(attestContainment(path, "self").en).toMatch(/^Once your tool shows this no more/)
    expect(attestContainment(path, undefined).fr).toMatch(/^Une fois l’atteinte terminée/)
  })
})
