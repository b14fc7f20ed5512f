import * as z from "zod"
import { makeAcceptPartnerEvent } from "../../../shared/intake/adapters/accept-vendor-event.ts"
import { partnerEventPipeline } from "../../../shared/intake/adapters/partner-event-pipeline.ts"
import type { PostToShop } from "../../../shared/intake/adapters/shops/admin-api.ts"
import { makeDoShopTask } from "../../../shared/intake/adapters/shops/do-shop-task.ts"
import { shopTaskPipeline } from "../../../shared/intake/adapters/shops/shop-task-pipeline.ts"
import { memoryAlertMail } from "../../doubles/alert-mail.ts"
import type { DeliveredEvent } from "../../doubles/event-publisher.ts"
import type { Interrupt } from "../../dynamo/memory-dynamo.ts"
import { hubAccount, lambdaContext, messages, testDirectory } from "../../parties/test-parties.ts"
import { changed, payload, secret, signed, vendorWorld } from "./vendor-world.ts"

export const shop = "leafline.myshopify.com"
export const partnerBus = "aws.partner/shopify.com/4815/wayseal"
export const clientId = "8f3c2d1e0b9a"
/** A secret that is still good, or the one that follows. */
export const nextSecret = "the-secret-that-follows-it"

export const connection = { shop, carriers: { Northpost: "northpost" }, clientId, secret }

/** The fixture, with other values at some places. */
export const fulfilment = payload("shopify-fulfillment.json")
export const fulfilmentWith = (values: object) => changed(fulfilment, (all) => Object.assign(all, values))
export const twoParcels = fulfilmentWith({ tracking_numbers: ["NP4021887304CA", "NP4021887305CA"] })

type Parcel = { company: string | null; number: string | null; url: string | null }

const asked = z.object({
  query: z.string(),
  variables: z.looseObject({
    id: z.string(),
    tracking: z
      .object({
        company: z.string().optional(),
        number: z.string().optional(),
        numbers: z.array(z.string()).optional(),
        url: z.string().optional(),
        urls: z.array(z.string()).optional(),
      })
      .optional(),
    notifyCustomer: z.boolean().optional(),
  }),
})

