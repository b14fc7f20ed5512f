/**
 * How profiles are stored: one attribute for each (tag, outcome, proof class, point known, history). What the join
 * maximises is in the attribute's name. What it minimises is the value, as big-endian bytes. So one conditional write
 * (`#e` absent or `#e >= :v`) keeps the smaller value, and writes commute. Readers join the attributes of one tag.
 */

import { scoredEntryLimit, storedEntryLimit } from "../thresholds/thresholds.ts"
import { type Contact, type History, joinContacts, outcomes, proofClasses, uniteContacts } from "./access-profile.ts"
import { type Retention, retainedEntries } from "./retention.ts"

/**
 * Entries of `accessor` profiles (subjects and networks) name the retailer, and the series of the ordinal if it is
 * another's; entries of `block` profiles name the subject, and all are of the block's series.
 */
export type ProfileLayout = "accessor" | "block"

export type ProfileAttribute = { readonly name: string; readonly value: Uint8Array }

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
/** Length of the keyed tag of a reference in an attribute name. */
export const tagLength = 6
const attributeNamePattern = /^[A-Za-z01][A-Za-z0-9_-]{6}$/
const noOrdinal = 0xff_ff_ff_ff_ff
/** Largest ordinal that can be stored. */
export const largestOrdinal = noOrdinal - 1

const writeUnsigned = (bytes: Uint8Array, offset: number, length: number, value: number): number => {
  let rest = value
  for (let index = offset + length - 1; index >= offset; index -= 1) {
    bytes[index] = rest % 256
    rest = Math.floor(rest / 256)
  }
  return offset + length
}

const readUnsigned = (bytes: Uint8Array, offset: number, length: number): number => {
  let value = 0
  for (let index = offset; index < offset + length; index += 1) value = value * 256 + (bytes[index] ?? 0)
  return value
}

const requireRange = (field: string, value: number, largest: number): number => {
  if (!Number.isInteger(value) || value < 0 || value > largest) {
    throw new RangeError(`${field} must be a whole number from 0 to ${largest}`)
  }
  return value
}

/** How many combinations of outcome, proof class and known point there are. */
const combinations = outcomes.length * proofClasses.length * 2

/**
 * The first letter of a name. Two for each combination, of a known history and of none, and then one for each of a
 * forgotten history.
 */
const combinationOf = ({ outcome, proof, deliveryPoint, history }: Contact): string => {
  const known = deliveryPoint === null ? 0 : 1
  const combination = (outcomes.indexOf(outcome) * proofClasses.length + proofClasses.indexOf(proof)) * 2 + known
  if (history === "forgotten") return alphabet.charAt(2 * combinations + combination)
  return alphabet.charAt(2 * combination + (history === "none" ? 1 : 0))
}

/** @throws RangeError if it is none that `combinationOf` makes */
const readCombination = (letter: string) => {
  const place = alphabet.indexOf(letter)
  const isForgotten = place >= 2 * combinations
  const combination = isForgotten ? place - 2 * combinations : Math.floor(place / 2)
  const history: History = isForgotten ? "forgotten" : place % 2 === 1 ? "none" : "known"
  const outcome = outcomes[Math.floor(combination / (2 * proofClasses.length))]
  const proof = proofClasses[Math.floor(combination / 2) % proofClasses.length]
  if (place < 0 || outcome === undefined || proof === undefined) {
    throw new RangeError("attribute name is not that of a profile entry")
  }
  return { outcome, proof, known: combination % 2 === 1, history }
}

/**
 * The attribute that records one contact.
 *
 * @throws RangeError if a field does not fit its bytes (the message names the field, never the value)
 */
