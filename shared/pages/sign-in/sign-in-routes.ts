import * as z from "zod"
import { boundedString } from "../../base/contracts/bounded-string.ts"
import type { RefusedRequest } from "../../base/platform/http-pipeline.ts"
import { declareRoute, type HttpAnswer, type HttpRequest } from "../../base/platform/http-route.ts"
import type { Telemetry } from "../../base/platform/telemetry.ts"
import { type Route, serve } from "../../parties/party-route.ts"
import { sessionCookieName } from "../../parties/sessions/session.ts"
import { pageHeaders } from "../kit/page-headers.ts"
import { begunCookieName, begunSeconds } from "./begun-sign-in.ts"
import { failurePage } from "./failure-page.ts"
import { SignInFailed } from "./identity-provider.ts"
import { consolePath, returnPath, signedInPath, signedInPathOf, signInPath } from "./return-path.ts"
import { beginSignIn, finishSignIn, type SignInTools } from "./sign-in.ts"

/** What the routes of the sign-in need. */
export type SignInRouteTools = SignInTools & {
  /** The hub's own origin as people reach it, by the headers of a request. */
  readonly originOf: (headers: Readonly<Record<string, string>>) => string
  readonly telemetry: Pick<Telemetry, "warn" | "count">
}

/** What the browser keeps: not for scripts, not over plain HTTP, not for other hosts, not with forms of other sites. */
export const cookie = (name: string, value: string, maxAge?: number): string =>
  `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax${maxAge === undefined ? "" : `; Max-Age=${maxAge}`}`

/** The Set-Cookie that removes the session from the browser. */
export const forgottenSession = cookie(sessionCookieName, "", 0)

const asked = z.looseObject({
  party: boundedString(64).optional().catch(undefined).meta({ description: "The id of the party" }),
  return: boundedString(2_048)
    .optional()
    .catch(undefined)
    .meta({ description: "A path of the console, to go to afterwards" }),
})

/** Each provider adds parameters of its own. */
const answered = z.looseObject({})

type Request = Pick<HttpRequest<unknown, unknown>, "headers" | "cookies">

const [method, authentication] = ["GET", "none"] as const

/** The way into the console, for people: to the party's provider, and back from it. */
export const signInPages = {
  begin: declareRoute({ method, path: signInPath, authentication, query: asked }),
  finish: declareRoute({ method, path: `${signedInPath}/{party}`, authentication, query: answered }),
  /** The address that all providers shared until release 0.1.0. What comes back to it is used nowhere. */
  finishAtSharedAddress: declareRoute({ method, path: signedInPath, authentication, query: answered }),
}

export function signInRoutes(tools: SignInRouteTools): Route[] {
  return serve(signInPages)({
    begin({ query, ...request }) {
      const partyId = query.party ?? ""
      return orFailurePage(tools, request, atParty(partyId), async () => {
        const redirectUri = `${tools.originOf(request.headers)}${signedInPathOf(partyId)}`
        const returnTo = returnPath(query.return)
        const { location, begun } = await beginSignIn(tools, { partyId, returnTo, redirectUri })
        return redirect(request, location, [cookie(begunCookieName, begun, begunSeconds)])
      })
    },
    finish({ query, parameters: { party: partyId = "" }, ...request }) {
      const { [begunCookieName]: begun, [sessionCookieName]: former } = request.cookies
      return orFailurePage(tools, request, atParty(partyId), async () => {
        const redirectUri = `${tools.originOf(request.headers)}${signedInPathOf(partyId)}`
        const answer = answerOf(query)
        const { session, returnTo } = await finishSignIn(tools, { partyId, answer, redirectUri, begun, former })
        tools.telemetry.count("SignedIn")
        return redirect(request, returnTo, [cookie(sessionCookieName, session), cookie(begunCookieName, "", 0)])
      })
    },
    finishAtSharedAddress: (request) =>
      orFailurePage(tools, request, atParty(undefined), async () => {
        throw new SignInFailed("sharedAddress")
      }),
  })
}

/** Refusals and failures of the pages as a page. Those of the API stay as they are. */
export function refusedSignIn({ problem, headers, path }: RefusedRequest): HttpAnswer | undefined {
  if (!path.startsWith(`${consolePath}/`)) return undefined
  const page = failurePage({ failure: "failed", headers, status: problem.status })
  return { ...page, headers: { ...page.headers, ...problem.headers } }
}

/** Leads the browser elsewhere. */
export const redirect = ({ headers }: Request, location: string, cookies: readonly string[]): HttpAnswer => ({
  status: 302,
  headers: { ...pageHeaders(headers), location },
  cookies,
})

/**
 * The answer, or a page that says why the sign-in failed.
 * @param of.again where the person can begin again
 * @param of.begunCookie what the browser had of the sign-in
 */
export async function orFailurePage(
  { telemetry }: Pick<SignInRouteTools, "telemetry">,
  { headers }: Pick<Request, "headers">,
  of: { readonly again: string | undefined; readonly begunCookie: string },
  answer: () => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  try {
    return await answer()
  } catch (error) {
    if (!(error instanceof SignInFailed)) throw error
    telemetry.count("SignInRefused")
    telemetry.warn("Sign-in refused", { rule: error.reason })
    const again = error.reason === "unknownParty" ? undefined : of.again
    return { ...failurePage({ failure: error.reason, headers, again }), cookies: [cookie(of.begunCookie, "", 0)] }
  }
}

/** The way to begin again at a party's provider. */
const atParty = (partyId: string | undefined) => ({
  again: partyId === undefined ? undefined : `${signInPath}?party=${encodeURIComponent(partyId)}`,
  begunCookie: begunCookieName,
})

const texts = z.record(boundedString(2_048), boundedString(2_048))

/** What a provider sent the browser back with. @throws SignInFailed for a parameter that came twice (RFC 6749, 3.1) */
export function answerOf(query: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const read = texts.safeParse(query)
  if (!read.success) throw new SignInFailed("notProven")
  return read.data
}
