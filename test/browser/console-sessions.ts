import { createHash, randomBytes } from "node:crypto"
import type { HttpResult } from "../../shared/base/platform/http-pipeline.ts"
import { HttpProblem } from "../../shared/base/platform/http-problem.ts"
import { sessionRoutes } from "../../shared/pages/sign-in/session-routes.ts"
import type { OfficerRole } from "../../shared/parties/officer.ts"
import type { Party } from "../../shared/parties/party.ts"
import { callerAuthenticator } from "../../shared/parties/sessions/authenticate-caller.ts"
import { sealedNameField, sessionCookieName, sessionKeyOf } from "../../shared/parties/sessions/session.ts"
import type { SignInSettings } from "../../shared/parties/sign-in-settings.ts"
import type { BreachWorld } from "../desk/breach-world.ts"
import { memorySessions } from "../parties/memory-stores.ts"

/** Somebody who signs in for a party. */
type Person = {
  /** By which the person is chosen at the sign-in. */
  readonly login: string
  readonly partyId: string
  readonly name: string
  readonly role: OfficerRole
}

/** The people of the parties. */
export const people: readonly Person[] = [
  { login: "usr_avery", partyId: "leafline", name: "Avery Chen", role: "officer" },
  { login: "usr_jules", partyId: "leafline", name: "Jules Roy", role: "officer" },
  { login: "usr_robin", partyId: "leafline", name: "Robin Diaz", role: "reader" },
  { login: "usr_sam", partyId: "northpost", name: "Sam Tremblay", role: "officer" },
  { login: "usr_kim", partyId: "northpost", name: "Kim Osei", role: "reader" },
]

/** The hub's opaque id of a person. */
export const userIdOf = (login: string): string => createHash("sha256").update(login).digest("base64url").slice(0, 22)

const signIn: SignInSettings = {
  issuer: "https://sign-in.example",
  clientId: "console",
  scopes: [],
  roleClaim: "roles",
  roles: { officer: ["officer"], reader: ["reader"] },
}

type World = Pick<BreachWorld, "directory" | "sealer" | "clock">

/**
 * The hub's own sessions, in memory. In place of the identity provider, whoever comes chooses a name. Everybody has
 * signed in before, so that colleagues know each other.
 */
export async function consoleSessions(world: World) {
  const { sealer, clock } = world
  const sessions = memorySessions()
  const keys = new Set<string>()
  const parties = { byId: async (id: string) => signingIn(world.directory.named(id)) }
  const nobody = () => Promise.reject(new Error("Nobody signs in at a provider here"))
  const provider = { begin: nobody, finish: nobody, signOutUrl: async () => undefined }
  async function begin(person: Person): Promise<string> {
    const cookie = randomBytes(16).toString("base64url")
    const signedInAt = clock().toISOString()
    const of = { partyId: person.partyId, userId: userIdOf(person.login), role: person.role, signedInAt }
    const sealedName = await sealer.seal(`party#${of.partyId}`, of.userId, sealedNameField, person.name)
    const expiresAt = Math.floor(clock().getTime() / 1_000) + 12 * 3_600
    const { issuer, clientId } = signIn
    const session = { ...of, sessionKey: sessionKeyOf(cookie), lastSeenAt: signedInAt, issuer, clientId, expiresAt }
    await sessions.begin(session, { ...of, sealedName, expiresAt })
    keys.add(session.sessionKey)
    return cookie
  }
  for (const person of people) await begin(person)
  const tools = { parties, sessions, sealer, clock, provider }
  const ofToken = () => Promise.reject(new HttpProblem("unauthenticated"))
  return {
    /** Ends all sessions, as if their time had passed. */
    expire: () => Promise.all([...keys].map((key) => sessions.end(key))),
    /** Signs a person in. @returns what the cookie of the session holds */
    begin,
    routes: sessionRoutes(tools),
    authenticate: callerAuthenticator({ ...tools, ofToken }),
    /** The answer to a request about the sign-in. Undefined for other requests. */
    async answer(path: string, query: URLSearchParams): Promise<HttpResult | undefined> {
      if (path === "/desk/sign-in") return html(choosePage(query))
      if (path !== "/desk/signed-in") return undefined
      const person = people.find(({ login }) => login === query.get("user"))
      if (person === undefined) return { ...html("<p>Nobody has this name.</p>"), statusCode: 404 }
      return redirect(query.get("return") ?? "/desk/", cookieOf(await begin(person)))
    },
  }
}

/** The party with settings of a sign-in, which a session has to come from. */
const signingIn = (party: Party | undefined): Party | undefined => party && { ...party, signIn }

const cookieOf = (session: string) => `${sessionCookieName}=${session}; Path=/; HttpOnly; Secure; SameSite=Lax`

function choosePage(query: URLSearchParams): string {
  const party = query.get("party")
  const back = query.get("return") ?? "/desk/"
  const links = people
    .filter(({ partyId }) => party === null || partyId === party)
    .map(({ login, name, role, partyId }) => {
      const address = `/desk/signed-in?${new URLSearchParams({ user: login, return: back })}`
      return `<li><a href="${address.replaceAll("&", "&amp;")}">${name}</a> (${role} of ${partyId})</li>`
    })
  return `<!doctype html><html lang="en"><title>Sign in</title><h1>Sign in as</h1><ul>${links.join("")}</ul></html>`
}

const answer = (headers: Record<string, string>, body: string): HttpResult => ({
  statusCode: 200,
  headers: { "cache-control": "no-store", ...headers },
  cookies: [],
  body,
  isBase64Encoded: false,
})

const html = (body: string) => answer({ "content-type": "text/html; charset=utf-8" }, body)

function redirect(location: string, cookie: string): HttpResult {
  return { ...answer({ location }, ""), statusCode: 302, cookies: [cookie] }
}
