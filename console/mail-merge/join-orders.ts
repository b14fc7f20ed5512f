import { type Contact, isReachable } from "./contacts.ts"
import { looseOrderKey, orderKey, orderNumber } from "./order-key.ts"

/** One affected order or parcel of the party, as far as a mail merge needs it. */
export type Affected = {
  /** What a receipt names: the shipment's id, or a carrier's tracking number. */
  readonly receiptId: string | undefined
  /** What a person knows it by: the order, or the tracking number. */
  readonly reference: string
  readonly fields: readonly string[]
  readonly firstExposureAt: string
  readonly lastExposureAt: string
  readonly isPossible: boolean
  readonly isTold: boolean
}

/** Why a person has to look: several contacts fit, the numbers alone fit, or one line cannot reach anybody. */
export type Doubt = "severalContacts" | "severalOrders" | "numberAlone" | "noAddress"

export type Matched = { readonly affected: Affected; readonly contact: Contact }
export type Doubtful = {
  readonly affected: Affected
  readonly doubt: Doubt
  /** Those that may be meant, at most five. */
  readonly candidates: readonly Contact[]
}

/** What became of the affected orders when they were joined with the shop's file. */
export type JoinedOrders = {
  readonly matched: readonly Matched[]
  readonly doubtful: readonly Doubtful[]
  readonly unmatched: readonly Affected[]
}

const mostCandidates = 5

/**
 * Finds the contact of each affected order. Nothing is taken that only may be meant: an officer decides about that.
 *
 * @param decided contacts that the officer chose, or undefined for none of them, by the affected reference
 */
export function joinOrders(
  affected: readonly Affected[],
  contacts: readonly Contact[],
  decided: ReadonlyMap<string, Contact | undefined> = new Map(),
): JoinedOrders {
  const matched: Matched[] = []
  const doubtful: Doubtful[] = []
  const unmatched: Affected[] = []
  const find = finderOf(affected, contacts)
  for (const one of affected) {
    const chosen = decided.get(one.reference)
    const found = chosen === undefined ? find(one) : { contact: chosen }
    if (chosen === undefined && decided.has(one.reference)) unmatched.push(one)
    else if (found === undefined) unmatched.push(one)
    else if ("contact" in found) matched.push({ affected: one, contact: found.contact })
    else doubtful.push({ affected: one, ...found })
  }
  return { matched, doubtful, unmatched }
}

type Found = { readonly contact: Contact } | Pick<Doubtful, "doubt" | "candidates"> | undefined

function finderOf(affected: readonly Affected[], contacts: readonly Contact[]): (one: Affected) => Found {
  const exact = groupBy(contacts, ({ order }) => orderKey(order))
  const loose = groupBy(contacts, ({ order }) => looseOrderKey(order))
  const byNumber = groupBy(contacts, ({ order }) => orderNumber(order))
  const orders = [...new Set(affected.map(({ reference }) => orderKey(reference)))]
  const ordersByLoose = groupBy(orders, looseOrderKey)
  return ({ reference }) => {
    const same = exact.get(orderKey(reference))
    if (same !== undefined) return oneOf(same)
    const similar = loose.get(looseOrderKey(reference))
    if (similar !== undefined) {
      const isOne = (ordersByLoose.get(looseOrderKey(reference))?.length ?? 0) < 2
      return isOne ? oneOf(similar) : { doubt: "severalOrders", candidates: similar.slice(0, mostCandidates) }
    }
    const number = orderNumber(reference)
    const numbered = number === "" ? undefined : byNumber.get(number)
    return numbered === undefined ? undefined : { doubt: "numberAlone", candidates: numbered.slice(0, mostCandidates) }
  }
}

function oneOf(contacts: readonly Contact[]): Found {
  const [contact, ...others] = contacts
  if (contact === undefined) return undefined
  if (others.length > 0) return { doubt: "severalContacts", candidates: contacts.slice(0, mostCandidates) }
  return isReachable(contact) ? { contact } : { doubt: "noAddress", candidates: [contact] }
}

/** Values by a key; those with an empty key are left out. */
export function groupBy<Value>(values: readonly Value[], keyOf: (value: Value) => string): Map<string, Value[]> {
  const groups = new Map<string, Value[]>()
  for (const value of values) {
    const key = keyOf(value)
    if (key === "") continue
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [value])
    else group.push(value)
  }
  return groups
}
