import { type LocalPerson, localPeople, localSignIn } from "../../../infra/local/sign-in/local-people.ts"
import { startLocalProvider } from "../../../infra/local/sign-in/local-provider.ts"
import { publicFetch } from "../../../shared/base/platform/public-fetch.ts"
import { secureRandomBytes } from "../../../shared/base/platform/random-id.ts"
import { loadIdentityProvider } from "../../../shared/pages/sign-in/load-identity-provider.ts"
import { sessionRoutes } from "../../../shared/pages/sign-in/session-routes.ts"
import { refusedSignIn, signInRoutes } from "../../../shared/pages/sign-in/sign-in-routes.ts"
import { type AuthenticateParty, apiAudience, partyAuthenticator } from "../../../shared/parties/authenticate-party.ts"
import { type Party, parties } from "../../../shared/parties/party.ts"
import { partyDirectory } from "../../../shared/parties/party-directory.ts"
import { handle } from "../../../shared/parties/party-route.ts"
import { callerAuthenticator } from "../../../shared/parties/sessions/authenticate-caller.ts"
import { checkedPipeline } from "../../base/platform/checked-pipeline.ts"
import { testKeyedHash } from "../../doubles/keyed-hash.ts"
import { memorySealer } from "../../doubles/sealing.ts"
import { memorySessions } from "../../parties/memory-stores.ts"
import { capturingTelemetry } from "../../simulation/capturing-telemetry.ts"
import { chooseAtProvider } from "./at-provider.ts"

export const origin = "http://localhost:8787"

/** Who the provider knows, beside an officer and a reader of each party. */
export const stranger: LocalPerson = { partyId: "leafline", subject: "leafline-nobody", name: "Gita Nobody" }

export const people = [...localPeople(["leafline", "northpost"]), stranger]

/** One browser: the hub's cookies by name, their attributes as they were set last, and cookies of the provider. */
export type Browser = {
  readonly cookies: Map<string, string>
  readonly attributes: Map<string, string>
  readonly ofProvider: Map<string, string>
}

export const newBrowser = (): Browser => ({ cookies: new Map(), attributes: new Map(), ofProvider: new Map() })

export type Call = { readonly method?: string; readonly headers?: Record<string, string>; readonly path: string }

/** How the people of a party sign in. */
export type SignInOf = (partyId: string) => object

/**
 * The hub in memory beside a real provider, and browsers that sign in.
 * @param signInOf what the parties file says of a party's provider, by default this one
 */
export async function signInWorld(signInOf: (issuer: string) => SignInOf = signInAt) {
  const provider = await startLocalProvider({ people, port: 0 })
  const clock = { now: new Date() }
  const hub = hubWith(signInOf(provider.issuer), clock)
  const locations: string[] = []
  const call = callsOf(hub.handler, locations)
  return {
    ...hub,
    /** Where the hub led browsers to. */
    locations,
    provider,
    call,
    wait(minutes: number) {
      clock.now = new Date(clock.now.getTime() + minutes * 60_000)
    },
    /** Follows a browser from the hub to the provider and back, up to the address of the callback. */
    async toCallback(
      browser: Browser,
      subject: string,
      { party = "leafline", change = (_: URL) => {} } = {},
      more = "",
    ) {
      const begun = await call(browser, { path: `/desk/sign-in?party=${party}${more}` })
      const url = new URL(begun.headers["location"] ?? "")
      change(url)
      const back = await chooseAtProvider(url, subject, browser.ofProvider)
      return `${back.pathname}${back.search}`
    },
    async signIn(browser: Browser, subject: string, { party = "leafline" } = {}) {
      const back = await this.toCallback(browser, subject, { party })
      return call(browser, { path: back })
    },
    stop: provider.stop,
  }
}

/** All parties share one provider. */
export const signInAt =
  (issuer: string): SignInOf =>
  (partyId) =>
    localSignIn(issuer, partyId)

const partiesAt = (signInOf: SignInOf): Party[] => {
  const both = { jurisdiction: { country: "CA", timeZone: "America/Toronto" }, channels: {} }
  const leafline = { ...both, id: "leafline", kind: "retailer", alias: "Leafline", ordersPerDay: 9, missShare: 0.1 }
  const northpost = { ...both, id: "northpost", kind: "carrier", alias: "Northpost", language: "fr" }
  const withSignIn = [leafline, northpost].map((party) => ({ ...party, signIn: signInOf(party.id) }))
  const mute = { ...leafline, id: "mute", alias: "Mute" }
  return parties.parse({ parties: [...withSignIn, mute] }).parties
}

/** The console's side of the hub in memory. */
export function hubWith(signInOf: SignInOf, time: { now: Date }) {
  const clock = () => time.now
  const known = partiesAt(signInOf)
  const directory = { byId: async (id: string) => known.find((party) => party.id === id) }
  const hashes = testKeyedHash()
  const sessions = memorySessions()
  const lines: string[] = []
  const telemetry = capturingTelemetry(lines)
  const tools = {
    parties: directory,
    provider: loadIdentityProvider({ readSecret: async () => "", fetch: publicFetch({ allowsLoopback: true }), clock }),
    sessions,
    sealer: memorySealer(),
    userIdOf: (...parts: readonly string[]) => hashes.lastingHash("officer", ...parts),
    sign: (text: string) => hashes.hash("sign-in", text),
    signatures: (text: string) => hashes.hashes("sign-in", text),
    originOf: () => origin,
    random: secureRandomBytes,
    clock,
    telemetry,
  }
  const ofToken: AuthenticateParty = partyAuthenticator({
    parties: partyDirectory(known),
    audience: apiAudience("test"),
    clock,
  })
  const work = (method: "GET" | "POST") =>
    handle({
      method,
      path: "/v1/work",
      authentication: "required",
    })(async ({ caller }) => ({ status: 200, body: { party: caller.party.id, officer: caller.officer } }))
  const handler = checkedPipeline({
    routes: [...signInRoutes(tools), ...sessionRoutes(tools), work("GET"), work("POST")],
    authenticate: callerAuthenticator({ ofToken, parties: directory, sessions, clock }),
    answerRefusal: refusedSignIn,
    telemetry,
    clock,
  })
  return { handler, sessions, lines, known }
}

/** Calls as a browser, which keeps cookies. */
export function callsOf(handler: ReturnType<typeof checkedPipeline>, locations: string[] = []) {
  return async (browser: Browser, { method = "GET", headers = {}, path }: Call) => {
    const [rawPath = "", rawQueryString = ""] = path.split("?")
    const answer = await handler({
      rawPath,
      rawQueryString,
      headers,
      cookies: [...browser.cookies].map(([name, value]) => `${name}=${value}`),
      requestContext: { http: { method, sourceIp: "203.0.113.7" } },
    })
    for (const line of answer.cookies) keepCookie(browser, line)
    locations.push(answer.headers["location"] ?? "")
    return answer
  }
}

function keepCookie({ cookies, attributes }: Browser, line: string): void {
  const [, name = "", value = "", more = ""] = /^([^=]+)=([^;]*)(.*)$/.exec(line) ?? []
  attributes.set(name, more)
  if (/; Max-Age=0(;|$)/.test(more)) cookies.delete(name)
  else cookies.set(name, value)
}
