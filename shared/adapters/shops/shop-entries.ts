import * as z from "zod"
import { instant } from "../../contracts/envelope.ts"
import { ledgerMonths } from "../../contracts/retention.ts"
import { dayMilliseconds } from "../../platform/instants.ts"
import type { ListPlace } from "./shop-tasks.ts"

/**
 * A shipment of a shop, so that it is found again by its order or its shop. Only keyed hashes: see `shopNames`. It
 * rests until nothing of the shipment can be left in the hub.
 */
export const shopShipment = z.object({
  /** `ORDER#` and the key of the order. */
  pk: z.string().min(1),
  /** The shipment's id. */
  sk: z.string().min(1),
  kind: z.literal("shipment"),
  shopKey: z.string().min(1),
  createdAt: instant.meta({ description: "When the shop created the fulfilment" }),
  expiresAt: z.int().positive(),
})
export type ShopShipment = z.infer<typeof shopShipment>

/** What the index by shop has of a shipment. */
export const listedShipment = shopShipment.pick({ pk: true, sk: true, createdAt: true })
export type ListedShipment = z.infer<typeof listedShipment>

/** Contacts got a notice on that day, and get no second one. */
export const sentNotice = z.object({
  /** `NOTICE#` and a keyed hash. */
  pk: z.string().min(1),
  /** The day, in UTC. */
  sk: z.iso.date(),
  kind: z.literal("notice"),
  expiresAt: z.int().positive(),
})
export type SentNotice = z.infer<typeof sentNotice>

export const shopEntry = z.discriminatedUnion("kind", [shopShipment, sentNotice])
export type ShopEntry = z.infer<typeof shopEntry>

/** What the hub notes of shops. */
export type ShopEntries = {
  /** Notes shipments. Those that are noted already get the later end. */
  note(shipments: readonly ShopShipment[]): Promise<void>
  /** Ids of all shipments of an order. Reads consistently. */
  ofOrder(orderKey: string): Promise<string[]>
  /** Shipments of a shop behind a place, as they were a moment ago. */
  ofShop(shopKey: string, page: { limit: number; after?: ListPlace | undefined }): Promise<ListedShipment[]>
  wasSent(notice: Pick<SentNotice, "pk" | "sk">): Promise<boolean>
  noteSent(notice: SentNotice): Promise<void>
}

export const orderPk = (orderKey: string): string => `ORDER#${orderKey}`

/** The ledger and a case's view of it outlast the record of a shipment by less than this. */
const shipmentDays = 2 * ledgerMonths * 31
const noticeDays = 30

/** When the entry of a shipment ends, in epoch seconds. @param at when the shop last said something of it */
export const shipmentEntryExpiry = (at: string): number => expiry(at, shipmentDays)
export const noticeExpiry = (at: string): number => expiry(at, noticeDays)

const expiry = (at: string, days: number): number => Math.ceil((Date.parse(at) + days * dayMilliseconds) / 1000)
