import { describe, expect, it } from "@jest/globals"
import { compareTimelines } from "../../../shared/base/chain/compare-timelines.ts"
import { dutyIdOf } from "../../../shared/desk/cases/duty-rows.ts"
import { timelineComparisonPage } from "../../../shared/pages/letter/timeline-comparison-page.ts"
import { partyIn } from "../../desk/breach-world.ts"
import { viewPageWorld } from "./view-page-world.ts"

const headingOf = ({ body }: { body: string }) => /<h1>(.*?)<\/h1>/.exec(body)?.[1]
const unknown = "x".repeat(43)

describe("the page of a view", () => {
  it("shows everybody the same before the click, and records nothing", async () => {
    const page = await viewPageWorld()
    const { token } = await page.open("leafline")
    const before = page.world.cases.rows().length
    const answers = [await page.get(), await page.get(`utm_source=mail&token=${token}`)]
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200])
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1)
    expect(answers[0]?.body).not.toMatch(/leafline|ontario|shipment|OPC/i)
    expect(page.world.cases.rows()).toHaveLength(before)
  })

  it.each([
    ["en", "Opened by 1234567 Ontario Inc. for", "Timeline", "View opened for a regulator"],
    ["fr", "Ouverte par 1234567 Ontario Inc. pour", "Chronologie", "Consultation ouverte à un organisme de contrôle"],
  ])("shows after the click in %s the party's side, for whom and until when", async (lang, ...words) => {
    const page = await viewPageWorld()
    const { token } = await page.open("leafline")
    const { statusCode, body, headers } = await page.post({ token, lang })
    expect([statusCode, headers["content-language"]]).toEqual([200, lang])
    for (const word of [...words, partyIn(page.world, "leafline").alias]) expect(body).toContain(word)
    // A signature is random, and can look like anything.
    expect(body.replaceAll(/[\w-]{86}/g, "")).not.toMatch(/maple|LL-\d|NP0\d|203\.0\.113/i)
    expect(headers).toMatchObject({ "referrer-policy": "no-referrer", "cache-control": "no-store" })
    expect(headers["content-security-policy"]).toContain("default-src 'none'")
    expect(JSON.stringify(page.world.telemetry.lines)).not.toContain(token)
  })

  it("is one page for each link that does not count, in both languages", async () => {
    const page = await viewPageWorld()
    const revoked = await page.open("leafline")
    await page.revoke("leafline", revoked.viewId)
    const ended = await page.open("leafline", { days: 1 })
    page.world.passSeconds(86_400)
    const bodies: unknown[] = []
    for (const token of [revoked.token, ended.token, unknown, "", "short"]) {
      const { statusCode, body, headers } = await page.post({ token })
      bodies.push(JSON.stringify([statusCode, body, headers]))
    }
    expect(new Set(bodies).size).toBe(1)
    expect(bodies[0]).toContain("This view is not open")
    expect(bodies[0]).toContain("Cette consultation n’est pas ouverte")
    expect(page.entries("leafline").map(({ type }) => type)).not.toContain("RegulatorViewRead")
  })

  it("asks the tables as often for an unknown link as for one that ended or was revoked", async () => {
    let calls = 0
    const interrupt = async () => {
      calls += 1
    }
    const page = await viewPageWorld({ interrupt })
    const revoked = await page.open("leafline")
    await page.revoke("leafline", revoked.viewId)
    const ended = await page.open("leafline", { days: 1 })
    page.world.passSeconds(86_400)
    const counts: number[] = []
    for (const token of [revoked.token, ended.token, unknown]) {
      calls = 0
      await page.post({ token })
      counts.push(calls)
    }
    expect(new Set(counts).size).toBe(1)
  })

  it("takes no form of another site", async () => {
    const page = await viewPageWorld()
    const { token } = await page.open("leafline")
    expect((await page.post({ token }, { "sec-fetch-site": "cross-site" })).statusCode).toBe(403)
    expect(page.entries("leafline")).toHaveLength(1)
  })
})

describe("the page of two views", () => {
  it("shows both timelines in two columns if both parties agreed, also with a whole link", async () => {
    const page = await viewPageWorld()
    const one = await page.open("leafline", { beside: "northpost" })
    const other = await page.open("northpost", { beside: "leafline" })
    expect((await page.post({ token: one.token })).body).toContain("Show both timelines")
    const answer = await page.post({ token: one.token, other: `https://api.hub.example${other.link}` })
    expect([answer.statusCode, headingOf(answer)]).toEqual([200, "Both timelines of the case"])
    expect(answer.body).toContain("No contradiction was found")
    expect(answer.body).toContain('<th scope="col">Northpost</th>')
  })

  it("shows the first view alone, and says why, if the other party did not agree", async () => {
    const page = await viewPageWorld()
    const one = await page.open("leafline", { beside: "northpost" })
    const other = await page.open("northpost")
    const answer = await page.post({ token: one.token, other: other.token })
    expect([answer.statusCode, answer.body]).toEqual([
      400,
      expect.stringContaining("cannot be read next to each other"),
    ])
    expect(answer.body).not.toContain('<th scope="col">Northpost</th>')
    expect(page.entries("northpost").map(({ type }) => type)).toEqual(["RegulatorViewOpened", "RegulatorViewOpened"])
  })

  it("marks who declined what if the timelines differ", async () => {
    const page = await viewPageWorld()
    const { world } = page
    const duty = world
      .rowsOf("duty")
      .find(({ duty: { party, kind } }) => party === "northpost" && kind === "tellIndividuals")
    const dutyId = duty === undefined ? "" : dutyIdOf(partyIn(world, "northpost").alias, duty.duty)
    const act = (partyId: string, step: object) =>
      page.call(partyId, "POST", `/v1/cases/${partyIn(world, partyId).alias}/duties/${dutyId}`, { step })
    expect((await act("leafline", { operation: "request" })).statusCode).toBe(200)
    expect((await act("northpost", { operation: "decline", reason: "notInControl" })).statusCode).toBe(200)
    const one = await page.open("leafline", { beside: "northpost" })
    const other = await page.open("northpost", { beside: "leafline" })
    world.passSeconds(120)
    const read = await page.readComparison(one.token, other.token)
    if (read === undefined) throw new Error("the views do not agree")
    expect(read.contradictions).toEqual([])
    const declined = read.second.side.timeline.find(({ type }) => type === "DutyDeclined")
    const timeline = read.second.side.timeline.map((entry) =>
      entry === declined ? { ...entry, type: "DutyAccepted" } : entry,
    )
    const second = { ...read.second, side: { ...read.second.side, timeline } }
    const contradictions = compareTimelines(read.first.side, second.side)
    expect(contradictions).toMatchObject([{ kind: "answer", types: ["DutyDeclined", "DutyAccepted"] }])
    const altered = { ...read, second, contradictions }
    const en = String(
      timelineComparisonPage({ language: "en", tokens: [one.token, other.token], read: altered }).content,
    )
    expect(en).toMatch(/Entries \d+ and \d+: one says “Duty declined”, the other “Duty accepted”/)
    expect(en.match(/⚠ Contradiction/g)).toHaveLength(2)
    const fr = String(
      timelineComparisonPage({ language: "fr", tokens: [one.token, other.token], read: altered }).content,
    )
    expect(fr).toContain("l’une dit « Obligation refusée »")
  })
})
