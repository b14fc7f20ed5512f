import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import { localOperator } from "../../../infra/local/sign-in/local-people.ts"
import { begunOperatorCookieName, operatorCookieName } from "../../../shared/pages/operator/operator-session.ts"
import { begunCookieName } from "../../../shared/pages/sign-in/begun-sign-in.ts"
import { sessionCookieName } from "../../../shared/parties/sessions/session.ts"
import { type Browser, newBrowser } from "../sign-in/sign-in-world.ts"
import { bystander, operatorWorld } from "./operator-world.ts"

let world: Awaited<ReturnType<typeof operatorWorld>>
beforeAll(async () => {
  world = await operatorWorld()
})
afterAll(() => world.stop())

const page = { path: "/hub" }
const work = { path: "/v1/work" }
const leave = { method: "POST", path: "/hub/sign-out", headers: { "sec-fetch-site": "same-origin" } }
const titleOf = ({ body }: { body: string }) => /<h1>(.*)<\/h1>/.exec(body)?.[1]
const seen = async (browser: Browser) => {
  const { statusCode, headers } = await world.call(browser, page)
  return [statusCode, headers["location"]]
}
const toSignIn = [302, "/hub/sign-in"]
const shown = [200, undefined]

/** A browser that has a cookie of another one under a name of its choice. */
function withCookieOf(browser: Browser, held: string, name: string): Browser {
  const thief = newBrowser()
  thief.cookies.set(name, browser.cookies.get(held) ?? "no cookie")
  return thief
}

describe("the operator's page", () => {
  it.each([
    ["nobody", async () => newBrowser(), toSignIn, 401],
    ["an officer", () => world.ofParty("officer"), toSignIn, 200],
    ["a reader", () => world.ofParty("reader"), toSignIn, 200],
    ["an operator", () => world.operator(), shown, 401],
  ] as const)("and the API of parties, for %s (promise: operator-has-no-session)", async (_, open, expected, api) => {
    const browser = await open()
    expect(await seen(browser)).toEqual(expected)
    expect((await world.call(browser, work)).statusCode).toBe(api)
    expect((await world.call(browser, { path: "/v1/session" })).statusCode).toBe(api)
  })

  it("opens for no session of a party's person, whatever cookie it comes in", async () => {
    for (const role of ["officer", "reader"] as const) {
      const browser = withCookieOf(await world.ofParty(role), sessionCookieName, operatorCookieName)
      expect(browser.cookies.get(operatorCookieName)).toMatch(/^[\w-]{43}$/)
      expect(await seen(browser)).toEqual(toSignIn)
    }
  })

  it("gives its operators no session of a party, whatever cookie it comes in (promise: operator-has-no-session)", async () => {
    const browser = withCookieOf(await world.operator(), operatorCookieName, sessionCookieName)
    expect(browser.cookies.get(sessionCookieName)).toMatch(/^[\w-]{43}$/)
    expect((await world.call(browser, work)).statusCode).toBe(401)
    expect((await world.call(browser, { ...work, method: "POST" })).statusCode).toBe(403)
  })

  it("lets an officer and an operator share one browser, each with a session of its own", async () => {
    const browser = await world.operator()
    await world.signIn(browser, "leafline-officer", "/desk/sign-in?party=leafline")
    expect(await seen(browser)).toEqual(shown)
    expect((await world.call(browser, work)).statusCode).toBe(200)
    await world.call(browser, leave)
    expect(await seen(browser)).toEqual(toSignIn)
    expect((await world.call(browser, work)).statusCode).toBe(200)
  })
})

