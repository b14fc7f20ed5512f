import { describe, expect, it } from "@jest/globals"
import { Webhook } from "standardwebhooks"
import { accessorReleased } from "../../../shared/base/contracts/restriction-events.ts"
import {
  type PostAnswer,
  type PostStatus,
  standardWebhookSigner,
  type WebhookMessage,
  type WebhookPost,
} from "../../../shared/parties/channels/webhook.ts"
import { parties } from "../../../shared/parties/party.ts"
import { partyDirectory } from "../../../shared/parties/party-directory.ts"
import { type DeliveryTools, makeDeliverWebhook } from "../../../shared/parties/webhooks/deliver-webhook.ts"
import { endpointIdOf } from "../../../shared/parties/webhooks/endpoint-state.ts"
import { webhookPipeline } from "../../../shared/parties/webhooks/webhook-pipeline.ts"
import { memoryWebhookDeliveries } from "../memory-stores.ts"
import { envelope, hubAccount, lambdaContext, messages, recordedTelemetry } from "../test-parties.ts"
import { untried } from "./delivery-tools.ts"

const secret = `whsec_${Buffer.from("a secret of thirty-two characters").toString("base64")}`
const carrier = {
  id: "northpost",
  kind: "carrier",
  alias: "Northpost",
  channels: {
    webhook: { url: "https://hooks.northpost.example/wayseal", secretName: "wayseal-prod-northpost-webhook" },
  },
  jurisdiction: { country: "CA", timeZone: "America/Toronto" },
}
const retailer = {
  id: "maplebooks",
  kind: "retailer",
  alias: "Maple Books",
  channels: {},
  jurisdiction: { country: "CA", timeZone: "America/Toronto" },
  ordersPerDay: 10,
  missShare: 0.05,
}
const event = {
  contract: accessorReleased,
  detailType: accessorReleased.detailType,
  eventBridgeId: "7bf73129-1428-4cd3-a780-95db273d1602",
  receivedAt: "2026-11-01T12:00:00.000Z",
  metadata: {
    id: "the-event",
    occurredAt: "2026-11-01T12:00:00.000Z",
    correlationId: "the-story",
    version: 1,
    audience: "northpost",
  },
  data: {
    restrictionId: "r-1",
    accessorTokens: ["t-1"],
    scope: "subject",
    releasedAt: "2026-11-01T12:00:00.000Z",
    reason: "falseAlarm",
  },
} as const

const noSlack: Pick<DeliveryTools, "slackUrlOf" | "letterOf"> = {
  slackUrlOf: () => Promise.reject(new Error("there is no Slack channel")),
  letterOf: async () => undefined,
}

function delivery(status: PostStatus, { isRemoved = false } = {}) {
  const sent: WebhookMessage[] = []
  const telemetry = recordedTelemetry()
  const deliver = makeDeliverWebhook({
    parties: partyDirectory(parties.parse({ parties: [carrier, retailer] }).parties),
    signerOf: async (partyId, webhook) => {
      if (partyId !== "northpost" || !("secretName" in webhook)) throw new Error("another party's secret")
      return isRemoved ? undefined : standardWebhookSigner(secret)
    },
    ...noSlack,
    post: async (message) => {
      sent.push(message)
      return { status }
    },
    ...untried(),
    clock: () => new Date(),
    telemetry,
  })
  return { deliver: (given: Parameters<typeof deliver>[0]) => deliver(given, "the body"), sent, telemetry }
}

describe("deliver-webhook", () => {
  it("sends an event, signed so that the party's own library accepts it, under the event's id", async () => {
    const { deliver, sent } = delivery(204)
    expect(
      await deliver({ ...event, contract: accessorReleased, data: { ...event.data, accessorTokens: ["t-1"] } }),
    ).toBe("delivered")
    const [message] = sent
    expect(message?.url).toBe(carrier.channels.webhook.url)
    expect(message?.headers["webhook-id"]).toBe("the-event")
    expect(new Webhook(secret).verify(message?.body ?? "", message?.headers ?? {})).toMatchObject({
      type: "AccessorReleased",
      data: { restrictionId: "r-1" },
    })
  })

  it("sends a signature that the party's library refuses after one byte changes", async () => {
    const { deliver, sent } = delivery(204)
    await deliver({ ...event, data: { ...event.data, accessorTokens: ["t-1"] } })
    const altered = sent[0]?.body.replace("r-1", "r-2") ?? ""
    expect(() => new Webhook(secret).verify(altered, sent[0]?.headers ?? {})).toThrow()
  })

  it.each([500, 301, 404, "unreachable"] as const)(
    "does not take the event as delivered when the receiver answers %s",
    async (status) => {
      const { deliver, telemetry } = delivery(status)
      expect(await deliver({ ...event, data: { ...event.data, accessorTokens: ["t-1"] } })).toBe("refused")
      expect(telemetry.lines).toMatchObject([{ fields: { party: "northpost" } }])
    },
  )

  it("sends nothing to a party that was removed with the key of its secret", async () => {
    const { deliver, sent } = delivery(204, { isRemoved: true })
    expect(await deliver({ ...event, data: { ...event.data, accessorTokens: ["t-1"] } })).toBe("noWebhook")
    expect(sent).toEqual([])
  })

  it.each(["maplebooks", "nobody"])("sends nothing to %s, which has no webhook", async (audience) => {
    const { deliver, sent } = delivery(204)
    const metadata = { ...event.metadata, audience }
    expect(await deliver({ ...event, metadata, data: { ...event.data, accessorTokens: ["t-1"] } })).toBe("noWebhook")
    expect(sent).toEqual([])
  })

  it("has its secret in Secrets Manager if the parties file names the party", () => {
    const channels = { webhook: { url: carrier.channels.webhook.url, sealedSecret: "s1.sealed" } }
    expect(parties.safeParse({ parties: [{ ...carrier, channels }] }).error?.issues).toMatchObject([
      { message: "this is of invited parties alone. Write secretName" },
    ])
  })

  it("accepts only an https address", () => {
    const channels = { webhook: { ...carrier.channels.webhook, url: "http://hooks.northpost.example/" } }
    expect(parties.safeParse({ parties: [{ ...carrier, channels }] }).success).toBe(false)
  })
})

