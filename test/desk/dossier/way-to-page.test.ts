import { readFileSync } from "node:fs"
import { describe, expect, it } from "@jest/globals"
import type { DocumentLanguage } from "../../../shared/base/contracts/words.ts"
import type { DossierDocument, NoticeKind } from "../../../shared/desk/dossier/document.ts"
import { remedyInWords } from "../../../shared/desk/dossier/missing-facts.ts"
import type { PartyFactsInput } from "../../../shared/desk/facts.ts"
import { parties } from "../../../shared/parties/party.ts"
import { withSettings } from "../../../shared/parties/settings/apply-settings.ts"
import { aliasIn, breachParties, servedWorld, soleCase } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"
import { takeOut } from "../take-out.ts"
import { everyLaw, ofKind, ofNoticeKind, retailerIn, textOf, under } from "./dossier-documents.ts"
import { earlyFacts, notifiedFacts } from "./dossier-scenario.ts"
import { openedDocx } from "./opened-docx.ts"

const trackingSite = { site: "maplebooks.example", entry: { en: "Track my parcel", fr: "Suivre mon colis" } }
const publicContact = { phone: "1-800-555-0142" }

const dossierOf = (party: Partial<PartyFactsInput>) =>
  under(retailerIn({ laws: ["ca-pipeda"], publicContact, lawEnforcementDelay: false, ...party }))
const named = { alias: "Maple Books", trackingSite }

