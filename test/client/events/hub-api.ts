import { systemClock } from "../../../shared/base/platform/clock.ts"
import { HttpProblem } from "../../../shared/base/platform/http-problem.ts"
import { silentTelemetry } from "../../../shared/base/platform/telemetry.ts"
import { sendEntries } from "../../../shared/parties/channels/event-publisher.ts"
import { makeAcceptEvents } from "../../../shared/parties/reception/accept-events.ts"
import { acceptEventRoutes } from "../../../shared/parties/reception/accept-events-route.ts"
import { type DryRun, makeValidateEvents } from "../../../shared/parties/reception/validate-events.ts"
import { checkedPipeline } from "../../base/platform/checked-pipeline.ts"
import { type InMemoryBusOptions, inMemoryBus } from "../../doubles/event-publisher.ts"
import { testParties } from "../../parties/test-parties.ts"

/** Of events whose form is right, nothing is wrong. */
const takesAll: DryRun = async () => ({ handled: "recorded", effect: "new", follows: [] })

/** The hub's own `POST /v1/events`, reached by a `fetch` without a network. A token is the id of its party. */
export function hubApi(options: InMemoryBusOptions = {}) {
  const bus = inMemoryBus({ name: "ingress", ...options })
  const calls: { readonly url: string; readonly bytes: number }[] = []
  const handler = checkedPipeline({
    telemetry: silentTelemetry,
    authenticate: async (authorization) => {
      const party = testParties.find(({ id }) => `Bearer ${id}` === authorization)
      if (party === undefined) throw new HttpProblem("unauthenticated")
      return { party, tokenId: "t-1" }
    },
    routes: acceptEventRoutes({
      acceptEvents: makeAcceptEvents({
        ingressBus: "ingress",
        send: (entries) => sendEntries({ putEvents: bus.putEvents, attempts: 1 }, entries),
      }),
      validateEvents: makeValidateEvents({ loadDryRun: async () => takesAll, clock: systemClock }),
    }),
  })
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    const body = await request.text()
    calls.push({ url: request.url, bytes: Buffer.byteLength(body) })
    const answer = await handler({
      rawPath: new URL(request.url).pathname,
      rawQueryString: new URL(request.url).search.slice(1),
      headers: Object.fromEntries(request.headers),
      body,
      requestContext: { http: { method: request.method, sourceIp: "203.0.113.7" } },
    })
    return new Response(answer.body, { status: answer.statusCode, headers: answer.headers })
  }
  return { bus, calls, fetch }
}
