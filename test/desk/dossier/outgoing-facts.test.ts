import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { documentLanguages } from "../../../shared/base/contracts/words.ts"
import { day } from "../../../shared/base/platform/bilingual.ts"
import type { Dossier, DossierDocument } from "../../../shared/desk/dossier/document.ts"
import { letterToOne, mergeSlots, slotsOfDelivery } from "../../../shared/desk/dossier/merge-slots.ts"
import { tellDay } from "../../../shared/desk/dossier/notice-words.ts"
import type { PartyFactsInput } from "../../../shared/desk/facts.ts"
import { lawsWithDuties, ofKind, retailerIn, rowsOf, textOf, under } from "./dossier-documents.ts"

type Language = Dossier["language"]

const start = Date.parse("2026-10-01T00:00:00Z")
const instant = (minutes: number) => new Date(start + minutes * 60_000).toISOString()
const preparedAt = "2027-01-15T17:05:00Z"

/** What a party can know of a case: when it was, of how many shipments, and how far its notices are. */
const factsOfParty = fc
  .record({
    timeZone: fc.constantFrom("America/Toronto", "America/Vancouver", "Europe/Paris"),
    law: fc.constantFrom(...lawsWithDuties.map(({ id }) => id)),
    first: fc.integer({ min: 0, max: 40_000 }),
    lasts: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1_440, max: 20_000 })),
    shipments: fc.integer({ min: 1, max: 9_000 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    told: fc.oneof(fc.constant(0), fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
    publicly: fc.boolean(),
    knowsPeople: fc.boolean(),
  })
  .map(({ timeZone, law, first, lasts, shipments, share, told, publicly, knowsPeople }): Partial<PartyFactsInput> => {
    const notified = Math.floor(shipments * told)
    const some = Math.ceil(shipments * share)
    return {
      laws: [law],
      timeZone,
      firstExposureAt: instant(first),
      lastExposureAt: instant(first + lasts),
      shipments,
      people: knowsPeople ? shipments : null,
      peopleAtMost: knowsPeople ? 2 * shipments : undefined,
      shareOfTotal: null,
      exposuresByField: [
        { field: "postal-code", shipments },
        ...(some === 0 ? [] : [{ field: "delivery-date", shipments: some }]),
      ],
      notice: {
        affected: shipments,
        notified: publicly ? 0 : notified,
        notifiedByPublicNotice: publicly ? notified : 0,
        ...(notified === 0 ? {} : { firstNotifiedAt: instant(70_000), lastNotifiedAt: instant(70_000 + lasts) }),
      },
      ...(publicly ? { publicNoticeGrounds: ["noContactDetails" as const] } : {}),
    }
  })

const months =
  "January|February|March|April|May|June|July|August|September|October|November|December|janvier|février|mars|avril|mai|" +
  "juin|juillet|août|septembre|octobre|novembre|décembre"
const date = String.raw`\d{1,2}(?:er)? (?:${months}) \d{4}`
const dates = new RegExp(date, "g")
const nouns =
  "shipments?|deliver(?:y|ies)|people|persons?|recipients?|envois?|livraisons?|personnes?|destinataires?|order or|numéros? de"
const counts = new RegExp(String.raw`(\d[\d,\u00a0]*)(?: (?:of|sur) (\d[\d,\u00a0]*))? (?:${nouns})\b`, "g")
const sameTwice = new RegExp(
  String.raw`(?:between|from|Between|From) (${date}) (?:and|to) \1|(?:entre le|Entre le|du|Du) (${date}) (?:et le|au) \2`,
)

/** What an outgoing document says, line by line. */
function linesIn(document: DossierDocument): readonly string[] {
  const lines: string[] = []
  JSON.stringify(document.sections, (_key, value: unknown) => {
    if (typeof value === "string") lines.push(value.replaceAll(/(?<=\D)\u00a0(?=\D)/g, " "))
    return value
  })
  return lines
}

const outgoing = (facts: Partial<PartyFactsInput>, language: Language) => {
  const built = retailerIn(facts)
  const dossier = under(built, { language, preparedAt })
  return {
    dossier,
    documents: dossier.documents.filter(({ kind }) => kind === "notice" || kind === "regulatorReport"),
    instants: JSON.stringify([built, dossier.duties, preparedAt]).match(/\d{4}-\d\d-\d\dT[\d:.]+Z/g) ?? [],
  }
}

/** Whether the law of a notice or report asks when it was. */
const asksForPeriod = ({ law, rule, addressee, noticeKind }: DossierDocument): boolean =>
  addressee === undefined &&
  noticeKind === undefined &&
  lawsWithDuties.some(
    ({ id, rules }) =>
      id === law && rules.some((one) => one.id === rule && one.content.some(({ source }) => source === "period")),
  )

const runs = { numRuns: 30 }

describe("what goes out to people, regulators and organizations", () => {
  it("has no date and no count but those of the case’s facts, and no span from a day to itself", () => {
    fc.assert(
      fc.property(factsOfParty, fc.constantFrom(...documentLanguages), (facts, language) => {
        const { documents, instants } = outgoing(facts, language)
        const { shipments = 0, notice, timeZone = "", exposuresByField = [] } = facts
        const told = (notice?.notified ?? 0) + (notice?.notifiedByPublicNotice ?? 0)
        const numbers = [shipments, 2 * shipments, notice?.notified ?? 0, told, shipments - told, 4_731]
        const known = new Set([...numbers, ...exposuresByField.map((one) => one.shipments)].map(String))
        expect(documents.length).toBeGreaterThan(1)
        for (const document of documents) {
          // A report holds a sample of the notice, which can be in the other language.
          const days = new Set(instants.flatMap((at) => documentLanguages.map((one) => day(at, timeZone, one))))
          for (const line of linesIn(document)) {
            for (const [said] of line.matchAll(dates)) expect(days).toContain(said)
            for (const [, ...said] of line.matchAll(counts))
              for (const one of said) if (one !== undefined) expect(known).toContain(one.replaceAll(/[,\u00a0]/g, ""))
            expect(line).not.toMatch(sameTwice)
          }
        }
      }),
      runs,
    )
  })

  it("says in each notice and report the days between which deliveries were seen", () => {
    fc.assert(
      fc.property(factsOfParty, fc.constantFrom(...documentLanguages), (facts, language) => {
        const { timeZone = "", firstExposureAt, lastExposureAt } = facts
        for (const document of outgoing(facts, language).documents) {
          if (!asksForPeriod(document)) continue
          const jurisdiction = document.kind === "notice" && document.law?.startsWith("us-") ? "US" : "CA"
          const [first = "", last = ""] = [firstExposureAt, lastExposureAt].map((at) =>
            tellDay({ language: document.language, jurisdiction }, at ?? "", timeZone),
          )
          const text = linesIn(document).join("\n")
          expect(text).toContain(first)
          expect(text).toContain(last)
        }
      }),
      runs,
    )
  })

  it("says that a delivery may have been looked up on the day on which the hour of the last lookup ends", () => {
    const timeZone = "America/St_Johns"
    // 23:45 there. This UTC hour ends half an hour after midnight.
    const at = "2026-10-31T02:15:00.000Z"
    const days = "between 30 October 2026 and 31 October 2026"
    const seen = { fields: [], firstExposureAt: at, lastExposureAt: at, isPossible: false }
    expect(slotsOfDelivery([seen], { timeZone, language: "en" }).lookedUp).toBe(`was looked up ${days}`)
    const facts = retailerIn({ timeZone, firstExposureAt: at, lastExposureAt: at })
    expect(textOf(ofKind(under(facts), "notice")[0])).toContain(days)
  })

  it.each(documentLanguages)("says no share of all orders that would be rounded up, in %s", (language) => {
    const textWith = (shareOfTotal: number) =>
      JSON.stringify(under(retailerIn({ shareOfTotal }), { language, preparedAt }).documents)
    expect(textWith(0.02)).toMatch(/of all orders|de toutes les commandes/)
    expect(textWith(2 / 225_000)).not.toMatch(/of all orders|de toutes les commandes/)
  })

  it("never says of a notice that some got that nobody did, or of one that all got that it is not yet given", () => {
    fc.assert(
      fc.property(factsOfParty, fc.constantFrom(...documentLanguages), (facts, language) => {
        const { notice } = facts
        const told = (notice?.notified ?? 0) + (notice?.notifiedByPublicNotice ?? 0)
        // Registers too: most laws ask there, and not in a report, when people were notified.
        for (const document of outgoing(facts, language).dossier.documents)
          for (const { values } of rowsOf(document)) {
            const text = values.join("\n")
            if (!/recipients? notified|destinataires? avisés/.test(text)) continue
            const saysNobody =
              /people affected: not yet$|personnes touchées : pas encore$|have not been notified|n’ont pas encore été/m
            if (told > 0) expect(text.replaceAll("\u00a0", " ")).not.toMatch(saysNobody)
            if (told === notice?.affected)
              expect(text).not.toMatch(/not recorded as notified|not finished|encore terminé|non consignés/)
          }
      }),
      runs,
    )
  })

  it("says in a merged letter when this delivery was seen: one day as one day", () => {
    fc.assert(
      fc.property(factsOfParty, fc.constantFrom(...documentLanguages), fc.boolean(), (facts, language, isPossible) => {
        const { timeZone = "", firstExposureAt, lastExposureAt } = facts
        const [firstAt, lastAt] = [firstExposureAt ?? "", lastExposureAt ?? ""]
        const { dossier } = outgoing(facts, language)
        const notice = dossier.documents.find(
          (one) => one.kind === "notice" && one.noticeKind === undefined && one.addressee === undefined,
        )
        if (notice === undefined) return
        const told = notice.language
        const seen = { fields: ["postal-code"], firstExposureAt: firstAt, lastExposureAt: lastAt, isPossible }
        const filled = slotsOfDelivery([seen], { timeZone, language: told })
        const letter = letterToOne(notice, dossier.caseAlias)
        const inPlace = letter.sections.flatMap(({ blocks }) =>
          blocks.flatMap((block) => (block.kind === "slots" ? block.lines : [])),
        )
        const text = [letter.delivery[0], ...inPlace]
          .join(" ")
          .replace(`«${mergeSlots.delivery[told]}»`, "LL-1")
          .replace(`«${mergeSlots.lookedUp[told]}»`, filled.lookedUp)
          .replace(`«${mergeSlots.shown[told]}»`, filled.shown)
        const [first, last] = [day(firstAt, timeZone, told), day(lastAt, timeZone, told)]
        const when =
          told === "en"
            ? first === last
              ? `on ${first}`
              : `between ${first} and ${last}`
            : first === last
              ? `le ${first}`
              : `entre le ${first} et le ${last}`
        expect(text).toContain(`${when}. `)
        expect(text).not.toContain("«")
        expect(text).toMatch(
          told === "en"
            ? isPossible
              ? /^Your delivery LL-1 may have been looked up .+ May have been shown: the postal code\.$/
              : /^Your delivery LL-1 was looked up .+ Shown: the postal code\.$/
            : isPossible
              ? /^Votre livraison LL-1 a peut-être été consultée .+ Peut-être affiché : le code postal\.$/
              : /^Votre livraison LL-1 a été consultée .+ Affiché : le code postal\.$/,
        )
      }),
      runs,
    )
  })
})