/** What the notices in a language say of the way. */
const waysIn = (notices: readonly DossierDocument[], wanted: DocumentLanguage) =>
  notices
    .filter(({ language }) => language === wanted)
    .map((one) => /(?:You can also check|Vous pouvez aussi le vérifier)[^"]*?WS-\w+\./.exec(textOf(one))?.[0])

const ways = (party: Partial<PartyFactsInput>) => {
  const notices = ofKind(dossierOf(party), "notice")
  expect(textOf(notices)).not.toMatch(/https?:|www\./)
  return [...waysIn(notices, "en"), ...waysIn(notices, "fr")]
}

describe("the way from a notice to the page for recipients", () => {
  it("is there only if the party says where people track, in both languages, without a link", () => {
    expect(ways({ alias: "Maple Books" })).toEqual([undefined, undefined])
    expect(ways(named)).toEqual([
      "You can also check this yourself. Go to maplebooks.example as you always do, and choose Track my parcel. For your delivery it shows the code WS-7K2M9Q4XHT.",
      "Vous pouvez aussi le vérifier vous-même. Allez sur maplebooks.example comme toujours, et choisissez Suivre mon colis. Pour votre livraison, il affiche le code WS-7K2M9Q4XHT.",
    ])
  })

  it("names nothing to choose if the site says nothing, and the words of a site in one language in both", () => {
    expect(ways({ ...named, trackingSite: { site: "maplebooks.example" } })[0]).toContain(
      "Go to maplebooks.example as you always do. For your delivery",
    )
    const inEnglish = { site: "maplebooks.example", entry: { en: "Track my parcel" } }
    expect(ways({ ...named, trackingSite: inEnglish })[1]).toContain("choisissez Track my parcel.")
  })

  it("does not name a discreet retailer's site or its words", () => {
    const [way] = ways({ trackingSite })
    expect(way).toContain("Go to the website where you track your deliveries, as you always do. For your delivery")
    expect(textOf(ofKind(dossierOf({ trackingSite }), "notice"))).not.toMatch(/maplebooks|Track my|Suivre mon/)
  })

  it("is else the way that the party names, which no notice gives, under each law", () => {
    const wayToCheck = { en: "the number on your invoice", fr: "le numéro de votre facture" }
    const notices = ofKind(under(retailerIn({ laws: everyLaw, publicContact, wayToCheck })), "notice")
    expect(notices.length).toBeGreaterThan(8)
    for (const notice of notices) {
      expect(textOf(notice.sections)).toContain(
        notice.language === "en"
          ? "To check that this message is from us, use the number on your invoice, and not this message. Ask whether the code WS-7K2M9Q4XHT is ours."
          : "Pour vérifier que ce message vient de nous, passez par le numéro de votre facture, et non par ce message. Demandez si le code WS-7K2M9Q4XHT est bien le nôtre.",
      )
      expect(notice.missing.map(({ item }) => item)).not.toContain("way-to-check")
    }
  })

  it("is a missing fact of each notice in a language for which the party names none", () => {
    const missing = (party: Partial<PartyFactsInput>) =>
      ofKind(dossierOf(party), "notice").map(({ language, title, missing: facts }) => [
        language,
        title.startsWith("Draft") || title.startsWith("Projet"),
        facts.map(({ item }) => item),
      ])
    const draft = [true, ["way-to-check"]]
    const final = [false, []]
    expect(missing({ wayToCheck: undefined })).toEqual([
      ["en", ...draft],
      ["fr", ...draft],
    ])
    expect(missing({ wayToCheck: { en: "the number on your invoice" } })).toEqual([
      ["en", ...final],
      ["fr", ...draft],
    ])
    expect(missing({ ...named, wayToCheck: undefined })).toEqual([
      ["en", ...final],
      ["fr", ...final],
    ])
    const [fact] = ofKind(dossierOf({ wayToCheck: undefined }), "notice")[0]?.missing ?? []
    expect(fact && remedyInWords(fact, "en")).toBe(
      "How people can check that the notice is from you is missing. Enter under “Settings” where people track their parcels, or how else they check that a notice is from you.",
    )
  })

  it("is the way that the party set by itself", async () => {
    const wayToCheck = { en: "the number on your membership card" }
    const set = breachParties.map((party) => withSettings(party, { wayToCheck }))
    const world = await servedWorld(3, { parties: set })
    const wanted = { document: "notice-ca-on-fippa-en", format: "markdown" }
    expect((await takeOut(world, caller(world), "leafline", wanted)).text).toContain(`use ${wayToCheck.en},`)
  })

  it.each<[NoticeKind, Partial<PartyFactsInput>, boolean]>([
    ["earlyNotice", earlyFacts, true],
    ["followUp", { notifiedFacts }, true],
    ["publicNotice", { publicNoticeGrounds: ["furtherHarm"] }, false],
  ])("is in %s: %#", (kind, party, isThere) => {
    const notices = ofNoticeKind(dossierOf({ ...named, ...party }), kind)
    expect(notices).toHaveLength(2)
    expect(waysIn(notices, "en")[0] !== undefined).toBe(isThere)
    expect(textOf(notices).includes("maplebooks")).toBe(isThere)
  })
})

describe("the documents of the local example", () => {
  it("show the way in the carrier's notice, in each format, and a discreet retailer's without its site", async () => {
    const file: unknown = JSON.parse(readFileSync("stages/local/parties.json", "utf8"))
    const world = await servedWorld(3, { parties: parties.parse(file).parties })
    const call = caller(world)
    const code = aliasIn(world, soleCase(world), "northpost")
    const notice = { document: "notice-ca-privacy-act-fr" }
    const wayInFrench = "Allez sur northpost.example comme toujours, et choisissez Suivre un colis."
    const markdown = await takeOut(world, call, "northpost", { ...notice, format: "markdown" })
    expect(markdown.text).toContain(`${wayInFrench} Pour votre livraison, il affiche le code ${code}.`)
    const docx = await takeOut(world, call, "northpost", { ...notice, format: "docx" })
    expect(openedDocx(Buffer.from(docx.content)).get("word/document.xml")).toContain(wayInFrench)
    expect((await takeOut(world, call, "northpost", { ...notice, format: "pdf" })).content.length).toBeGreaterThan(1000)
    const discreet = await takeOut(world, call, "leafline", { document: "notice-ca-on-fippa-en", format: "markdown" })
    expect(discreet.text).not.toMatch(/leafline/i)
  })
})
