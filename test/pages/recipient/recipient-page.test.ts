import { beforeAll, describe, expect, it } from "@jest/globals"
import { openLinkScript, styleSheet } from "../../../shared/pages/recipient/page-assets.ts"
import { english } from "../../../shared/pages/recipient/page-words-en.ts"
import { french } from "../../../shared/pages/recipient/page-words-fr.ts"
import { cookieOf, leaflineReference, linkToken } from "../../watch/lookups/access-world.ts"
import {
  book,
  byNumber,
  byReference,
  mailed,
  right,
  worldWithParcels,
  wrong,
} from "../../watch/lookups/lookup-world.ts"
import { pageOf } from "./page-world.ts"

const ofLeafline = { retailer: byReference.retailer, reference: byReference.orderReference }
const ofNorthpost = { by: "trackingNumber", ...byNumber }
const formInputs = /(<input id="(\w+)" name="\w+") value="([^"]*)"/g
/** What stands in the fields of a page, without the empty ones. */
const typedIn = (body: string) =>
  Object.fromEntries(
    [...body.matchAll(formInputs)].flatMap(([, , name, value]) => (value === "" ? [] : [[name, value]])),
  )
/** The page with empty fields. */
const emptied = (body: string) => body.replaceAll(formInputs, '$1 value=""')
const french1 = { headers: { "accept-language": "fr-CA,fr;q=0.9,en;q=0.5" } }

describe("the form of the recipient's page", () => {
  let page: ReturnType<typeof pageOf>
  beforeAll(async () => {
    page = pageOf(await worldWithParcels())
  })

  it("is in the browser's language, and in the other one by a switch", async () => {
    const inFrench = await page.get("/t", french1)
    expect(inFrench).toMatchObject({ statusCode: 200, headers: { "content-language": "fr" } })
    expect(inFrench.body).toContain('<html lang="fr">')
    expect(inFrench.body).toContain(french.formTitle)
    expect(inFrench.body).toContain('href="/t?lang=en"')
    expect((await page.get("/t", { ...french1, query: "lang=en" })).body).toContain(english.formTitle)
    expect((await page.get("/t", { headers: { "accept-language": "de" } })).body).toContain(english.formTitle)
  })

  it("opens whatever a mail program adds to the address", async () => {
    const { statusCode, body } = await page.get("/t", { query: "utm_source=mail&lang=xx&lang=yy" })
    expect([statusCode, body.includes(english.formTitle)]).toEqual([200, true])
  })

  it("ties each input to a label and a hint, and needs no script", async () => {
    const { body } = await page.get("/t")
    for (const name of ["retailer", "reference", "postalCode", "houseNumber"]) {
      expect(body).toContain(`<label for="${name}">`)
      expect(body).toMatch(new RegExp(`<input id="${name}" name="${name}" [^>]*aria-describedby="${name}-hint"`))
    }
    expect(body).toContain('<form method="post" action="/t">')
    expect(body).not.toMatch(/ style=| on[a-z]+=|<style|<script(?! src="\/t\/open-link\.js" defer><\/script>)/)
  })

  it("says the same for a retailer that exists, a discreet one, and one that does not exist (promise: page-says-no-retailer)", async () => {
    const bodies = await Promise.all(
      ["Leafline", "Maple Books", "Nobody"].map(async (alias) => {
        const { statusCode, body } = await page.get(`/t/${encodeURIComponent(alias)}`)
        expect(body).toContain(`value="${alias}"`)
        return [statusCode, body.replaceAll(alias, "?").replaceAll(encodeURIComponent(alias), "?")]
      }),
    )
    expect(bodies[1]).toEqual(bodies[0])
    expect(bodies[2]).toEqual(bodies[0])
  })

  it("shows hostile input as text, without characters that turn the direction of writing", async () => {
    const hostile = `"><script>alert('x')</script>\u202Egnp\u2066 & more`
    const { body } = await page.get(`/t/${encodeURIComponent(hostile)}`)
    expect(body).toContain('value="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;gnp &amp; more"')
    expect(body).not.toMatch(/<script>|[\u202E\u2066]/)
  })

  it("names each field that is missing or does not fit, in a summary with the focus, and keeps what was typed", async () => {
    const { statusCode, body } = await page.post({
      retailer: "<b>Leafline",
      reference: "  ",
      postalCode: "M",
      lang: "en",
    })
    expect(statusCode).toBe(400)
    expect(body).toMatch(/<div class="errors" role="alert" tabindex="-1" autofocus>/)
    expect(body).toContain(`<a href="#reference">${english.referenceMissing}</a>`)
    expect(body).toContain(`<a href="#postalCode">${english.postalCodeWrong}</a>`)
    expect(body).toMatch(
      /<input id="reference" [^>]*aria-describedby="reference-hint reference-error" aria-invalid="true"/,
    )
    expect(body).toContain('value="&lt;b&gt;Leafline"')
    expect(body).not.toContain('href="#retailer"')
  })

  it("takes nothing but a form", async () => {
    const json = { headers: { "content-type": "application/json" } }
    expect((await page.post({ ...ofLeafline, ...right }, json)).statusCode).toBe(415)
  })

  it("asks for the whole link if it is cut off, and does not repeat it", async () => {
    const { statusCode, body } = await page.post({ linkToken: "cut-off" })
    expect([statusCode, body.includes(english.linkTokenWrong), body.includes("cut-off")]).toEqual([400, true, false])
  })
})

