import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals"
import { localSignIn } from "../../../infra/local/sign-in/local-people.ts"
import { signInSettings } from "../../../shared/parties/sign-in-settings.ts"
import { chooseAtProvider } from "./at-provider.ts"
import { type HostileProvider, startHostileProvider } from "./hostile-provider.ts"
import { type Browser, newBrowser, origin, signInWorld } from "./sign-in-world.ts"

/**
 * The mix-up (RFC 9700, section 4.4). Northpost's provider is the attacker's. Leafline's is real and honest. An officer
 * of Leafline opens Northpost's sign-in.
 */
let hostile: HostileProvider
let world: Awaited<ReturnType<typeof signInWorld>>
beforeAll(async () => {
  hostile = await startHostileProvider()
})
beforeEach(async () => {
  hostile.redeemed.length = 0
  hostile.metadata = {}
  world = await signInWorld((honest) => (partyId) => ({
    ...localSignIn(partyId === "northpost" ? hostile.issuer : honest, partyId),
  }))
})
afterEach(() => world.stop())
afterAll(() => hostile.stop())

const session = "__Host-wayseal-session"
const officer = "leafline-officer"
const titleOf = ({ body }: { body: string }) => /<h1>(.*)<\/h1>/.exec(body)?.[1]
const pathOf = ({ pathname, search }: URL) => `${pathname}${search}`
const addressOf = (partyId: string) => `${origin}/desk/signed-in/${partyId}`

const theirs = "This sign-in came back to another organisation’s address"
const unproven = "We could not check who you are"

/** Begins a sign-in. @returns where the hub led the browser to */
async function begin(browser: Browser, party: string): Promise<URL> {
  const { headers } = await world.call(browser, { path: `/desk/sign-in?party=${party}` })
  return new URL(headers["location"] ?? "")
}

/** Comes back to the hub. */
async function comeBack(browser: Browser, back: URL) {
  const answer = await world.call(browser, { path: pathOf(back) })
  return { status: answer.statusCode, title: titleOf(answer), isSignedIn: browser.cookies.has(session) }
}

/** What came back, with other parameters. `undefined`: without it */
function changed(back: URL, parameters: Readonly<Record<string, string | undefined>>): URL {
  const url = new URL(back)
  for (const [name, value] of Object.entries(parameters))
    if (value === undefined) url.searchParams.delete(name)
    else url.searchParams.set(name, value)
  return url
}

/** The party has its people sign in elsewhere from now on. */
function moves(partyId: string, signIn: object): void {
  const place = world.known.findIndex(({ id }) => id === partyId)
  const { [place]: party } = world.known
  if (party !== undefined) world.known[place] = { ...party, signIn: signInSettings.parse(signIn) }
}

/**
 * The attacker begins a sign-in at Leafline and keeps its secrets. Then an officer of Leafline opens Northpost's
 * sign-in, whose provider leads the browser on to Leafline's with these secrets.
 */
async function lured(redirectUri: string) {
  const [attacker, victim] = [newBrowser(), newBrowser()]
  const own = await begin(attacker, "leafline")
  hostile.leads = (asked) => changed(own, { state: asked.searchParams.get("state") ?? "", redirect_uri: redirectUri })
  const led = await fetch(await begin(victim, "northpost"), { redirect: "manual" })
  return { attacker, victim, own, toHonest: new URL(led.headers.get("location") ?? "") }
}

/** The attacker plays back whatever codes its provider was given. @returns whether that signed it in */
async function playBack({ attacker, own }: Pick<Awaited<ReturnType<typeof lured>>, "attacker" | "own">) {
  const [iss, state] = [world.provider.issuer, own.searchParams.get("state") ?? ""]
  for (const form of hostile.redeemed)
    await comeBack(attacker, changed(new URL(addressOf("leafline")), { code: form.get("code") ?? "", state, iss }))
  return attacker.cookies.has(session)
}

describe("a hostile provider that leads a browser on to another party's provider", () => {
  it.each<[string, (back: URL) => URL]>([
    ["which names itself", (back) => back],
    ["which names nobody", (back) => changed(back, { iss: undefined })],
    ["and names itself", (back) => changed(back, { iss: hostile.issuer })],
  ])("gets no code, %s", async (_, on) => {
    const { victim, toHonest, ...attack } = await lured(addressOf("leafline"))
    const back = on(await chooseAtProvider(toHonest, officer, victim.ofProvider))
    expect(back.searchParams.get("code")).toMatch(/^[\w-]{20,}$/)
    const answer = await comeBack(victim, back)
    expect(await playBack(attack)).toBe(false)
    expect(answer).toEqual({ status: 403, title: theirs, isSignedIn: false })
    expect(hostile.redeemed).toEqual([])
  })

  it("gets none through the address that all parties shared once", async () => {
    const { victim, toHonest } = await lured(addressOf("leafline"))
    const back = await chooseAtProvider(toHonest, officer, victim.ofProvider)
    back.pathname = "/desk/signed-in"
    back.searchParams.delete("iss")
    const title = "This address is used no more"
    expect(await comeBack(victim, back)).toEqual({ status: 400, title, isSignedIn: false })
    expect(hostile.redeemed).toEqual([])
  })

  it.each([addressOf("northpost"), `${origin}/desk/signed-in`])(
    "is refused by that provider for %s",
    async (address) => {
      const { toHonest } = await lured(address)
      const answer = await fetch(toHonest, { redirect: "manual" })
      expect([answer.status, answer.headers.get("location")]).toEqual([400, null])
    },
  )
})

