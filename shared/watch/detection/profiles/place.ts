/** Whether two parcels go to one place. */
import type { Contact } from "./access-profile.ts"

/**
 * The low bits of a delivery point that all retailers share; the others are the retailer's own. They tell two places
 * apart in 4,095 of 4,096 cases, and are useless to name one.
 */
const sharedBits = 0xfff

/**
 * The shared bits of a contact's delivery point; null where it is not known. Entries of blocks are compared by them
 * alone, because they do not name the retailer.
 */
export const sharedPlaceOf = ({ deliveryPoint }: Pick<Contact, "deliveryPoint">): number | null =>
  deliveryPoint === null ? null : deliveryPoint & sharedBits

type Placed = Pick<Contact, "retailer" | "deliveryPoint">

/**
 * Whether the delivery points of two contacts are one place. Of one retailer, the whole points are compared. Of two
 * retailers, only the bits that they share. False where a point is not known.
 */
export const isSamePlace = (one: Placed, other: Placed): boolean => {
  if (one.deliveryPoint === null || other.deliveryPoint === null) return false
  if (one.retailer === other.retailer) return one.deliveryPoint === other.deliveryPoint
  return ((one.deliveryPoint ^ other.deliveryPoint) & sharedBits) === 0
}

/** The places of the contacts that were added. */
export type Places = {
  /** How many there are. */
  readonly count: number
  /** Whether a contact that was added goes to the same place. */
  includes(contact: Placed): boolean
  /** Adds a contact's place, if it is known. */
  add(contact: Placed): void
}

export const makePlaces = (contacts: readonly Placed[] = []): Places => {
  const bySharedBits = new Map<number, Placed[]>()
  let count = 0
  const places: Places = {
    get count() {
      return count
    },
    includes(contact) {
      if (contact.deliveryPoint === null) return false
      const others = bySharedBits.get(contact.deliveryPoint & sharedBits)
      return others?.some((other) => isSamePlace(contact, other)) ?? false
    },
    add(contact) {
      if (contact.deliveryPoint === null) return
      const shared = contact.deliveryPoint & sharedBits
      const others = bySharedBits.get(shared)
      if (others === undefined || !others.some((other) => isSamePlace(contact, other))) count += 1
      if (others === undefined) bySharedBits.set(shared, [contact])
      else others.push(contact)
    },
  }
  for (const contact of contacts) places.add(contact)
  return places
}