describe("the headers of the recipient's page", () => {
  it("allow its own style and script alone, no frame, no copy and no referrer, on every answer", async () => {
    const page = pageOf(await worldWithParcels())
    const answers = await Promise.all([
      page.get("/t"),
      page.get("/t/Nobody"),
      page.post({ ...ofLeafline, ...right }),
      page.post({ ...ofLeafline, ...wrong }),
      page.post({}),
      page.post({ retailer: "x".repeat(5_000) }),
    ])
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 404, 400, 413])
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-store",
        "content-security-policy":
          "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; " +
          "frame-ancestors 'none'; base-uri 'none'",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "cross-origin-opener-policy": "same-origin",
      })
      expect(headers["permissions-policy"]).toContain("geolocation=()")
      expect(headers["strict-transport-security"]).toBeUndefined()
    }
    const secure = await page.get("/t", { headers: { "x-forwarded-proto": "https" } })
    expect(secure.headers["strict-transport-security"]).toMatch(/^max-age=\d{8}$/)
  })

  it("bind the visitor's cookie to this host alone", async () => {
    const page = pageOf(await worldWithParcels())
    const { cookies } = await page.post({ ...ofLeafline, ...wrong })
    expect(cookies).toHaveLength(1)
    expect(cookies[0]).toMatch(/^__Host-wayseal=.*; Path=\/; Secure; HttpOnly; SameSite=Lax$/)
    expect(cookies[0]).not.toMatch(/Domain/i)
  })
})

describe("a form of another website", () => {
  it.each([
    [{ "sec-fetch-site": "cross-site" }, 403],
    [{ "sec-fetch-site": "same-site" }, 403],
    [{ "sec-fetch-site": "none" }, 200],
    [{ "sec-fetch-site": "same-origin", origin: "null" }, 200],
  ])("is not looked up: %j", async (headers, status) => {
    const world = await worldWithParcels()
    const { statusCode, body } = await pageOf(world).post({ ...ofLeafline, ...right }, { headers })
    expect(statusCode).toBe(status)
    expect(body.includes(english.crossSiteTitle)).toBe(status === 403)
    expect(world.disclosures.rows()).toHaveLength(status === 403 ? 0 : 1)
  })
})

