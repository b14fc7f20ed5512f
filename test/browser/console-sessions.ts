import { randomBytes } from "node:crypto"
import type { OfficerRole } from "../../shared/parties/officer.ts"
import type { Party } from "../../shared/parties/party.ts"
import type { HttpResult } from "../../shared/platform/http-pipeline.ts"
import { HttpProblem } from "../../shared/platform/http-problem.ts"

/** Somebody who signs in for a party. */
export type Person = {
  readonly userId: string
  readonly partyId: string
  readonly name: string
  readonly role: OfficerRole
}

/** Two people of each party. */
export const people: readonly Person[] = [
  { userId: "usr_avery", partyId: "leafline", name: "Avery Chen", role: "officer" },
  { userId: "usr_jules", partyId: "leafline", name: "Jules Roy", role: "officer" },
  { userId: "usr_robin", partyId: "leafline", name: "Robin Diaz", role: "reader" },
  { userId: "usr_sam", partyId: "northpost", name: "Sam Tremblay", role: "officer" },
  { userId: "usr_kim", partyId: "northpost", name: "Kim Osei", role: "reader" },
]

const cookieName = "__Host-wayseal-session"

/** A request as far as the stand-in reads it. */
type Asked = {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly cookies: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Stands in for the sign-in. Whoever comes chooses a name, and gets the cookie that the hub would set.
 *
 * @param partyOf the settings of a party
 */
export function consoleSessions(partyOf: (partyId: string) => Party) {
  const sessions = new Map<string, Person>()
  const personOf = ({ cookies }: Pick<Asked, "cookies">) => sessions.get(cookies[cookieName] ?? "")
  return {
    personOf,
    /** Forgets all sessions, as if their time had passed. */
    expire: () => sessions.clear(),
    /** @throws HttpProblem when nobody is signed in, or may not send the request */
    admit(asked: Asked): Person {
      const person = personOf(asked)
      if (person === undefined) throw new HttpProblem<string>("unauthenticated", { reason: "sessionExpired" })
      const isReading = asked.method === "GET" || asked.method === "HEAD"
      if (!isReading && asked.headers["x-wayseal-console"] !== "1") throw new HttpProblem("forbidden")
      if (!isReading && person.role === "reader" && asked.path !== "/v1/session")
        throw new HttpProblem<string>("forbidden", { reason: "readersMayNotChange" })
      return person
    },
    /** The answer to a request about sign-in and sessions. Undefined for other requests. */
    answer(asked: Asked): HttpResult | undefined {
      if (asked.path === "/desk/sign-in") return html(choosePage(asked.query))
      if (asked.path === "/desk/signed-in") {
        const person = people.find(({ userId }) => userId === asked.query.get("user"))
        if (person === undefined) return { ...html("<p>Nobody has this name.</p>"), statusCode: 404 }
        const session = randomBytes(16).toString("base64url")
        sessions.set(session, person)
        return redirect(asked.query.get("return") ?? "/desk/", cookieOf(session))
      }
      if (asked.path === "/v1/session" && asked.method === "GET") return json(sessionOf(this.admit(asked)))
      if (asked.path === "/v1/session" && asked.method === "DELETE") {
        this.admit(asked)
        sessions.delete(asked.cookies[cookieName] ?? "")
        return { ...json({}), cookies: [`${cookieOf("")}; Max-Age=0`] }
      }
      if (asked.path !== "/v1/colleagues") return undefined
      const { partyId } = this.admit(asked)
      const colleagues = people.filter((one) => one.partyId === partyId)
      return json({ colleagues: colleagues.map(({ userId, name, role }) => ({ userId, name, role })) })
    },
  }

  function sessionOf({ partyId, userId, name, role }: Person) {
    const { alias, kind, jurisdiction, language = "en" } = partyOf(partyId)
    return {
      partyId,
      partyAlias: alias,
      partyKind: kind,
      userId,
      name,
      role,
      language,
      timeZone: jurisdiction.timeZone,
      expiresAt: "2099-01-01T00:00:00.000Z",
    }
  }
}

const cookieOf = (session: string) => `${cookieName}=${session}; Path=/; HttpOnly; Secure; SameSite=Lax`

function choosePage(query: URLSearchParams): string {
  const party = query.get("party")
  const back = query.get("return") ?? "/desk/"
  const links = people
    .filter(({ partyId }) => party === null || partyId === party)
    .map(({ userId, name, role, partyId }) => {
      const address = `/desk/signed-in?${new URLSearchParams({ user: userId, return: back })}`
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

const json = (body: unknown) => answer({ "content-type": "application/json" }, JSON.stringify(body))

function redirect(location: string, cookie: string): HttpResult {
  return { ...answer({ location }, ""), statusCode: 302, cookies: [cookie] }
}
