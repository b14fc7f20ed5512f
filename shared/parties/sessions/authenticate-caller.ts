import type { Clock } from "../../base/platform/clock.ts"
import type { CallingRequest } from "../../base/platform/http-pipeline.ts"
import type { AuthenticateParty, Caller } from "../authenticate-party.ts"
import type { PartyDirectory } from "../party-directory.ts"
import { refused } from "../refusals.ts"
import {
  backgroundHeader,
  consoleHeader,
  isCurrent,
  isToNote,
  type Session,
  sessionCookieName,
  sessionKeyOf,
} from "./session.ts"
import type { Sessions } from "./sessions.ts"

/**
 * Finds the party that calls, by its token or by the session of a person.
 * @throws HttpProblem 401 without a valid token or session, 403 for a request that the person may not make
 */
export type AuthenticateCaller = (authorization: string | undefined, request: CallingRequest) => Promise<Caller>

type Tools = {
  readonly ofToken: AuthenticateParty
  readonly parties: Pick<PartyDirectory, "byId">
  readonly sessions: Pick<Sessions, "find" | "touch">
  readonly clock: Clock
}

/** Authenticates callers. A token counts before a session, because browsers send no token by themselves. */
export function callerAuthenticator(tools: Tools): AuthenticateCaller {
  return async (authorization, request) => {
    const cookie = request.cookies[sessionCookieName]
    if (authorization !== undefined || cookie === undefined) return tools.ofToken(authorization)
    return callerOfSession(tools, cookie, request)
  }
}

async function callerOfSession(
  tools: Omit<Tools, "ofToken">,
  cookie: string,
  { method, headers }: CallingRequest,
): Promise<Caller> {
  const isReading = method === "GET" || method === "HEAD"
  // Browsers send the cookie with forms of other sites that lead here. None of them can set a header.
  if (!isReading && headers[consoleHeader] !== "1") throw refused("noConsoleHeader")
  const { session, party } = await currentSession(tools, cookie)
  if (!isReading && session.role === "reader") throw refused("readersMayNotChange")
  if (headers[backgroundHeader] !== "1") await noteActivity(tools, session)
  return { party, officer: { userId: session.userId, role: session.role } }
}

/**
 * The session of a cookie with its party. A party that changed where its people sign in ended their sessions.
 * @throws HttpProblem 401 if the session has ended
 */
export async function currentSession(
  { parties, sessions, clock }: Pick<Tools, "parties" | "clock"> & { readonly sessions: Pick<Sessions, "find"> },
  cookie: string,
) {
  const session = await sessions.find(sessionKeyOf(cookie))
  const party = session === undefined ? undefined : await parties.byId(session.partyId)
  if (session === undefined || party?.signIn === undefined) throw refused("sessionExpired")
  if (!isCurrent(session, party.signIn, clock())) throw refused("sessionExpired")
  return { session, party }
}

async function noteActivity({ sessions, clock }: Pick<Tools, "sessions" | "clock">, session: Session): Promise<void> {
  const now = clock()
  if (!isToNote(session, now)) return
  // Somebody signed out meanwhile.
  if (!(await sessions.touch(session.sessionKey, now.toISOString()))) throw refused("sessionExpired")
}
