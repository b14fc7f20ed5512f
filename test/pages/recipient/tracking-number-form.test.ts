import { beforeAll, describe, expect, it } from "@jest/globals"
import { english } from "../../../shared/pages/recipient/page-words-en.ts"
import { french } from "../../../shared/pages/recipient/page-words-fr.ts"
import { cookieOf } from "../../watch/lookups/access-world.ts"
import { book, byNumber, byReference, right, worldWithParcels, wrong } from "../../watch/lookups/lookup-world.ts"
import { pageOf } from "./page-world.ts"

const ofNorthpost = { by: "trackingNumber", ...byNumber }
const fields = ["carrier", "trackingNumber", "postalCode", "houseNumber"]
const inputsIn = (body: string) => [...body.matchAll(/<input id="(\w+)"/g)].map(([, name]) => name)

describe("the form for a tracking number", () => {
  let page: ReturnType<typeof pageOf>
  beforeAll(async () => {
    page = pageOf(await worldWithParcels())
  })

  it("is one link away from the usual form, and back, in the same language and without a script", async () => {
    const usual = await page.get("/t", { query: "lang=fr" })
    expect(usual.body).toContain(`<a href="/t?by=trackingNumber&amp;lang=fr">${french.haveTrackingNumber}</a>`)
    const { statusCode, body } = await page.get("/t", { query: "by=trackingNumber&lang=fr" })
    expect([statusCode, inputsIn(body)]).toEqual([200, fields])
    expect(body).toContain(`<h1>${french.numberFormTitle}</h1>`)
    expect(body).toContain(`<a href="/t?lang=fr">${french.haveOrderNumber}</a>`)
    expect(body).toContain('<input type="hidden" name="by" value="trackingNumber">')
    for (const name of fields) {
      expect(body).toContain(`<label for="${name}">`)
      expect(body).toMatch(new RegExp(`<input id="${name}" name="${name}" [^>]*aria-describedby="${name}-hint"`))
    }
  })

  it("stays the same form when the language is switched", async () => {
    const { body } = await page.get("/t", { query: "by=trackingNumber&lang=en" })
    expect(body).toContain('hreflang="fr" href="/t?by=trackingNumber&amp;lang=fr"')
    const named = await page.get("/t/carrier/Northpost", { query: "lang=en" })
    expect(named.body).toContain('hreflang="fr" href="/t/carrier/Northpost?lang=fr"')
  })

  it("has the carrier of a carrier's own link filled in, and says the same of one that does not exist", async () => {
    const bodies = await Promise.all(
      ["Northpost", "Nobody", `"><b>x`].map(async (alias) => {
        const { statusCode, body } = await page.get(`/t/carrier/${encodeURIComponent(alias)}`)
        const shown = alias.replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;").replace(">", "&gt;")
        expect(body).toContain(`name="carrier" value="${shown}"`)
        return [statusCode, inputsIn(body), body.replaceAll(shown, "?").replaceAll(encodeURIComponent(alias), "?")]
      }),
    )
    expect(bodies[1]).toEqual(bodies[0])
    expect(bodies[2]).toEqual(bodies[0])
  })

  it("is the usual form for a word that nobody knows", async () => {
    expect(inputsIn((await page.get("/t", { query: "by=name" })).body)).toContain("retailer")
  })

  it("names each field that is missing or does not fit, and keeps what was typed in the same form", async () => {
    const { statusCode, body } = await page.post({ by: "trackingNumber", carrier: "<b>Northpost", postalCode: "M" })
    expect([statusCode, inputsIn(body)]).toEqual([400, fields])
    expect(body).toContain(`<a href="#trackingNumber">${english.trackingNumberMissing}</a>`)
    expect(body).toContain(`<a href="#postalCode">${english.postalCodeWrong}</a>`)
    expect(body).toContain('value="&lt;b&gt;Northpost"')
    expect(body).not.toContain('href="#carrier"')
    const none = await page.post({ by: "trackingNumber", carrier: "x".repeat(65), trackingNumber: "y".repeat(65) })
    expect([...none.body.matchAll(/<li><a href="#(\w+)">/g)].map(([, name]) => name)).toEqual([
      "carrier",
      "trackingNumber",
      "postalCode",
    ])
    expect(none.body).toContain(english.carrierWrong)
    expect(none.body).toContain(english.trackingNumberWrong)
  })

  it("reads no field of the other form", async () => {
    const { statusCode, body } = await page.post({ by: "trackingNumber", ...byReference, reference: "LL-1", ...right })
    expect(statusCode).toBe(400)
    expect(body).toContain(english.carrierMissing)
    expect(body).toContain(english.trackingNumberMissing)
    const ofOther = { retailer: "Maple Books", reference: book }
    expect((await page.post({ ...ofNorthpost, ...right, ...ofOther })).body).toContain(english.phases.delivered)
  })
})

describe("a parcel by its tracking number on the recipient's page", () => {
  it("opens with the postal code, with or without the house number, and not without a proof", async () => {
    const world = await worldWithParcels()
    const page = pageOf(world)
    for (const proof of [right, { ...right, houseNumber: "1" }]) {
      const { statusCode, body } = await page.post({ ...ofNorthpost, carrier: "Northpost", ...proof })
      expect(statusCode).toBe(200)
      expect(body).toContain(english.phases.delivered)
      expect(body).toContain(english.notAffected)
      expect(body).toContain(english.accessesElsewhere)
      expect(body).not.toContain(english.maybeYou)
    }
    const rows = world.disclosures.rows().length
    expect((await page.post(ofNorthpost)).statusCode).toBe(400)
    expect(world.disclosures.rows()).toHaveLength(rows)
  })

  it("is shown in the other language by sending the same form again", async () => {
    const page = pageOf(await worldWithParcels())
    const { body } = await page.post({ ...ofNorthpost, ...right, lang: "en" })
    const [, form = ""] = /<nav[\s\S]*?<form[^>]*>([\s\S]*?)<button/.exec(body) ?? []
    const sent = Object.fromEntries([...form.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, ...pair]) => pair))
    expect(sent).toEqual({ ...ofNorthpost, ...right, lang: "fr" })
    expect((await page.post(sent)).body).toContain(french.phases.delivered)
  })

  it("counts as the same guesses as those of an order number", async () => {
    const world = await worldWithParcels()
    const page = pageOf(world)
    const { cookies } = await page.post({ ...ofNorthpost, ...wrong })
    const cookie = cookieOf(cookies[0])
    for (let guess = 1; guess <= 12; guess += 1) await page.post({ ...ofNorthpost, ...wrong }, { cookie })
    const { body: miss } = await pageOf(await worldWithParcels()).post({ ...ofNorthpost, ...right, carrier: "Nobody" })
    const refused = await page.post({ ...ofNorthpost, ...right }, { cookie })
    expect([refused.statusCode, refused.body.replace(ofNorthpost.carrier, "Nobody")]).toEqual([404, miss])
  })
})