describe("a queue of events for webhooks", () => {
  const hook = (place: number) => `https://hooks.c${place}.example/wayseal`
  const carriers = Array.from({ length: 10 }, (_, place) => ({
    ...carrier,
    id: `c${place}`,
    alias: `Carrier ${place}`,
    channels: { webhook: { url: hook(place), secretName: "a-secret" } },
  }))
  const batchFor = (...audiences: readonly string[]) =>
    messages(
      ...audiences.map((audience) => {
        const { Source, DetailType, Detail } = accessorReleased.entry({
          source: "wayseal.hub",
          busName: "exchange",
          data: { ...event.data, accessorTokens: ["t-1"] },
          metadata: { ...event.metadata, audience },
        })
        return envelope({ source: Source, "detail-type": DetailType, detail: JSON.parse(Detail) })
      }),
    )
  const batch = batchFor(...carriers.map(({ id }) => id))
  function queue(post: WebhookPost, others: Partial<Pick<DeliveryTools, "deliveries" | "wait">> = {}) {
    return webhookPipeline({
      parties: partyDirectory(parties.parse({ parties: carriers }).parties),
      hubAccount,
      telemetry: recordedTelemetry(),
      signerOf: async () => standardWebhookSigner(secret),
      ...noSlack,
      ...untried(),
      clock: () => new Date(),
      post,
      ...others,
    })
  }

  it("reaches nine endpoints while the first one does not answer", async () => {
    const reached: string[] = []
    const hanging = Promise.withResolvers<PostAnswer>()
    const nineReached = Promise.withResolvers<void>()
    const answer = queue(async ({ url }) => {
      if (url === hook(0)) return hanging.promise
      if (reached.push(url) === 9) nineReached.resolve()
      return { status: 204 }
    })(batch)
    await nineReached.promise
    expect(reached.sort()).toEqual(carriers.slice(1).map((_, place) => hook(place + 1)))
    hanging.resolve({ status: "unreachable" })
    // The first one is stored, and tried again later.
    expect(await answer).toEqual({ batchItemFailures: [] })
  })

  it("leaves a message to the schedule for whose answer too many invocations would wait", async () => {
    const deliveries = memoryWebhookDeliveries()
    const [carrier] = parties.parse({ parties: carriers }).parties
    if (carrier?.channels.webhook === undefined) throw new Error("no webhook")
    const awaitedSince = Array.from({ length: 3 }, () => new Date().toISOString())
    const endpointId = endpointIdOf(carrier.channels.webhook)
    await deliveries.changeEndpoint({ partyId: carrier.id, endpointId, failures: 0, version: 1, awaitedSince })
    const hanging = new Promise<PostAnswer>(() => {})
    const post: WebhookPost = async ({ url }) => (url === hook(0) ? hanging : { status: 204 })
    const handler = queue(post, { deliveries, wait: async () => {} })
    expect(await handler(batch)).toEqual({ batchItemFailures: [] })
    const [first] = (await deliveries.due(new Date(), 10, () => 10)).due
    expect(first?.partyId).toBe(carrier.id)
    expect((await deliveries.endpoint(carrier.id))?.crowdedUntil).toBeDefined()
  })

  it("starts no message whose endpoint could not answer in time", async () => {
    const posts: string[] = []
    const handler = queue(async ({ url }) => {
      posts.push(url)
      return { status: 204 }
    })
    const context = { ...lambdaContext(), getRemainingTimeInMillis: () => 10_500 }
    expect((await handler(batch, context)).batchItemFailures).toHaveLength(10)
    expect(posts).toEqual([])
  })
})
