import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { type Browser, newBrowser, people, signInWorld, stranger } from "./sign-in-world.ts"

let world: Awaited<ReturnType<typeof signInWorld>>
beforeAll(async () => {
  world = await signInWorld()
})
afterAll(() => world.stop())

const session = "__Host-wayseal-session"
const officer = "leafline-officer"
const reader = "leafline-reader"
const problem = z.object({ code: z.string() })
const codeOf = ({ body }: { body: string }) => problem.parse(JSON.parse(body)).code

/** A browser in which somebody is signed in. */
async function signedIn(subject = officer, party = "leafline"): Promise<Browser> {
  const browser = newBrowser()
  const answer = await world.signIn(browser, subject, { party })
  expect(answer.statusCode).toBe(302)
  return browser
}

describe("a session", () => {
  const work = (browser: Browser, headers: Record<string, string> = {}, method = "GET") =>
    world.call(browser, { path: "/v1/work", method, headers })

  it("ends after 30 minutes without activity, and says so", async () => {
    const browser = await signedIn()
    world.wait(29)
    expect((await work(browser)).statusCode).toBe(200)
    world.wait(29)
    expect((await work(browser)).statusCode).toBe(200)
    world.wait(30)
    const answer = await work(browser)
    expect([answer.statusCode, codeOf(answer)]).toEqual([401, "sessionExpired"])
    expect(answer.headers["www-authenticate"]).toBe("Bearer")
  })

  it("is not kept alive by what the console does by itself", async () => {
    const browser = await signedIn()
    world.wait(29)
    expect((await work(browser, { "x-wayseal-background": "1" })).statusCode).toBe(200)
    world.wait(1)
    expect(codeOf(await work(browser))).toBe("sessionExpired")
  })

  it("ends after 12 hours in any case", async () => {
    const browser = await signedIn()
    for (let minutes = 0; minutes + 20 < 12 * 60; minutes += 20) {
      world.wait(20)
      expect((await work(browser)).statusCode).toBe(200)
    }
    world.wait(20)
    expect(codeOf(await work(browser))).toBe("sessionExpired")
  })

  it("ends with the sign-out, also for a reader and for a copy of the cookie", async () => {
    const browser = await signedIn(reader)
    const copy = newBrowser()
    copy.cookies.set(session, browser.cookies.get(session) ?? "")
    const path = "/v1/session"
    const out = await world.call(browser, { path, method: "DELETE", headers: { "x-wayseal-console": "1" } })
    expect(out.statusCode).toBe(200)
    const url = new URL(JSON.parse(out.body).issuerSignOutUrl)
    expect([url.origin, url.search]).toEqual([world.provider.issuer, "?client_id=leafline"])
    expect(browser.cookies.has(session)).toBe(false)
    expect(codeOf(await work(copy))).toBe("sessionExpired")
  })

  it("stays if another site asks for the sign-out", async () => {
    const browser = await signedIn()
    const out = await world.call(browser, { path: "/v1/session", method: "DELETE" })
    expect([out.statusCode, codeOf(out)]).toEqual([403, "noConsoleHeader"])
    expect((await work(browser)).statusCode).toBe(200)
  })

  it("ends if the party changes where its people sign in", async () => {
    const browser = await signedIn("northpost-reader", "northpost")
    const place = world.known.findIndex(({ id }) => id === "northpost")
    const [before] = world.known.splice(place, 1)
    if (before?.signIn === undefined) throw new Error("the party has a sign-in")
    world.known.push({ ...before, signIn: { ...before.signIn, clientId: "another" } })
    expect(codeOf(await work(browser))).toBe("sessionExpired")
    world.known.splice(-1, 1, before)
    expect((await work(browser)).statusCode).toBe(200)
  })

  it("changes nothing without the header that other sites cannot send", async () => {
    const browser = await signedIn()
    const forged = await work(browser, {}, "POST")
    expect([forged.statusCode, codeOf(forged)]).toEqual([403, "noConsoleHeader"])
    const own = await work(browser, { "x-wayseal-console": "1" }, "POST")
    expect(JSON.parse(own.body)).toEqual({
      party: "leafline",
      officer: { userId: expect.any(String), role: "officer" },
    })
  })

  it("lets a reader read and change nothing", async () => {
    const browser = await signedIn(reader)
    expect((await work(browser)).statusCode).toBe(200)
    const refused = await work(browser, { "x-wayseal-console": "1" }, "POST")
    expect([refused.statusCode, codeOf(refused)]).toEqual([403, "readersMayNotChange"])
  })

  it("is none if nobody signed in, and counts for nothing beside a token", async () => {
    expect(codeOf(await work(newBrowser()))).toBe("noToken")
    expect(codeOf(await work(await signedIn(), { authorization: "Bearer nonsense" }))).toBe("malformedToken")
  })
})

describe("colleagues", () => {
  it("are whoever signed in for the same party, with the role of the last time", async () => {
    await signedIn(reader)
    await signedIn("northpost-officer", "northpost")
    const browser = await signedIn()
    const { body } = await world.call(browser, { path: "/v1/colleagues" })
    expect(JSON.parse(body).colleagues.map(({ name, role }: { name: string; role: string }) => [name, role])).toEqual([
      ["Ada Boucher", "officer"],
      ["Ben Okafor", "reader"],
    ])
  })
})

describe("names and subjects of people", () => {
  it("are in no log, no address and no row in the clear", async () => {
    await signedIn()
    await signedIn(reader)
    const browser = newBrowser()
    await world.signIn(browser, stranger.subject)
    const kept = [...world.lines, ...world.locations, ...world.sessions.rows().map((row) => JSON.stringify(row))].join(
      "\n",
    )
    expect(world.lines.join()).toContain('"metric":"SignedIn"')
    expect(world.lines.join()).toContain('"rule":"noRole"')
    for (const { name, subject } of people) {
      expect(kept).not.toContain(name)
      expect(kept).not.toContain(subject)
    }
  })
})