describe("a parcel on the recipient's page", () => {
  it("opens by its link, with who looked it up (promise: link-opens-with-lookups)", async () => {
    const world = await worldWithParcels()
    const page = pageOf(world)
    await page.post({ ...ofLeafline, ...right }, { ip: "198.51.100.9" })
    const { statusCode, body } = await page.post({ linkToken: mailed.linkToken })
    expect(statusCode).toBe(200)
    expect(body).toContain("<strong>Leafline</strong>")
    expect(body).toContain(`<dd>${english.phases.delivered}</dd>`)
    expect(body).toContain("<dd>5 November 2026, 04:00 (EST)</dd>")
    expect(body).toContain(english.notAffected)
    expect(body).toContain(english.accessesTitle)
    expect(body).toContain(english.maybeYou)
    expect(body).toContain("The postal code of the delivery")
    expect(body).toContain("The personal link that the shop sent")
    expect(body).toContain("The exchange’s page for recipients, or the site of the shop or the carrier")
    expect(body).not.toMatch(/198\.51|203\.0|subject#|network#|shp_leaf|Anarysigner/)
  })

  it("opens by order number and postal code, and says how to learn who looked it up and to have it erased", async () => {
    const page = pageOf(await worldWithParcels())
    const { statusCode, body } = await page.post({ ...ofLeafline, ...right, lang: "fr" })
    expect(statusCode).toBe(200)
    expect(body).toContain(french.phases.delivered)
    expect(body).toContain(french.notAffected)
    expect(body).toContain(french.accessesElsewhere)
    expect(body).toContain(french.erasure)
    expect(body).not.toContain(french.maybeYou)
  })

  it("is shown in the other language by sending the same form again", async () => {
    const page = pageOf(await worldWithParcels())
    const { body } = await page.post({ linkToken: mailed.linkToken, lang: "en" })
    const [, name, value] =
      /<input type="hidden" name="(linkToken)" value="([^"]+)">\n<input type="hidden" name="lang" value="fr">/.exec(
        body,
      ) ?? []
    expect([name, value]).toEqual(["linkToken", mailed.linkToken])
  })

  it("does not say whether it is affected to somebody whose postal code counts as a guess", async () => {
    const world = await worldWithParcels()
    const page = pageOf(world)
    const first = await page.post({ ...ofLeafline, ...wrong })
    const cookie = cookieOf(first.cookies[0])
    for (const order of [1, 2, 3]) {
      const reference = leaflineReference(60_000 + order * 700)
      await world.ship("leafline", { shipmentId: `shp_other${order}`, orderReference: reference })
      await page.post({ ...ofLeafline, reference, ...wrong }, { cookie })
    }
    const { statusCode, body } = await page.post({ ...ofLeafline, ...right }, { cookie })
    expect(statusCode).toBe(200)
    expect(body).not.toContain(english.affectedTitle)
  })
})

describe("the page for everything that shows no parcel", () => {
  /** Values of the parcels that no miss may show, and values that visitors typed. */
  const canaries = [
    ...["shp_leaf1", "shp_book1", "NP4021887304CA", "M5V 3L9", "m5v3l9", "Yonge", "Anarysigner", "2026-11-05"],
    ...[byReference.orderReference, book, mailed.linkToken, "K1A 0B1", "Leafline", "Maple Books", "Nobody"],
    ...["northpost", "Northpost", "NP9999999999CA"],
  ]
  const misses: readonly [string, Record<string, string>][] = [
    ["a wrong postal code", { ...ofLeafline, ...wrong }],
    ["an unknown order", { ...ofLeafline, reference: leaflineReference(99_999), ...right }],
    ["an unknown retailer", { ...ofLeafline, retailer: "Nobody", ...right }],
    ["an order of another retailer", { ...ofLeafline, retailer: "Maple Books", ...right }],
    ["a wrong house number and postal code", { ...ofLeafline, ...wrong, houseNumber: "7" }],
    ["an unknown link", { linkToken: linkToken("nothing").linkToken }],
    ["a wrong postal code of a tracking number", { ...ofNorthpost, ...wrong }],
    ["a tracking number with a wrong house number and postal code", { ...ofNorthpost, ...wrong, houseNumber: "7" }],
    ["an unknown tracking number", { ...ofNorthpost, trackingNumber: "NP9999999999CA", ...right }],
    ["an unknown carrier", { ...ofNorthpost, carrier: "Nobody", ...right }],
    ["a retailer in the place of the carrier", { ...ofNorthpost, carrier: "Leafline", ...right }],
  ]

  it.each(misses)("is the same for %s, in the same time (promise: same-answer-same-time)", async (_, fields) => {
    const world = await worldWithParcels()
    const page = pageOf(world)
    const ofForm = "carrier" in fields ? ofNorthpost : ofLeafline
    const reference = await pageOf(await worldWithParcels()).post({ ...ofForm, ...wrong })
    const { cookies, ...answer } = await page.post(fields)
    expect(cookies).toHaveLength(1)
    expect(answer.headers).toEqual(reference.headers)
    expect(emptied(answer.body)).toBe(emptied(reference.body))
    expect([answer.statusCode, answer.milliseconds]).toEqual([404, reference.milliseconds])
    const typed = Object.entries(fields).filter(([name]) => name !== "by" && name !== "linkToken")
    expect(typedIn(answer.body)).toEqual(Object.fromEntries(typed))
    const shown = emptied(answer.body).replace(english.postalCodeHint, "")
    for (const canary of canaries) expect(shown).not.toContain(canary)
    expect(answer.body).not.toMatch(new RegExp(english.affectedTitle.slice(0, 20)))
  })

  it("is the same for a visitor that is refused, even with the right postal code", async () => {
    const world = await worldWithParcels()
    const page = pageOf(world)
    const reference = await page.post({ ...ofLeafline, ...wrong })
    const cookie = cookieOf(reference.cookies[0])
    for (let order = 1; order <= 14; order += 1)
      await page.post({ ...ofLeafline, reference: leaflineReference(48_300 + order), ...wrong }, { cookie })
    const refused = await page.post({ ...ofLeafline, ...right }, { cookie })
    expect([refused.statusCode, emptied(refused.body)]).toEqual([404, emptied(reference.body)])
  })

  it("is in French what it is in English", async () => {
    const page = pageOf(await worldWithParcels())
    const { statusCode, body } = await page.post({ ...ofLeafline, ...wrong }, french1)
    expect([statusCode, body.includes(french.missIntro), body.includes(french.submit)]).toEqual([404, true, true])
    expect(typedIn(body)).toEqual({ ...ofLeafline, ...wrong })
  })

  it.each(["en", "fr"])("keeps hostile input in its field as text, in %s", async (lang) => {
    const page = pageOf(await worldWithParcels())
    const hostile = `"><script>alert('x')</script>\u202Egnp & more`
    const number = { by: "trackingNumber", carrier: hostile, trackingNumber: hostile, houseNumber: "'><b>" }
    for (const fields of [{ ...ofLeafline, reference: hostile, houseNumber: '"/><i>' }, number]) {
      const { statusCode, body, headers } = await page.post({ ...fields, ...wrong, lang })
      expect([statusCode, headers["cache-control"], headers["content-language"]]).toEqual([404, "no-store", lang])
      expect(body).toContain('value="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;gnp &amp; more"')
      expect(body).not.toMatch(/<script>|<[bi]>|\u202E/)
    }
  })

  it("offers the same form again, which opens the parcel once the code is right", async () => {
    const page = pageOf(await worldWithParcels())
    for (const fields of [ofLeafline, ofNorthpost]) {
      const { body } = await page.post({ ...fields, ...wrong })
      expect(body.includes('<input type="hidden" name="by" value="trackingNumber">')).toBe("by" in fields)
      const by = "by" in fields ? { by: fields.by } : {}
      expect((await page.post({ ...by, ...typedIn(body), ...right })).statusCode).toBe(200)
    }
  })
})