describe("the sign-in of an operator", () => {
  it("leads to the hub's own provider and back to the page, and keeps no name", async () => {
    const browser = newBrowser()
    const begun = await world.call(browser, { path: "/hub/sign-in" })
    const url = new URL(begun.headers["location"] ?? "")
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      client_id: "wayseal-operators",
      redirect_uri: "http://localhost:8787/hub/signed-in",
      code_challenge_method: "S256",
    })
    const done = await world.signIn(browser, localOperator.subject)
    expect([done.statusCode, done.headers["location"]]).toEqual([302, "/hub"])
    expect(browser.attributes.get(operatorCookieName)).toBe("; Path=/; Secure; HttpOnly; SameSite=Lax")
    const stored = JSON.stringify([...world.sessions.rows()])
    expect(stored).toContain("operatorId")
    for (const secret of [localOperator.name, browser.cookies.get(operatorCookieName) ?? ""])
      expect(stored).not.toContain(secret)
    expect(world.lines.join()).not.toContain(localOperator.name)
  })

  it("ends without a session for somebody who has no such role", async () => {
    const browser = newBrowser()
    const answer = await world.signIn(browser, bystander.subject)
    expect([answer.statusCode, titleOf(answer)]).toEqual([403, "You are not an operator here"])
    expect(answer.body).toContain('href="/hub/sign-in"')
    expect(browser.cookies.has(operatorCookieName)).toBe(false)
  })

  it("is not finished with a sign-in that began at a party, nor the other way round", async () => {
    const browser = newBrowser()
    const back = await world.toCallback(browser, "leafline-officer", "/desk/sign-in?party=leafline")
    const swapped = withCookieOf(browser, begunCookieName, begunOperatorCookieName)
    const answer = await world.call(swapped, { path: back.replace("/desk/signed-in/leafline", "/hub/signed-in") })
    expect([answer.statusCode, titleOf(answer)]).toEqual([400, "This sign-in took too long"])

    const other = newBrowser()
    const atHub = await world.toCallback(other, localOperator.subject, "/hub/sign-in")
    const carried = withCookieOf(other, begunOperatorCookieName, begunCookieName)
    const refused = await world.call(carried, { path: atHub.replace("/hub/signed-in", "/desk/signed-in/leafline") })
    expect([refused.statusCode, titleOf(refused)]).toEqual([400, "This sign-in took too long"])
  })

  it("gives a new session, and ends the one that the browser had", async () => {
    const browser = await world.operator()
    const former = withCookieOf(browser, operatorCookieName, operatorCookieName)
    await world.signIn(browser, localOperator.subject)
    expect(await seen(former)).toEqual(toSignIn)
    expect(await seen(browser)).toEqual(shown)
  })
})

describe("the session of an operator", () => {
  it("ends half an hour after what the operator did last", async () => {
    const browser = await world.operator()
    world.wait(29)
    expect(await seen(browser)).toEqual(shown)
    world.wait(29)
    expect(await seen(browser)).toEqual(shown)
    world.wait(30)
    expect(await seen(browser)).toEqual(toSignIn)
  })

  it("is not kept alive by a page that reads itself again each minute", async () => {
    const browser = await world.operator()
    for (let minute = 0; minute < 29; minute += 1) {
      world.wait(1)
      expect((await world.call(browser, { path: "/hub?refresh=minute" })).statusCode).toBe(200)
    }
    world.wait(1)
    expect((await world.call(browser, { path: "/hub?refresh=minute" })).statusCode).toBe(302)
  })

  it("ends when the stage names another provider", async () => {
    const browser = await world.operator()
    const { clientId } = world.tools.settings
    world.tools.settings.clientId = "another"
    expect(await seen(browser)).toEqual(toSignIn)
    world.tools.settings.clientId = clientId
    expect(await seen(browser)).toEqual(shown)
  })

  it("ends when the operator signs out, and by no form of another site", async () => {
    const browser = await world.operator()
    const foreign = await world.call(browser, { ...leave, headers: { "sec-fetch-site": "cross-site" } })
    expect(foreign.statusCode).toBe(403)
    const former = withCookieOf(browser, operatorCookieName, operatorCookieName)
    expect(await seen(browser)).toEqual(shown)
    const answer = await world.call(browser, leave)
    expect([answer.statusCode, titleOf(answer)]).toEqual([200, "You are signed out"])
    expect(browser.cookies.has(operatorCookieName)).toBe(false)
    expect(await seen(former)).toEqual(toSignIn)
  })
})
