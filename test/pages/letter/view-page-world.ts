import { httpPipeline } from "../../../shared/base/platform/http-pipeline.ts"
import { readComparison, readView } from "../../../shared/desk/documents/read-view.ts"
import { letterPageRoutes, refusedLetterPage } from "../../../shared/pages/letter/letter-page-routes.ts"
import { viewPageRoutes } from "../../../shared/pages/letter/view-page-routes.ts"
import { recipientPageRoutes } from "../../../shared/pages/recipient/recipient-page-routes.ts"
import type { BreachWorld } from "../../desk/breach-world.ts"
import { viewWorld } from "../../desk/regulator-views/view-world.ts"

/** The page of views over a breach desk in memory, with the script of letters and the style of the recipient's page. */
export const viewPageOf = (world: BreachWorld) =>
  httpPipeline({
    routes: [
      ...viewPageRoutes({
        readView: (token, language) => readView(world.desk, token, language),
        readComparison: (tokens, language) => readComparison(world.desk, tokens, language),
      }),
      ...letterPageRoutes({ openLetter: elsewhere, answerLetter: elsewhere, clock: world.clock }),
      ...recipientPageRoutes({ lookUpShipment: elsewhere, moreOfParcel: elsewhere }),
    ],
    answerRefusal: refusedLetterPage,
    telemetry: world.telemetry,
    clock: world.clock,
  })

async function elsewhere(): Promise<never> {
  throw new Error("This is no page of a view.")
}

/** A world of views with its page, and ways to send its forms. */
export async function viewPageWorld(options: Parameters<typeof viewWorld>[0] = {}) {
  const desk = await viewWorld(options)
  const handler = viewPageOf(desk.world)
  const ask = (method: string, sent: { body?: string; headers?: object; query?: string }) =>
    handler({
      rawPath: "/view",
      rawQueryString: sent.query ?? "",
      headers: { "sec-fetch-site": "same-origin", ...sent.headers },
      ...(sent.body === undefined ? {} : { body: sent.body }),
      requestContext: { requestId: "r-1", http: { method, sourceIp: "203.0.113.7" } },
    })
  return {
    ...desk,
    get: (query = "") => ask("GET", { query }),
    post: (fields: Record<string, string>, headers: object = {}) =>
      ask("POST", {
        body: String(new URLSearchParams(fields)),
        headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      }),
  }
}
