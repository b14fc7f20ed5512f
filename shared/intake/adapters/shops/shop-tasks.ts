import * as z from "zod"
import { ownString } from "../../../base/contracts/bounded-string.ts"
import { derivedId, hubAudience, instant } from "../../../base/contracts/envelope.ts"
import { shopTaskDue } from "../../../base/contracts/shop-task-due.ts"
import type { Sealer } from "../../../base/platform/sealing.ts"
import { type OutgoingEvent, outgoing } from "../../../parties/channels/event-publisher.ts"

/**
 * Why a retailer's contacts get a mail about its shop:
 * - `carrierUnknown`: a fulfilment names a tracking company that the settings do not
 * - `addressMissing`: a fulfilment has no postal code or country
 * - `numberUnusable`: a tracking number is none that the exchange takes
 * - `codeUnusable`: a postal code cannot be one in its country
 * - `linkRefused`: Shopify refuses to let the hub write a link
 * - `dataRequested`: a customer asks which data there are
 */
export const shopNotices = [
  "carrierUnknown",
  "addressMissing",
  "numberUnusable",
  "codeUnusable",
  "linkRefused",
  "dataRequested",
] as const
export type ShopNotice = (typeof shopNotices)[number]

/** Where a page of a shop's list ended. */
export const listPlace = z.object({ pk: ownString().min(1), sk: ownString().min(1) })
export type ListPlace = z.infer<typeof listPlace>

/** What is to be done for a shop, later than its message is answered. `requestedAt` is when the shop asked. */
export const shopTask = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("writeLinks"),
    shop: ownString(),
    fulfilmentId: ownString(),
    /** Of the fulfilment's tracking company, for which others may wait. */
    companyKey: ownString(),
    requestedAt: instant,
  }),
  z.object({ kind: z.literal("eraseShop"), shop: ownString(), requestedAt: instant, after: listPlace.optional() }),
  z.object({
    kind: z.literal("notice"),
    notice: z.enum(shopNotices),
    requestedAt: instant,
    /** Distinguishes two notices of one day. */
    about: ownString(),
    shipmentIds: z.array(ownString()),
  }),
])
export type ShopTask = z.infer<typeof shopTask>

/** The event that leaves a task to the hub. The same task is the same event. */
export async function shopTaskEvent(
  sealer: Pick<Sealer, "seal">,
  retailerId: string,
  task: ShopTask,
): Promise<OutgoingEvent> {
  const id = derivedId("shop-task", retailerId, JSON.stringify(task))
  const sealedTask = await sealShopTask(sealer, retailerId, task)
  const metadata = { id, occurredAt: task.requestedAt, audience: hubAudience, belongsTo: id }
  return outgoing(shopTaskDue, { retailerId, sealedTask }, metadata)
}

/** Seals a task under the retailer's key. */
export const sealShopTask = (sealer: Pick<Sealer, "seal">, retailerId: string, task: ShopTask): Promise<string> =>
  sealer.seal(`party#${retailerId}`, "shop-task", "task", JSON.stringify(task))

/** Opens a task. Undefined: the retailer was removed, and its key destroyed. */
export async function openShopTask(
  sealer: Pick<Sealer, "unseal">,
  retailerId: string,
  sealedTask: string,
): Promise<ShopTask | undefined> {
  const text = await sealer.unseal(`party#${retailerId}`, "shop-task", "task", sealedTask)
  return text === undefined ? undefined : shopTask.parse(JSON.parse(text))
}
