import { problemsPath } from "../../base/platform/http-problem.ts"
import { declareRoute, HttpDocument } from "../../base/platform/http-route.ts"
import { type Route, serve } from "../../parties/party-route.ts"

export const problemApi = {
  page: declareRoute({
    method: "GET",
    path: problemsPath,
    authentication: "none",
    summary: "What each code of a problem means, its likely causes, and what to do",
    answers: { 200: { description: "The page in Markdown", contentType: "text/markdown" } },
  }),
}

/** The page that the `type` of every problem leads to. For anybody. */
export const otherPathsRoutes = (): Route[] =>
  serve(problemApi)({
    page: async () => {
      // The codes of all contexts, which nobody needs who is told of a wrong path.
      const { problemPage } = await import("./problem-page.ts")
      return {
        status: 200,
        headers: { "cache-control": "public, max-age=3600" },
        body: new HttpDocument("text/markdown; charset=utf-8", problemPage()),
      }
    },
  })
