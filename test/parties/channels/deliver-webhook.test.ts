import { describe, expect, it } from "@jest/globals"
import { Webhook } from "standardwebhooks"
import { accessorReleased } from "../../../shared/contracts/accessor-released.ts"
import {
  type DeliveryTools,
  makeDeliverWebhook,
  WebhookRefused,
} from "../../../shared/parties/channels/deliver-webhook.ts"
import { endpointPauses } from "../../../shared/parties/channels/endpoint-pauses.ts"
import {
  type PostStatus,
  standardWebhookSigner,
  type WebhookMessage,
  type WebhookPost,
} from "../../../shared/parties/channels/webhook.ts"
import { webhookPipeline } from "../../../shared/parties/intake/webhook-pipeline.ts"
import { parties, party } from "../../../shared/parties/party.ts"
import { partyDirectory } from "../../../shared/parties/party-directory.ts"
import { envelope, hubAccount, lambdaContext, messages, recordedTelemetry } from "../test-parties.ts"

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
  letterOf: () => undefined,
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
      return status
    },
    pauses: endpointPauses(),
    clock: () => new Date(),
    telemetry,
  })
  return { deliver, sent, telemetry }
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
    "sends the event again when the receiver answers %s",
    async (status) => {
      const { deliver, telemetry } = delivery(status)
      await expect(deliver({ ...event, data: { ...event.data, accessorTokens: ["t-1"] } })).rejects.toThrow(
        WebhookRefused,
      )
      expect(telemetry.lines).toMatchObject([{ fields: { party: "northpost" } }])
    },
  )

  it("drops and counts an event for an endpoint that says that it is gone", async () => {
    const { deliver, telemetry } = delivery(410)
    expect(await deliver({ ...event, data: { ...event.data, accessorTokens: ["t-1"] } })).toBe("gone")
    expect(telemetry.counts).toEqual({ WebhookGone: 1 })
    expect(telemetry.lines).toMatchObject([{ level: "error", fields: { party: "northpost", status: 410 } }])
  })

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
  const invited = carriers.slice(0, 2).map(({ channels, ...one }) => {
    const { url } = channels.webhook
    return party.parse({ ...one, channels: { webhook: { url, sealedSecret: "s1.sealed" } } })
  })

  function queue(
    post: WebhookPost,
    {
      of = parties.parse({ parties: carriers }).parties,
      telemetry = recordedTelemetry(),
      seconds = (): number => 0,
    } = {},
  ) {
    return webhookPipeline({
      parties: partyDirectory(of),
      hubAccount,
      telemetry,
      signerOf: async () => standardWebhookSigner(secret),
      ...noSlack,
      clock: () => new Date(Date.UTC(2026, 10, 1, 12, 0, seconds())),
      post,
    })
  }

  it("reaches nine endpoints while the first one does not answer", async () => {
    const reached: string[] = []
    const hanging = Promise.withResolvers<"unreachable">()
    const nineReached = Promise.withResolvers<void>()
    const answer = queue(async ({ url }) => {
      if (url === hook(0)) return hanging.promise
      if (reached.push(url) === 9) nineReached.resolve()
      return 204
    })(batch)
    await nineReached.promise
    expect(reached.sort()).toEqual(carriers.slice(1).map((_, place) => hook(place + 1)))
    hanging.resolve("unreachable")
    expect(await answer).toEqual({ batchItemFailures: [{ itemIdentifier: "m0" }] })
  })

  it("leaves an endpoint of an invited party alone that did not answer, so that it holds up no other batch", async () => {
    const posts: string[] = []
    const telemetry = recordedTelemetry()
    let seconds = 0
    let answerOfFirst: PostStatus = "unreachable"
    const post: WebhookPost = async ({ url }) => {
      posts.push(url)
      return url === hook(0) ? answerOfFirst : 204
    }
    const handler = queue(post, { of: invited, telemetry, seconds: () => seconds })
    const failed = { batchItemFailures: [{ itemIdentifier: "m0" }] }
    expect(await handler(batchFor("c0", "c1"))).toEqual(failed)
    expect(await handler(batchFor("c0", "c1"))).toEqual(failed)
    expect(posts).toEqual([hook(0), hook(1), hook(1)])
    // The second failure is no error: the queue delivers the message again.
    expect(telemetry.counts).toMatchObject({ MessageFailed: 1, MessagePostponed: 1 })
    seconds = 30
    answerOfFirst = 204
    expect(await handler(batchFor("c0", "c0"))).toEqual({ batchItemFailures: [] })
  })

  it.each([
    [503, 1],
    [429, 1],
    // It may be about the one event.
    [400, 2],
  ])("posts to an endpoint of an invited party that answered %s for two events %s times", async (status, times) => {
    const posts: string[] = []
    const handler = queue(
      async ({ url }) => {
        posts.push(url)
        return status
      },
      { of: invited },
    )
    await handler(batchFor("c0"))
    await handler(batchFor("c0"))
    expect(posts).toHaveLength(times)
  })

  it("tries an endpoint of a party of the file each time, because its queue holds up nobody else", async () => {
    const posts: string[] = []
    const handler = queue(async ({ url }) => {
      posts.push(url)
      return "unreachable"
    })
    await handler(batchFor("c0"))
    await handler(batchFor("c0"))
    expect(posts).toHaveLength(2)
  })

  it("starts no message whose endpoint could not answer in time", async () => {
    const posts: string[] = []
    const handler = queue(async ({ url }) => {
      posts.push(url)
      return 204
    })
    const context = { ...lambdaContext(), getRemainingTimeInMillis: () => 10_500 }
    expect((await handler(batch, context)).batchItemFailures).toHaveLength(10)
    expect(posts).toEqual([])
  })
})
