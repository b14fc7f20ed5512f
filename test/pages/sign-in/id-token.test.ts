import { createHmac } from "node:crypto"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals"
import { localSignIn } from "../../../infra/local/sign-in/local-people.ts"
import { loadIdentityProvider } from "../../../shared/pages/sign-in/load-identity-provider.ts"
import { sessionCookieName } from "../../../shared/parties/sessions/session.ts"
import { type HostileProvider, startHostileProvider } from "./hostile-provider.ts"
import { type Browser, newBrowser, signInWorld } from "./sign-in-world.ts"

/** Both parties have their people sign in at one provider, which says of them what it likes. */
let provider: HostileProvider
let world: Awaited<ReturnType<typeof signInWorld>>
beforeAll(async () => {
  provider = await startHostileProvider()
})
beforeEach(async () => {
  provider.metadata = {}
  world = await signInWorld(() => (partyId) => localSignIn(provider.issuer, partyId))
})
afterEach(() => world.stop())
afterAll(() => provider.stop())

type Party = "leafline" | "northpost"
type Claims = Readonly<Record<string, unknown>>

const nowSeconds = () => Math.floor(Date.now() / 1_000)

/** A person comes back from the provider, which makes a token of these claims. */
async function signIn(party: Party, claims: Claims, make = provider.idToken, browser: Browser = newBrowser()) {
  const begun = await world.call(browser, { path: `/desk/sign-in?party=${party}` })
  const asked = new URL(begun.headers["location"] ?? "").searchParams
  const ordinary = {
    iss: provider.issuer,
    aud: party,
    sub: "somebody",
    nonce: asked.get("nonce"),
    iat: nowSeconds(),
    exp: nowSeconds() + 60,
    roles: [`${party}.officer`],
  }
  provider.answers = async () => {
    const body = { access_token: "a", token_type: "Bearer", id_token: await make({ ...ordinary, ...claims }) }
    return { status: 200, body }
  }
  const query = new URLSearchParams({ code: "c", state: asked.get("state") ?? "" })
  const { statusCode } = await world.call(browser, { path: `/desk/signed-in/${party}?${query}` })
  return { status: statusCode, browser, isSignedIn: browser.cookies.has(sessionCookieName) }
}

const sessionOf = async (browser: Browser) => JSON.parse((await world.call(browser, { path: "/v1/session" })).body)

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url")

describe("an ID token", () => {
  it("signs a person in, after a change of the provider's keys too", async () => {
    expect((await signIn("leafline", {})).status).toBe(302)
    await provider.changeKey()
    // The hub reads the keys again after the first token that it cannot check.
    await signIn("leafline", {})
    expect((await signIn("leafline", {})).status).toBe(302)
  })

  it.each<[string, Claims]>([
    ["of another issuer", { iss: "https://login.example" }],
    ["for another client", { aud: "northpost" }],
    ["for several clients, of which the hub is not the one that asked", { aud: ["leafline", "x"], azp: "x" }],
    ["that has expired", { exp: 1_700_000_000 }],
    ["with another nonce", { nonce: "another" }],
    ["without a nonce", { nonce: undefined }],
    ["without a subject", { sub: undefined }],
    ["that is longer than any", { name: "a".repeat(300_000) }],
  ])("%s signs nobody in", async (_, claims) => {
    expect(await signIn("leafline", claims)).toMatchObject({ isSignedIn: false })
  })

  it.each<[string, (claims: Claims) => string]>([
    ["nobody", (claims) => `${encoded({ alg: "none" })}.${encoded(claims)}.`],
    [
      "who knows the client's id or secret, by HS256",
      (claims) => {
        const text = `${encoded({ alg: "HS256", kid: "key-1" })}.${encoded(claims)}`
        return `${text}.${createHmac("sha256", "leafline").update(text).digest("base64url")}`
      },
    ],
  ])("signed by %s signs nobody in, also if the provider says that it makes such", async (_, make) => {
    provider.metadata = { id_token_signing_alg_values_supported: ["none", "HS256", "RS256"] }
    expect(await signIn("leafline", {}, async (claims) => make(claims))).toMatchObject({
      status: 403,
      isSignedIn: false,
    })
  })

  it("gives the role of its own party alone", async () => {
    const roles = ["leafline.officer", "officer", "northpost.reader"]
    const { browser } = await signIn("northpost", { roles, partyId: "leafline" })
    expect(await sessionOf(browser)).toMatchObject({ partyId: "northpost", role: "reader" })
    expect(await signIn("northpost", { roles: ["leafline.officer"] })).toMatchObject({ status: 403, isSignedIn: false })
  })

  it("makes no person of one party that of another, with the same issuer and subject", async () => {
    const one = await sessionOf((await signIn("leafline", { sub: "same" })).browser)
    const other = await sessionOf((await signIn("northpost", { sub: "same" })).browser)
    expect(one.userId).toMatch(/^[\w-]{43}$/)
    expect(other.userId).toMatch(/^[\w-]{43}$/)
    expect(one.userId).not.toBe(other.userId)
  })
})

describe("a sign-in for one party in the browser of a person of another", () => {
  it("does not take the place of that person's session, nor end it", async () => {
    const { browser } = await signIn("leafline", {})
    const held = browser.cookies.get(sessionCookieName)
    const answer = await signIn("northpost", {}, provider.idToken, browser)
    expect(answer.status).toBe(409)
    expect(browser.cookies.get(sessionCookieName)).toBe(held)
    expect(await sessionOf(browser)).toMatchObject({ partyId: "leafline" })
  })

  it("counts once that person signed out, or the session has ended", async () => {
    const { browser } = await signIn("leafline", {})
    const leaving = { method: "DELETE", path: "/v1/session", headers: { "x-wayseal-console": "1" } }
    await world.call(browser, leaving)
    expect((await signIn("northpost", {}, provider.idToken, browser)).status).toBe(302)
    world.wait(31)
    expect((await signIn("leafline", { exp: nowSeconds() + 9_999 }, provider.idToken, browser)).status).toBe(302)
    expect(await sessionOf(browser)).toMatchObject({ partyId: "leafline" })
  })
})

describe("Microsoft Entra ID's metadata for any tenant", () => {
  it.each(["Common", "./common", "%63ommon"])("signs nobody in, under the issuer %s", async (tenant) => {
    const issuer = `https://login.microsoftonline.com/${tenant}/v2.0`
    const answered = {
      issuer: "https://login.microsoftonline.com/{tenantid}/v2.0",
      authorization_endpoint: "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
    }
    const tools = { readSecret: async () => "", fetch: async () => Response.json(answered), clock: () => new Date() }
    const settings = { issuer, clientId: "wayseal", scopes: [] }
    const secrets = { state: "s", nonce: "n", verifier: "v" }
    await expect(loadIdentityProvider(tools).begin(settings, secrets, "https://hub.example/")).rejects.toMatchObject({
      reason: "unreachable",
    })
  })
})

describe("where a person can sign out at the provider", () => {
  it.each([
    ["https://login.example/out", "https://login.example/out?client_id=leafline"],
    ["javascript:alert(1)//", undefined],
    ["data:text/html,x", undefined],
  ])("is a page, as %s", async (given, expected) => {
    provider.metadata = { end_session_endpoint: given }
    const { browser } = await signIn("leafline", {})
    const { body } = await world.call(browser, {
      method: "DELETE",
      path: "/v1/session",
      headers: { "x-wayseal-console": "1" },
    })
    expect(JSON.parse(body).issuerSignOutUrl).toBe(expected)
  })
})
