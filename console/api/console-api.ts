import createClient, { type Client } from "openapi-fetch"
import type { paths } from "../../client/api/generated/paths.ts"
import { signRequest } from "../signing/sign-request.ts"
import { backgroundHeader } from "./activity.ts"
import type { Answered } from "./answered.ts"
import { ApiProblem } from "./api-problem.ts"
import { consoleHeader } from "./ask-session.ts"
import { noteServerTime } from "./server-time.ts"
import { sessionWatch } from "./session-watch.ts"

/** The hub's API on the page's own origin. The session's cookie says who calls. */
export const api: Client<paths> = createClient<paths>({ baseUrl: "/", credentials: "same-origin" })

api.use({
  onRequest: async ({ request }) => {
    const own = { ...consoleHeader, ...backgroundHeader() }
    for (const [name, value] of Object.entries(own)) request.headers.set(name, value)
    await signRequest(request)
    return request
  },
  onResponse: ({ response }) => {
    noteServerTime(response.headers.get("date"))
    if (response.status === 401) sessionWatch.end()
  },
})

/** What a call answers: its body, and the state of the case that it shows. */
export type Answer<Body> = { readonly body: Body; readonly etag: string | undefined }

/**
 * The answer of a call.
 * @throws ApiProblem when the hub refuses or fails
 */
export async function answerOf<Body>(call: Promise<Answered<Body>>): Promise<Answer<NonNullable<Body>>> {
  const { data, error, response } = await call
  if (data === undefined || data === null) throw new ApiProblem(response.status, error)
  return { body: data, etag: response.headers.get("etag") ?? undefined }
}
