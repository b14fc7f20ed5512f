import { type Route, route } from "../parties/party-route.ts"
import { problemsPath } from "../platform/http-problem.ts"
import { HttpDocument } from "../platform/http-route.ts"
import { problemPage } from "./problem-page.ts"

/** `GET /v1/problems`: the page that the `type` of every problem leads to. For anybody. */
export function otherPathsRoutes(): Route[] {
  return [
    route({
      method: "GET",
      path: problemsPath,
      authentication: "none",
      documentation: {
        summary: "What each code of a problem means, its likely causes, and what to do",
        answers: { 200: { description: "The page in Markdown", contentType: "text/markdown" } },
      },
      handle: async () => ({
        status: 200,
        headers: { "cache-control": "public, max-age=3600" },
        body: new HttpDocument("text/markdown; charset=utf-8", problemPage()),
      }),
    }),
  ]
}