describe("the logs of the recipient's page", () => {
  it("have no token, reference, code or name", async () => {
    const world = await worldWithParcels()
    const page = pageOf(world)
    await page.get("/t/Leafline")
    await page.post({ linkToken: mailed.linkToken })
    await page.post({ ...ofLeafline, ...wrong, houseNumber: "12A" })
    await page.post({ retailer: "Leafline" })
    await page.get("/t/carrier/Northpost", { query: "by=trackingNumber" })
    await page.post({ ...ofNorthpost, ...wrong })
    await page.post({ by: "trackingNumber", carrier: "Northpost" })
    const logged = JSON.stringify(world.telemetry)
    expect(logged).toContain("POST /t")
    expect(logged).toContain("GET /t/carrier/{carrierAlias}")
    const typed = [mailed.linkToken, byReference.orderReference, byNumber.trackingNumber, "Leafline", "K1A", "12A"]
    for (const value of [...typed, "Northpost", "northpost"]) expect(logged).not.toContain(value)
  })
})

describe("the words and files of the recipient's page", () => {
  it("are in both languages under the same keys, each with its own text", () => {
    expect(Object.keys(french).sort()).toEqual(Object.keys(english).sort())
    expect(Object.keys(french.phases).sort()).toEqual(Object.keys(english.phases).sort())
    const same = Object.entries(english).filter(([key, text]) =>
      Object.entries(french).some((one) => one[0] === key && one[1] === text),
    )
    expect(same.map(([key]) => key)).toEqual(["signature"])
  })

  it("are served, and the script is far below 20 KB", async () => {
    const page = pageOf(await worldWithParcels())
    const [style, script] = [await page.get("/t/style.css"), await page.get("/t/open-link.js")]
    expect([style.headers["content-type"], style.body]).toEqual(["text/css; charset=utf-8", styleSheet])
    expect([script.headers["content-type"], script.body]).toEqual(["text/javascript; charset=utf-8", openLinkScript])
    expect(Buffer.byteLength(script.body)).toBeLessThan(2_000)
  })
})
