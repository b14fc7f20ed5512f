import * as z from "zod"
import { ownString } from "../../../base/contracts/bounded-string.ts"
import { instant } from "../../../base/contracts/envelope.ts"
import { ledgerMonths } from "../../../base/contracts/retention.ts"
import { dayMilliseconds } from "../../../base/platform/instants.ts"
import type { ListPlace } from "./shop-tasks.ts"

/**
 * A shipment of a shop, so that it is found again by its order or its shop. Only keyed hashes: see `shopNames`. It
 * rests until nothing of the shipment can be left in the hub.
 */
export const shopShipment = z.object({
  /** `ORDER#` and the key of the order. */
  pk: ownString().min(1),
  /** The shipment's id. */
  sk: ownString().min(1),
  kind: z.literal("shipment"),
  shopKey: ownString().min(1),
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
  pk: ownString().min(1),
  /** The day, in UTC. */
  sk: z.iso.date(),
  kind: z.literal("notice"),
  expiresAt: z.int().positive(),
})
export type SentNotice = z.infer<typeof sentNotice>

/** A fulfilment whose tracking company the settings do not name. It waits for one of that company that can be read. */
export const waitingFulfilment = z.object({
  /** `WAITING#` and the key of the tracking company. */
  pk: ownString().min(1),
  /** The key of the fulfilment. */
  sk: ownString().min(1),
  kind: z.literal("waiting"),
  /** The task that writes its links, sealed under the retailer's key. */
  sealedTask: ownString().min(1),
  expiresAt: z.int().positive(),
})
export type WaitingFulfilment = z.infer<typeof waitingFulfilment>

export const shopEntry = z.discriminatedUnion("kind", [shopShipment, sentNotice, waitingFulfilment])

/** What the hub notes of shops. */
export type ShopEntries = {
  /** Notes shipments and waiting fulfilments. Those that are noted already get the later end. */
  note(entries: readonly (ShopShipment | WaitingFulfilment)[]): Promise<void>
  /** Ids of all shipments of an order. Reads consistently. */
  ofOrder(orderKey: string): Promise<string[]>
  /** Shipments of a shop behind a place, as they were a moment ago. */
  ofShop(shopKey: string, page: { limit: number; after?: ListPlace | undefined }): Promise<ListedShipment[]>
  /** Some of the fulfilments that wait for a tracking company, at most `limit`. Reads consistently. */
  waitingFor(companyKey: string, limit: number): Promise<WaitingFulfilment[]>
  /** Forgets fulfilments that wait no more. */
  forget(waiting: readonly Pick<WaitingFulfilment, "pk" | "sk">[]): Promise<void>
  wasSent(notice: Pick<SentNotice, "pk" | "sk">): Promise<boolean>
  noteSent(notice: SentNotice): Promise<void>
}

export const orderPk = (orderKey: string): string => `ORDER#${orderKey}`
export const waitingPk = (companyKey: string): string => `WAITING#${companyKey}`

/** The ledger and a case's view of it outlast the record of a shipment by less than this. */
export const shipmentDays = 2 * ledgerMonths * 31
const noticeDays = 30
/** How long a fulfilment waits for its tracking company to be set. */
export const waitingDays = 90

/** When the entry of a shipment ends, in epoch seconds. @param at when the shop last said something of it */
export const shipmentEntryExpiry = (at: string): number => expiry(at, shipmentDays)
export const noticeExpiry = (at: string): number => expiry(at, noticeDays)
/** @param at when the fulfilment came */
export const waitingExpiry = (at: string): number => expiry(at, waitingDays)

const expiry = (at: string, days: number): number => Math.ceil((Date.parse(at) + days * dayMilliseconds) / 1000)
