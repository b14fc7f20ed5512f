import { createHash } from "node:crypto"
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import { type Browser, newBrowser, signInWorld, stranger } from "./sign-in-world.ts"

let world: Awaited<ReturnType<typeof signInWorld>>
beforeAll(async () => {
  world = await signInWorld()
})
afterAll(() => world.stop())

const session = "__Host-wayseal-session"
const begun = "__Host-wayseal-sign-in"
const officer = "leafline-officer"
const reader = "leafline-reader"

/** A browser in which somebody is signed in. */
async function signedIn(subject = officer, party = "leafline"): Promise<Browser> {
  const browser = newBrowser()
  const answer = await world.signIn(browser, subject, { party })
  expect(answer.statusCode).toBe(302)
  return browser
}

/** The title of the page that a sign-in ended on. */
const titleOf = ({ body }: { body: string }) => /<h1>(.*)<\/h1>/.exec(body)?.[1]

describe("a sign-in", () => {
  it("leads to the party's provider with state, nonce and a PKCE challenge, and asks for a code", async () => {
    const answer = await world.call(newBrowser(), { path: "/desk/sign-in?party=leafline" })
    const url = new URL(answer.headers["location"] ?? "")
    expect(answer.statusCode).toBe(302)
    expect(url.origin).toBe(world.provider.issuer)
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: "leafline",
      response_type: "code",
      scope: "openid profile",
      redirect_uri: "http://localhost:8787/desk/signed-in/leafline",
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: "S256",
    })
  })

  it.each([
    [officer, "officer", "Ada Boucher"],
    [reader, "reader", "Ben Okafor"],
  ])("of %s ends in the console as %s", async (subject, role, name) => {
    const browser = newBrowser()
    const back = await world.toCallback(browser, subject, {}, "&return=/desk/cases/WS-1%3Fa%3Db")
    const answer = await world.call(browser, { path: back })
    expect([answer.statusCode, answer.headers["location"]]).toEqual([302, "/desk/cases/WS-1?a=b"])
    const current = await world.call(browser, { path: "/v1/session" })
    expect(JSON.parse(current.body)).toEqual({
      partyId: "leafline",
      partyAlias: "Leafline",
      partyKind: "retailer",
      userId: expect.stringMatching(/^[\w-]{43}$/),
      name,
      role,
      language: "en",
      timeZone: "America/Toronto",
      expiresAt: expect.stringMatching(/Z$/),
    })
  })

  it("gives cookies that scripts, plain HTTP, other hosts and forms of other sites cannot use", async () => {
    const { attributes } = await signedIn()
    expect(attributes.get(session)).toBe("; Path=/; Secure; HttpOnly; SameSite=Lax")
    const started = newBrowser()
    await world.call(started, { path: "/desk/sign-in?party=leafline" })
    expect(started.attributes.get(begun)).toBe("; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=600")
  })

  it("gives the browser no token, and keeps none", async () => {
    const browser = await signedIn()
    const stored = JSON.stringify(world.sessions.rows())
    expect(`${stored} ${[...browser.cookies]}`).not.toMatch(/eyJ/)
    expect(stored).not.toContain(browser.cookies.get(session))
    expect(stored).toContain(
      createHash("sha256")
        .update(browser.cookies.get(session) ?? "")
        .digest("base64url"),
    )
  })

  it("names a person the same each time, and nobody else so", async () => {
    const idOf = async (browser: Browser) =>
      JSON.parse((await world.call(browser, { path: "/v1/session" })).body).userId
    const [first, again] = [await signedIn(), await signedIn()]
    expect(await idOf(first)).toBe(await idOf(again))
    expect(await idOf(first)).not.toBe(await idOf(await signedIn(reader)))
    expect(first.cookies.get(session)).not.toBe(again.cookies.get(session))
  })

  it("never takes over a session that the browser had before", async () => {
    const browser = newBrowser()
    browser.cookies.set(session, "chosen-by-somebody-else")
    await world.signIn(browser, officer)
    expect(browser.cookies.get(session)).toMatch(/^[\w-]{43}$/)
    const former = newBrowser()
    former.cookies.set(session, browser.cookies.get(session) ?? "")
    await world.signIn(browser, officer)
    expect((await world.call(former, { path: "/v1/session" })).statusCode).toBe(401)
    expect((await world.call(browser, { path: "/v1/session" })).statusCode).toBe(200)
  })
})

describe("the provider of this machine", () => {
  it("lets one person after the other sign in in one browser", async () => {
    const browser = await signedIn()
    expect((await world.signIn(browser, reader)).statusCode).toBe(302)
    const { body } = await world.call(browser, { path: "/v1/session" })
    expect(JSON.parse(body)).toMatchObject({ name: "Ben Okafor", role: "reader" })
  })
})

