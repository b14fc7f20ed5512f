import { httpPipeline } from "../../../shared/base/platform/http-pipeline.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { moreOfParcel } from "../../../shared/pages/recipient/more-of-parcel.ts"
import { recipientPageRoutes, refusedPage } from "../../../shared/pages/recipient/recipient-page-routes.ts"
import { memoryBreachCases } from "../../desk/memory-stores.ts"
import { walkersIp } from "../../watch/lookups/access-world.ts"
import type { worldWithParcels } from "../../watch/lookups/lookup-world.ts"

type World = Awaited<ReturnType<typeof worldWithParcels>>
type Sent = { ip?: string; cookie?: string; headers?: Record<string, string>; query?: string }

/** The page over the guard of the lookups' tests, without breach cases. */
export function pageOf(world: World) {
  const reader = { ...world, cases: memoryBreachCases(), laws: lawCatalogue, clock: world.now }
  const handler = httpPipeline({
    routes: recipientPageRoutes({
      lookUpShipment: (lookup) => world.lookUpShipment()(lookup),
      moreOfParcel: (opened, language) => moreOfParcel(reader, opened, language),
    }),
    answerRefusal: refusedPage,
    telemetry: world.telemetry,
    clock: world.now,
  })
  const ask = async (
    method: string,
    rawPath: string,
    { ip = walkersIp, cookie, headers, query }: Sent,
    body?: string,
  ) => {
    const started = world.now().getTime()
    const answer = await handler({
      rawPath,
      rawQueryString: query ?? "",
      headers: { "user-agent": "Firefox", ...(cookie === undefined ? {} : { cookie }), ...headers },
      ...(body === undefined ? {} : { body }),
      requestContext: { requestId: "r-1", http: { method, sourceIp: ip } },
    })
    return { ...answer, milliseconds: world.now().getTime() - started }
  }
  return {
    get: (path: string, sent: Sent = {}) => ask("GET", path, sent),
    post: (fields: Record<string, string>, { headers, ...sent }: Sent = {}) => {
      const form = { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" }
      return ask("POST", "/t", { ...sent, headers: { ...form, ...headers } }, String(new URLSearchParams(fields)))
    },
  }
}