/** The Admin API of one shop, which answers what it can and checks what it is asked. */
export function shopifyStub(fulfilments: Record<string, Parcel[]>) {
  const stub = {
    fulfilments,
    /** Headers and body of each request. */
    requests: [] as { path: string; headers: Readonly<Record<string, string>>; body: string }[],
    /** Variables of each update. */
    updates: [] as z.infer<typeof asked>["variables"][],
    secrets: [secret],
    tokens: new Set<string>(),
    /** Answers in place of its own, one for each request. */
    instead: [] as ({ status: number; body: string } | undefined | "own")[],
  }
  const json = (value: unknown, status = 200) => ({ status, body: JSON.stringify(value) })
  const grant = (body: string) => {
    const form = new URLSearchParams(body)
    const isRight = form.get("client_id") === clientId && stub.secrets.includes(form.get("client_secret") ?? "")
    if (!isRight || form.get("grant_type") !== "client_credentials") return json({ error: "invalid_request" }, 400)
    const token = `shpat_${stub.tokens.size + 1}`
    stub.tokens.add(token)
    return json({ access_token: token, scope: "write_merchant_managed_fulfillment_orders", expires_in: 86_399 })
  }
  const answer = (body: string) => {
    const { query, variables } = asked.parse(JSON.parse(body))
    const parcels = stub.fulfilments[variables.id.replace("gid://shopify/Fulfillment/", "")]
    if (/^query TrackingOf\(\$id: ID!\) \{\s+fulfillment\(id: \$id\)/.test(query))
      return json({ data: { fulfillment: parcels === undefined ? null : { trackingInfo: parcels } } })
    if (!/^mutation WriteLinks\([^)]+\) \{\s+fulfillmentTrackingInfoUpdate\(/.test(query))
      throw new Error("a known query")
    stub.updates.push(variables)
    const { company = null, number, numbers = [number ?? null], url, urls = [url ?? null] } = variables.tracking ?? {}
    const next = numbers.map((each, place) => ({ company, number: each, url: urls[place] ?? null }))
    stub.fulfilments[variables.id.replace("gid://shopify/Fulfillment/", "")] = next
    return json({ data: { fulfillmentTrackingInfoUpdate: { userErrors: [] } } })
  }
  const post: PostToShop = async (request) => {
    if (request.shop !== shop) throw new Error("only the own shop is called")
    stub.requests.push(request)
    const instead = stub.instead.length > 0 ? stub.instead.shift() : "own"
    if (instead !== "own") return instead
    if (request.path === "/admin/oauth/access_token") return grant(request.body)
    if (request.path !== "/admin/api/2026-10/graphql.json") return json({}, 404)
    const token = request.headers["x-shopify-access-token"] ?? ""
    return stub.tokens.has(token) ? answer(request.body) : json({ errors: "[API] Invalid API key" }, 401)
  }
  return Object.assign(stub, { post })
}

/** A retailer whose shop is at Shopify. `tasks` hands out what was left to the hub, as its queue does. */
export async function shopWorld(settings: object = {}, parcels?: Parcel[], interrupt: Interrupt = async () => {}) {
  const world = vendorWorld(interrupt)
  const stub = shopifyStub({
    "4815162342007": parcels ?? [{ company: "Northpost", number: "np 4021-887304 ca", url: "https://np.example" }],
  })
  const mail = memoryAlertMail({ interrupt })
  const clock = { now: new Date("2026-11-03T16:00:00.000Z") }
  await world.connect("leafline", { shopify: { ...connection, ...settings } })
  const post: PostToShop = async (request) => {
    await interrupt("shop.post:before")
    const answer = await stub.post(request)
    await interrupt("shop.post:after")
    return answer
  }
  const doShopTask = {
    ...world.tools,
    entries: world.shopEntries,
    post,
    publisher: world.hub.publisher,
    mail,
    apiUrl: "https://api.hub.example",
    recipientPageUrl: "https://track.hub.example/t",
    clock: () => clock.now,
  }
  const { telemetry } = world
  /** A container of the function. It keeps tokens in memory. */
  const container = () =>
    shopTaskPipeline({ telemetry, parties: testDirectory, hubAccount, handle: makeDoShopTask(doShopTask) })
  const doTasks = container()
  const partnerEvents = partnerEventPipeline({
    telemetry,
    partnerBuses: { [partnerBus]: "leafline" },
    acceptPartnerEvent: makeAcceptPartnerEvent(world.tools),
  })
  /** Delivers messages to a container of the function. */
  const invoke = (events: readonly DeliveredEvent[], run = doTasks) =>
    run(messages(...events.map((event) => ({ ...event, account: hubAccount }))), lambdaWithTime())
  let done = 0
  /** Hands the hub's new tasks to their function. @returns how many failed */
  const doNewTasks = async (events = world.hub.events.slice(done)) => {
    done = world.hub.events.length
    return (await invoke(events)).batchItemFailures.length
  }
  return {
    ...world,
    stub,
    mail,
    clock,
    /** Delivers a webhook of the shop. */
    deliver: (topic: string, body: string, options: { key?: string; from?: string; headers?: object } = {}) =>
      world.post("shopify/leafline", body, {
        ...signed.shopify(body, options.key),
        "X-Shopify-Topic": topic,
        "X-Shopify-Shop-Domain": options.from ?? shop,
        "X-Shopify-Webhook-Id": "b54557e4-8a5f-4f7d-bcd0-43000000000a",
        "X-Shopify-Triggered-At": "2026-11-03T15:30:00.123456789Z",
        ...options.headers,
      }),
    doTasks: doNewTasks,
    container,
    invoke,
    /** The same, with the tasks that these leave. */
    async doAllTasks() {
      while (done < world.hub.events.length) if ((await doNewTasks()) > 0) throw new Error("a task failed")
    },
    /** Delivers an event of the partner bus. @returns how many failed */
    async deliverOnBus(detail: unknown, source = partnerBus) {
      const event = {
        version: "0",
        id: "4f1c1d5a-1f7e-4b6e-9f55-0d6e2b7f3c11",
        "detail-type": "shopifyWebhook",
        source,
        account: hubAccount,
        time: "2026-11-03T15:30:01Z",
        region: "ca-central-1",
        resources: [],
        detail,
      }
      return (await partnerEvents(messages(event), lambdaContext())).batchItemFailures.length
    },
  }
}

const lambdaWithTime = () => ({ ...lambdaContext(), getRemainingTimeInMillis: () => 120_000 })
