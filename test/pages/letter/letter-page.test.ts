import { describe, expect, it } from "@jest/globals"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { openLetter } from "../../../shared/desk/letters/open-letter.ts"
import { openedPage } from "../../../shared/pages/letter/opened-page.ts"
import { aloneWorld, rangeOf } from "../../desk/alone-world.ts"
import { declined, tokenIn } from "../../desk/letters/letter-world.ts"
import { letterPageWorld } from "./page-world.ts"

const headingOf = ({ body }: { body: string }) => /<h1>(.*?)<\/h1>/.exec(body)?.[1]
const unknown = "x".repeat(43)

describe("the page of a letter", () => {
  it("shows everybody the same before the click, and records nothing", async () => {
    const page = await letterPageWorld()
    const before = page.world.cases.rows().length
    const answers = [await page.get("/letter"), await page.get("/letter", `utm_source=mail&token=${page.lastToken()}`)]
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200])
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1)
    expect(answers[0]?.body).not.toMatch(/leafline|swiftpost|ontario|shipment/i)
    expect(page.world.cases.rows()).toHaveLength(before)
  })

  it("shows after the click what is asked, by when and of whom, and no other party and no shipment (promise: letter-shows-its-side)", async () => {
    const page = await letterPageWorld()
    const { statusCode, body } = await page.postOpening({ token: page.lastToken() })
    expect([statusCode, headingOf({ body })]).toEqual([200, "Please tell us what was seen"])
    for (const word of ["Orders Privacy Office", "Swiftpost", "Monday 2 November 2026, 09:10", "Privacy Act"])
      expect(body).toContain(word)
    expect(body).not.toMatch(/leafline|maple|northpost|LL-0|NP0|\bs1\b|203\.0\.113|walker/i)
  })

  it("names a law from the text that the case keeps, also once the deployment has it no more", async () => {
    const shortName = { en: "Act of Before", fr: "Loi d’avant" }
    const page = await letterPageWorld({
      laws: lawCatalogue.map((law) => ({ ...law, hash: `${law.id} 1`, shortName })),
    })
    Object.assign(page.world.desk, { laws: [] })
    expect((await page.postOpening({ token: page.lastToken() })).body).toContain("Act of Before")
  })

  it("says of possible exposures that they are possible, with what may have been seen and when (promise: letter-says-possible)", async () => {
    const page = await letterPageWorld()
    const opened = await page.open(page.lastToken())
    if (opened === undefined) throw new Error("the letter does not open")
    const { firstAt = "", lastAt = "", ...own } = opened.own
    const possible = { exposures: 3, shipments: 3, alerted: 3, fields: ["postal-code" as const], firstAt, lastAt }
    const row = { ...own, shipments: 0, shipmentsByField: {}, possible }
    const now = page.world.clock().toISOString()
    const { content } = openedPage({ language: "en", opened: { ...opened, own: row }, token: unknown, now })
    const body = String(content)
    expect(body).toContain("<dt>Shipments that may be affected</dt><dd>3</dd>")
    expect(body).not.toContain("<dt>Shipments affected</dt>")
    expect(body).toMatch(/<dt>What could be seen<\/dt><dd>[^<]*the postal code/)
    expect(body).toContain("<dt>When</dt>")
  })

  it("says when somebody looked and in which order numbers, as the retailer reported it (promise: letter-shows-its-side)", async () => {
    const { world, report } = await aloneWorld()
    await report(rangeOf(1, 2))
    await world.settle()
    const opened = await openLetter(
      { ...world.desk, sealer: world.sealer },
      tokenIn(world.letterMail.sent[0]?.mail.text ?? ""),
    )
    if (opened === undefined) throw new Error("the letter does not open")
    const bodyIn = (language: "en" | "fr") =>
      String(openedPage({ language, opened, token: unknown, now: world.clock().toISOString() }).content)
    expect(bodyIn("en")).toContain("<dd>From LL-0000001 to LL-0000002</dd>")
    expect(bodyIn("en")).toContain("<dd>From 30 October 2026, 20:00 (EDT) to 31 October 2026, 20:00 (EDT)</dd>")
    expect(bodyIn("fr")).toContain("<dd>De LL-0000001 à LL-0000002</dd>")
    // It says once what was reported, and the carrier answers in its own voice.
    expect(bodyIn("en")).not.toMatch(/<dt>(?:What could be seen|When)<\/dt>/)
    expect(bodyIn("en")).toContain(">The information is not in our control</option>")
    expect(JSON.stringify(world.cases.rows())).not.toContain("LL-0000001")
  })

  it("says whom to call back, and a code that the retailer can read out", async () => {
    const page = await letterPageWorld()
    const { body } = await page.postOpening({ token: page.lastToken() })
    expect(body).toContain("<dt>Whom to call back</dt><dd>+1 416 555 0143</dd>")
    const [{ checkCode, reference } = { checkCode: "none", reference: "none" }] = await page.letters()
    expect(checkCode).toMatch(/^\d{4}-\d{4}$/)
    expect(body).toContain(`Give the reference ${String(reference)} and`)
    expect(body).toContain(`It has to be ${String(checkCode)}.`)
    expect(page.world.letterMail.sent.at(-1)?.mail.text).toContain("a code that you can compare with them in a call")
    const open = await letterPageWorld({ discreet: false })
    const named = await open.postOpening({ token: open.lastToken() })
    expect(named.body).toContain("<dd>Privacy officer, +1 416 555 0142</dd>")
  })

  it("names a retailer that is not discreet", async () => {
    const page = await letterPageWorld({ discreet: false })
    expect((await page.postOpening({ token: page.lastToken() })).body).toContain("<dd>Leafline</dd>")
  })

  it("names the duty, its law and its time", async () => {
    const page = await letterPageWorld()
    await page.requestDuty()
    const { body } = await page.postOpening({ token: page.lastToken(), lang: "fr" })
    expect(body).toMatch(/aviser les personnes touchées qui ont commandé chez le détaillant/i)
    expect(body).toContain('<html lang="fr">')
    expect(body).toContain("<dd>Bureau de la vie privée – Commandes</dd>")
  })

  it("is one page for each link that does not count, in both languages", async () => {
    const page = await letterPageWorld()
    const answered = page.lastToken()
    await page.answer(answered, declined)
    await page.ask({ step: "ask", request: "stopTool" })
    const revoked = page.lastToken()
    const [, letter] = await page.letters()
    const stop = (await page.letters()).find(({ request }) => Object(request).kind === "stopTool")
    await page.ask({ step: "revoke", letterId: (stop ?? letter)?.letterId })
    await page.ask({ step: "ask", request: "tellWhatWasSeen" })
    const ended = page.lastToken()
    page.world.passSeconds(31 * 86_400)
    const bodies: unknown[] = []
    for (const token of [answered, revoked, ended, unknown, "", "short"]) {
      const { statusCode, body, headers } = await page.postOpening({ token })
      bodies.push([statusCode, body, headers])
    }
    expect(new Set(bodies.map((each) => JSON.stringify(each))).size).toBe(1)
    expect(bodies[0]).toEqual([404, expect.stringContaining("no longer valid"), expect.anything()])
    expect(bodies[0]).toEqual([404, expect.stringContaining("Ce lien n’est plus valide"), expect.anything()])
  })

  it("asks the tables as often for an unknown link as for one that ended or was used", async () => {
    let calls = 0
    const interrupt = async () => {
      calls += 1
    }
    const page = await letterPageWorld({ interrupt })
    const answered = page.lastToken()
    await page.answer(answered, declined)
    const counts: number[] = []
    for (const token of [answered, unknown]) {
      calls = 0
      await page.postOpening({ token })
      counts.push(calls)
    }
    expect(counts[0]).toBe(counts[1])
  })

  it("takes an answer with a file by its form alone", async () => {
    const page = await letterPageWorld()
    const file = { name: "what was seen.csv", content: "a,b" }
    const answer = await page.postAnswer({ token: page.lastToken(), answer: "inform", file })
    expect([answer.statusCode, headingOf(answer)]).toEqual([200, "Your answer is recorded"])
    expect((await page.letters())[0]).toMatchObject({ state: "answered", file: { contentType: "text/csv", bytes: 3 } })
  })

  it.each([
    ["a reason is missing", { answer: "decline" }, "does not fit"],
    ["a file is missing", { answer: "inform" }, "does not fit"],
    ["the answer is of another letter", { answer: "stopped" }, "does not fit"],
    ["a file could run", { answer: "inform", file: { name: "a.html", content: "x" } }, "one of the kinds"],
    ["a file is too large", { answer: "inform", file: { name: "a.csv", content: new Uint8Array(4_000_001) } }, "4 MB"],
  ])("says what is wrong if %s, and the letter stays open", async (_, fields, text) => {
    const page = await letterPageWorld()
    const answer = await page.postAnswer({ token: page.lastToken(), ...fields })
    expect([answer.statusCode, answer.body]).toEqual([400, expect.stringContaining(text)])
    expect((await page.postOpening({ token: page.lastToken() })).statusCode).toBe(200)
  })

  it("says that a form is too large in its own words", async () => {
    const page = await letterPageWorld()
    const file = { name: "a.csv", content: new Uint8Array(4_200_000) }
    const answer = await page.postAnswer({ token: page.lastToken(), answer: "inform", file })
    expect([answer.statusCode, answer.body]).toEqual([413, expect.stringContaining("larger than 4 MB")])
  })

  it("tells the second of two answers that it came second, and after that shows nothing", async () => {
    const page = await letterPageWorld()
    const token = page.lastToken()
    const answers = [
      await page.postAnswer({ token, answer: "decline", reason: "notInControl" }),
      await page.postAnswer({ token, answer: "decline", reason: "noRealRisk" }),
      await page.postAnswer({ token: unknown, answer: "decline", reason: "noRealRisk" }),
    ]
    expect(answers.map((each) => [each.statusCode, headingOf(each)])).toEqual([
      [200, "Your answer is recorded"],
      [409, "This letter was answered before"],
      [404, "This link is no longer valid"],
    ])
    expect(answers.map(({ body }) => body).join()).not.toMatch(/leafline|orders privacy|swiftpost/i)
  })

  it("says of a late answer that it changes nothing", async () => {
    const page = await letterPageWorld()
    const dutyId = await page.requestDuty()
    await page.passHours(25)
    await page.call("leafline", "POST", page.path(`/duties/${dutyId}`), { step: { operation: "takeOver" } })
    const token = page.lastToken()
    expect((await page.postOpening({ token })).body).toMatch(/does this in your place by now/)
    expect(headingOf(await page.postAnswer({ token, answer: "accept" }))).toMatch(/came late/)
  })

  it("takes no form of another site", async () => {
    const page = await letterPageWorld()
    const elsewhere = { "sec-fetch-site": "cross-site" }
    const token = page.lastToken()
    const answers = [
      await page.postOpening({ token }, elsewhere),
      await page.postAnswer({ token, answer: "decline", reason: "noRealRisk" }, elsewhere),
    ]
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([403, 403])
    expect((await page.letters())[0]).toMatchObject({ state: "sent" })
    expect(page.timeline("leafline", /^LetterOpened$/)).toEqual([])
  })

  it("shows what parties wrote as text, and has no token in a log", async () => {
    const page = await letterPageWorld({ counterparty: { name: "<script>alert(1)</script>" } })
    const { body, headers } = await page.postOpening({ token: page.lastToken() })
    expect(body).not.toContain("<script>alert")
    expect(headers).toMatchObject({ "referrer-policy": "no-referrer", "cache-control": "no-store" })
    expect(JSON.stringify(page.world.telemetry.lines)).not.toContain(page.lastToken())
  })
})
