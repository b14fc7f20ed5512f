import type { Random } from "../random.ts"
import type { LookupLog } from "./lookups.ts"
import type { Orders, Retailer } from "./orders.ts"

/** A world in the making: what each kind of visitor adds its orders and lookups to. */
export type Build = {
  readonly random: Random
  readonly days: number
  readonly scale: number
  readonly retailers: readonly Retailer[]
  readonly orders: Orders
  readonly log: LookupLog
}