describe("a sign-in that is not finished as it began", () => {
  it("is refused in another browser", async () => {
    const back = await world.toCallback(newBrowser(), officer)
    const other = newBrowser()
    const answer = await world.call(other, { path: back })
    expect([answer.statusCode, titleOf(answer)]).toEqual([400, "This sign-in took too long"])
    expect(other.cookies.has(session)).toBe(false)
  })

  it("is refused with the state of another sign-in", async () => {
    const [browser, other] = [newBrowser(), newBrowser()]
    const back = await world.toCallback(browser, officer)
    await world.toCallback(other, officer)
    expect((await world.call(other, { path: back })).statusCode).toBe(400)
  })

  it("is refused with an ID token of another nonce", async () => {
    const browser = newBrowser()
    const change = (url: URL) => url.searchParams.set("nonce", "another")
    const back = await world.toCallback(browser, officer, { change })
    const answer = await world.call(browser, { path: back })
    expect([answer.statusCode, titleOf(answer)]).toEqual([403, "We could not check who you are"])
    expect(browser.cookies.has(session)).toBe(false)
  })

  it("is refused with a code that was made for another challenge", async () => {
    const browser = newBrowser()
    const change = (url: URL) => url.searchParams.set("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    const answer = await world.call(browser, { path: await world.toCallback(browser, officer, { change }) })
    expect(answer.statusCode).toBe(403)
  })

  it("is refused with a code that was used before", async () => {
    const browser = newBrowser()
    const back = await world.toCallback(browser, officer)
    const replaying = newBrowser()
    replaying.cookies.set(begun, browser.cookies.get(begun) ?? "")
    expect((await world.call(browser, { path: back })).statusCode).toBe(302)
    expect((await world.call(replaying, { path: back })).statusCode).toBe(403)
    expect(replaying.cookies.has(session)).toBe(false)
  })

  it("is refused with a cookie that the hub did not sign", async () => {
    const browser = newBrowser()
    const back = await world.toCallback(browser, officer)
    const [text = "", signature = ""] = (browser.cookies.get(begun) ?? "").split(".")
    const changed = { ...JSON.parse(Buffer.from(text, "base64url").toString()), partyId: "northpost" }
    browser.cookies.set(begun, `${Buffer.from(JSON.stringify(changed)).toString("base64url")}.${signature}`)
    expect((await world.call(browser, { path: back })).statusCode).toBe(400)
  })

  it("is refused after ten minutes", async () => {
    const browser = newBrowser()
    const back = await world.toCallback(browser, officer)
    world.wait(10)
    expect((await world.call(browser, { path: back })).statusCode).toBe(400)
  })

  it("is refused if the person cancels", async () => {
    const browser = newBrowser()
    const answer = await world.call(browser, { path: await world.toCallback(browser, "") })
    expect([answer.statusCode, titleOf(answer)]).toEqual([403, "You were not signed in"])
  })
})

describe("who may not come in", () => {
  it("a person to whom the provider gives no role", async () => {
    const browser = newBrowser()
    const answer = await world.signIn(browser, stranger.subject)
    expect([answer.statusCode, titleOf(answer)]).toEqual([403, "You have no access yet"])
    expect(answer.body).toContain('href="/desk/sign-in?party=leafline"')
    expect(browser.cookies.has(session)).toBe(false)
  })

  it.each(["nobody", "mute", "", "leafline&party=northpost"])(
    "people of a party without sign-in: %p",
    async (party) => {
      const answer = await world.call(newBrowser(), { path: `/desk/sign-in?party=${party}` })
      expect([answer.statusCode, titleOf(answer)]).toEqual([404, "We do not know where you sign in"])
    },
  )

  it("is told so in French, on a page that runs and loads nothing", async () => {
    const headers = { "accept-language": "fr-CA,fr;q=0.9" }
    const answer = await world.call(newBrowser(), { path: "/desk/sign-in?party=nobody", headers })
    expect(titleOf(answer)).toBe("Nous ne savons pas où vous vous connectez")
    expect(answer.body).toContain('<html lang="fr">')
    expect(answer.headers["content-security-policy"]).toContain("default-src 'none'")
    expect(answer.body).not.toMatch(/<script|<style| style=/)
  })
})

describe("the page to return to", () => {
  it.each([
    "https://evil.example/",
    "//evil.example/desk/",
    "/\\evil.example",
    "/desk/../../evil",
    "/desk/..%2f..//evil.example",
    "/v1/cases",
    "/desk",
    "/desk/\\..\\..\\evil",
    "/desk/%0d%0aset-cookie:a=b",
    "/desk/sign-in?party=leafline",
    "javascript:alert(1)",
    "/desk/\u0009/evil.example",
  ])("is a page of the console, and not %p", async (asked) => {
    const browser = newBrowser()
    const back = await world.toCallback(browser, officer, {}, `&return=${encodeURIComponent(asked)}`)
    const { headers } = await world.call(browser, { path: back })
    const led = new URL(headers["location"] ?? "", "http://localhost:8787")
    expect(led.origin).toBe("http://localhost:8787")
    expect(led.pathname).toMatch(/^\/desk\/(%0d%0aset-cookie:a=b|\.\.%2f\.\.\/\/evil\.example)?$/)
  })
})