describe("a hostile provider whose metadata names endpoints of another", () => {
  it("gets no code from there, whatever client it says that the hub is", async () => {
    moves("northpost", { ...localSignIn(hostile.issuer, "northpost"), clientId: "leafline" })
    hostile.metadata = { authorization_endpoint: `${world.provider.issuer}/auth` }
    const asked = await begin(newBrowser(), "northpost")
    expect(asked.origin).toBe(world.provider.issuer)
    expect(asked.searchParams.get("redirect_uri")).toBe(addressOf("northpost"))
    const answer = await fetch(asked, { redirect: "manual" })
    expect([answer.status, answer.headers.get("location")]).toEqual([400, null])
  })

  it("signs nobody in with an ID token from there", async () => {
    const { issuer } = world.provider
    hostile.metadata = { token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks` }
    hostile.leads = (asked) => new URL(`${issuer}/auth${asked.search}`)
    const victim = newBrowser()
    const led = await fetch(await begin(victim, "northpost"), { redirect: "manual" })
    const toHonest = new URL(led.headers.get("location") ?? "")
    const back = await chooseAtProvider(toHonest, "northpost-officer", victim.ofProvider)
    const plain = changed(back, { iss: undefined })
    expect(await comeBack(victim, plain)).toEqual({ status: 403, title: unproven, isSignedIn: false })
  })

  it("is not taken for the issuer that its metadata names", async () => {
    hostile.metadata = { issuer: world.provider.issuer }
    const answer = await world.call(newBrowser(), { path: "/desk/sign-in?party=northpost" })
    expect([answer.statusCode, answer.headers["location"]]).toEqual([502, undefined])
  })
})

describe("what names the issuer that sent a browser back", () => {
  /** Back from the hostile provider to its own party's address. */
  async function backFromHostile(parameters: (asked: URL) => string) {
    const victim = newBrowser()
    hostile.leads = (asked) => new URL(`${addressOf("northpost")}?code=c&${parameters(asked)}`)
    const led = await fetch(await begin(victim, "northpost"), { redirect: "manual" })
    return comeBack(victim, new URL(led.headers.get("location") ?? ""))
  }
  const stateOf = (asked: URL) => `state=${asked.searchParams.get("state")}`

  it.each<[string, (asked: URL) => string]>([
    ["is another issuer", (asked) => `${stateOf(asked)}&iss=${encodeURIComponent(world.provider.issuer)}`],
    ["is empty", (asked) => `${stateOf(asked)}&iss=`],
    ["is the issuer with a slash", (asked) => `${stateOf(asked)}&iss=${encodeURIComponent(`${hostile.issuer}/`)}`],
    ["comes twice", (asked) => `${stateOf(asked)}&iss=a&iss=${encodeURIComponent(hostile.issuer)}`],
  ])("ends the sign-in if it %s, before anything is redeemed", async (_, parameters) => {
    expect(await backFromHostile(parameters)).toEqual({ status: 403, title: unproven, isSignedIn: false })
    expect(hostile.redeemed).toEqual([])
  })

  it("has to come from a provider that says that it does", async () => {
    hostile.metadata = { authorization_response_iss_parameter_supported: true }
    expect(await backFromHostile(stateOf)).toEqual({ status: 403, title: unproven, isSignedIn: false })
    expect(hostile.redeemed).toEqual([])
    await backFromHostile((asked) => `${stateOf(asked)}&iss=${encodeURIComponent(hostile.issuer)}`)
    expect(hostile.redeemed.map((form) => form.get("code"))).toEqual(["c"])
  })
})

describe("a code of an officer that somebody else got hold of", () => {
  /** An officer's answer that never came back to the hub, and a sign-in of an attacker at a party. */
  async function stolen(party: string) {
    const [attacker, victim] = [newBrowser(), newBrowser()]
    const back = await chooseAtProvider(await begin(victim, "leafline"), officer, victim.ofProvider)
    const own = await begin(attacker, party)
    return { attacker, victim, back, state: own.searchParams.get("state") ?? "" }
  }

  it("signs in no other browser", async () => {
    const { attacker, back, state } = await stolen("leafline")
    const answer = await comeBack(attacker, changed(back, { state }))
    expect(answer).toEqual({ status: 403, title: unproven, isSignedIn: false })
  })

  it("signs in no other browser under the state of the officer", async () => {
    const { attacker, back } = await stolen("leafline")
    expect(await comeBack(attacker, back)).toMatchObject({ status: 400, isSignedIn: false })
  })

  it.each(["leafline", "northpost"])(
    "signs nobody in at a party that has the same issuer and client, as %s",
    async (at) => {
      moves("northpost", localSignIn(world.provider.issuer, "leafline"))
      const { attacker, back, state } = await stolen("northpost")
      back.pathname = `/desk/signed-in/${at}`
      const answer = await comeBack(attacker, changed(back, { state }))
      expect(answer).toMatchObject({ status: 403, isSignedIn: false })
      expect(hostile.redeemed).toEqual([])
    },
  )

  it("is redeemed nowhere once the party has another provider", async () => {
    const victim = newBrowser()
    const back = await chooseAtProvider(await begin(victim, "leafline"), officer, victim.ofProvider)
    moves("leafline", localSignIn(hostile.issuer, "leafline"))
    expect(await comeBack(victim, changed(back, { iss: undefined }))).toMatchObject({ status: 400, isSignedIn: false })
    expect(hostile.redeemed).toEqual([])
  })
})