export const encodeContact = (contact: Contact, layout: ProfileLayout): ProfileAttribute => {
  if (contact.tag.length !== tagLength) throw new RangeError(`tag must have ${tagLength} characters`)
  const known = contact.deliveryPoint === null ? 0 : 1
  const ownerLength = layout === "accessor" ? 2 : 4
  const seriesLength = layout === "accessor" && contact.series !== contact.retailer ? 2 : 0
  const value = new Uint8Array(9 + ownerLength + seriesLength + (known === 1 ? 4 : 0))
  let offset = writeUnsigned(value, 0, 4, requireRange("at", contact.at, 0xff_ff_ff_ff))
  const ordinal = contact.ordinal === null ? noOrdinal : requireRange("ordinal", contact.ordinal, largestOrdinal)
  offset = writeUnsigned(value, offset, 5, ordinal)
  const owner =
    layout === "accessor"
      ? requireRange("retailer", contact.retailer, 0xff_ff)
      : requireRange("subject", contact.subject ?? 0, 0xff_ff_ff_ff)
  offset = writeUnsigned(value, offset, ownerLength, owner)
  if (seriesLength > 0) {
    offset = writeUnsigned(value, offset, seriesLength, requireRange("series", contact.series, 0xff_ff))
  }
  if (contact.deliveryPoint !== null) {
    writeUnsigned(value, offset, 4, requireRange("deliveryPoint", contact.deliveryPoint, 0xff_ff_ff_ff))
  }
  return { name: `${combinationOf(contact)}${contact.tag}`, value }
}

/** Whether an attribute name is an entry of a profile (and not a key, an expiry or another field of the item). */
export const isEntryName = (name: string): boolean => attributeNamePattern.test(name)

/**
 * The contact that an attribute records.
 *
 * @param series of a block profile, which its entries do not repeat; ignored for accessor profiles
 * @throws RangeError if the name or the length of the value is none that `encodeContact` makes
 */
export const decodeContact = (attribute: ProfileAttribute, layout: ProfileLayout, series = 0): Contact => {
  const { outcome, proof, known, history } = readCombination(attribute.name.charAt(0))
  const ownerLength = layout === "accessor" ? 2 : 4
  const value = attribute.value
  if (attribute.name.length !== tagLength + 1) throw new RangeError("attribute name is not that of a profile entry")
  const seriesLength = value.length - 9 - ownerLength - (known ? 4 : 0)
  if (seriesLength !== 0 && (seriesLength !== 2 || layout === "block")) {
    throw new RangeError("attribute value has the wrong length")
  }
  const ordinal = readUnsigned(value, 4, 5)
  const owner = readUnsigned(value, 9, ownerLength)
  return {
    tag: attribute.name.slice(1),
    at: readUnsigned(value, 0, 4),
    retailer: layout === "accessor" ? owner : series,
    series: layout === "block" ? series : seriesLength === 0 ? owner : readUnsigned(value, 9 + ownerLength, 2),
    ordinal: ordinal === noOrdinal ? null : ordinal,
    outcome,
    proof,
    deliveryPoint: known ? readUnsigned(value, 9 + ownerLength + seriesLength, 4) : null,
    subject: layout === "block" ? owner : null,
    history,
  }
}

/** The entries that stored attributes record: attributes of one tag joined, in scoring order. */
export const decodeProfile = (attributes: Iterable<ProfileAttribute>, layout: ProfileLayout, series = 0): Contact[] => {
  const contacts: Contact[] = []
  for (const attribute of attributes) contacts.push(decodeContact(attribute, layout, series))
  return uniteContacts(contacts)
}

/** Unsigned order of two values, as DynamoDB compares binary attributes. */
export const compareValues = (a: Uint8Array, b: Uint8Array): number => {
  const length = Math.min(a.length, b.length)
  for (let index = 0; index < length; index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** Attributes to remove, and whether the profile forgets places with them. */
export type AttributesToTrim = { readonly outgrown: readonly ProfileAttribute[]; readonly forgetsPlaces: boolean }

/**
 * Which attributes to remove so that 40 tags are left; none while the profile holds no more than 44 tags. Each is
 * removed on condition of the value given here. A profile that forgets places with them is then marked as trimmed.
 */
export const attributesToTrim = (
  attributes: readonly ProfileAttribute[],
  layout: ProfileLayout,
  retention: Retention = "latest",
): AttributesToTrim => {
  const byTag = new Map<string, Contact>()
  for (const attribute of attributes) {
    const contact = decodeContact(attribute, layout)
    const known = byTag.get(contact.tag)
    byTag.set(contact.tag, known === undefined ? contact : joinContacts(known, contact))
  }
  if (byTag.size <= storedEntryLimit) return { outgrown: [], forgetsPlaces: false }
  const { entries, forgetsPlaces } = retainedEntries(uniteContacts(byTag.values()), scoredEntryLimit, retention)
  const kept = new Set(entries.map(({ tag }) => tag))
  return { outgrown: attributes.filter((attribute) => !kept.has(attribute.name.slice(1))), forgetsPlaces }
}
