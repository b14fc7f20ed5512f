import * as z from "zod"
import { documentLanguages } from "../../base/contracts/words.ts"
import { failureFields } from "../../base/platform/failure.ts"
import type { RefusedRequest } from "../../base/platform/http-pipeline.ts"
import { declareRoute, type HttpAnswer, HttpDocument, type RequestOf } from "../../base/platform/http-route.ts"
import type { Telemetry } from "../../base/platform/telemetry.ts"
import { type Handler, type Route, serve } from "../../parties/party-route.ts"
import { endOf, sessionKeyOf } from "../../parties/sessions/session.ts"
import { pageAnswer } from "../kit/page-answer.ts"
import { isCrossSite, pageHeaders } from "../kit/page-headers.ts"
import { begunSeconds } from "../sign-in/begun-sign-in.ts"
import { answerOf, cookie, orFailurePage, redirect, type SignInRouteTools } from "../sign-in/sign-in-routes.ts"
import { failedPage, operatorPage, signedOutPage } from "./operator-page.ts"
import type { StagePlace } from "./operator-parts.ts"
import { hubPath, operatorSignedInPath, operatorSignInPath, operatorSignOutPath } from "./operator-paths.ts"
import { begunOperatorCookieName, operatorCookieName, operatorOf } from "./operator-session.ts"
import { beginOperatorSignIn, finishOperatorSignIn, type OperatorSignInTools } from "./operator-sign-in.ts"
import { operatorStyle } from "./operator-style.ts"
import { readStageNow, type StageSource } from "./stage-now.ts"

/** What the operator's page and its sign-in need. */
export type OperatorRouteTools = OperatorSignInTools &
  Pick<SignInRouteTools, "originOf"> & {
    readonly source: StageSource
    readonly place: StagePlace
    readonly telemetry: Pick<Telemetry, "warn" | "count">
  }

type Headers = Readonly<Record<string, string>>

const lang = z
  .enum(documentLanguages)
  .optional()
  .catch(undefined)
  .meta({ description: "Language of the page. Without it, that of `accept-language`" })
/** Other parameters change nothing. */
const wished = z.looseObject({
  lang,
  refresh: z
    .literal("minute")
    .optional()
    .catch(undefined)
    .meta({ description: "`minute`: the browser reads the page again each minute" }),
})
const anything = z.looseObject({})

const [method, authentication] = ["GET", "none"] as const

export const hubPages = {
  page: declareRoute({ method, path: hubPath, authentication, query: wished }),
  style: declareRoute({ method, path: `${hubPath}/style.css`, authentication, query: anything }),
  signIn: declareRoute({ method, path: operatorSignInPath, authentication, query: anything }),
  signedIn: declareRoute({ method, path: operatorSignedInPath, authentication, query: anything }),
  /** Safe to repeat. A form of another site signs nobody out. */
  signOut: declareRoute({ method: "POST", path: operatorSignOutPath, authentication, query: wished }),
}

/** The page at `/hub` for operators, and their way in and out. Everything only reads. */
export function operatorRoutes(tools: OperatorRouteTools): Route[] {
  const { sessions } = tools
  return serve(hubPages)({
    page: (request) => stagePage(tools, request),
    style: async ({ headers }) => ({
      status: 200,
      headers: { ...pageHeaders(headers), "cache-control": "max-age=3600" },
      body: new HttpDocument("text/css; charset=utf-8", operatorStyle),
    }),
    ...signInHandlers(tools),
    async signOut({ query, headers, cookies }) {
      if (isCrossSite(headers)) return pageAnswer(403, headers, failedPage, query.lang)
      const { [operatorCookieName]: held } = cookies
      if (held !== undefined) await sessions.end(sessionKeyOf(held))
      return { ...pageAnswer(200, headers, signedOutPage, query.lang), cookies: [cookie(operatorCookieName, "", 0)] }
    },
  })
}

/** Refusals and failures as a page. */
export const refusedOperatorPage = ({ problem, headers }: RefusedRequest): HttpAnswer => {
  const { headers: ofPage, ...answer } = pageAnswer(problem.status, headers, failedPage)
  return { ...answer, headers: { ...ofPage, ...problem.headers } }
}

/** The function has 29 seconds. A part that takes longer is left out of the page. */
const partMilliseconds = 20_000

async function stagePage(
  tools: OperatorRouteTools,
  { query, headers, cookies }: RequestOf<typeof hubPages.page, unknown>,
): Promise<HttpAnswer> {
  const isRefreshed = query.refresh === "minute"
  const operator = await operatorOf(tools, { cookies, isActive: !isRefreshed })
  if (operator === undefined) return redirect({ headers, cookies }, operatorSignInPath, [])
  const now = await readStageNow(tools.source, {
    clock: tools.clock,
    partMilliseconds,
    note: (part, error) => tools.telemetry.warn("Part not read", { rule: part, ...failureFields(error) }),
  })
  const about = { isRefreshed, endsAt: new Date(endOf(operator)) }
  return pageAnswer(200, headers, (language) => operatorPage(now, tools.place, { language, ...about }), query.lang)
}

const failing = { again: operatorSignInPath, begunCookie: begunOperatorCookieName }

/** To the hub's provider, and back from it. */
function signInHandlers(tools: OperatorRouteTools) {
  const redirectUriOf = (headers: Headers) => `${tools.originOf(headers)}${operatorSignedInPath}`
  const signIn: Handler<typeof hubPages.signIn> = (request) =>
    orFailurePage(tools, request, failing, async () => {
      const { location, begun } = await beginOperatorSignIn(tools, redirectUriOf(request.headers))
      return redirect(request, location, [cookie(begunOperatorCookieName, begun, begunSeconds)])
    })
  const signedIn: Handler<typeof hubPages.signedIn> = ({ query, ...request }) =>
    orFailurePage(tools, request, failing, async () => {
      const { [begunOperatorCookieName]: begun, [operatorCookieName]: former } = request.cookies
      const back = { answer: answerOf(query), redirectUri: redirectUriOf(request.headers), begun, former }
      const session = await finishOperatorSignIn(tools, back)
      tools.telemetry.count("OperatorSignedIn")
      const cookies = [cookie(operatorCookieName, session), cookie(begunOperatorCookieName, "", 0)]
      return redirect(request, hubPath, cookies)
    })
  return { signIn, signedIn }
}
