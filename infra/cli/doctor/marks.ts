import { randomInt } from "node:crypto"
import { formatOrderReference } from "../../../shared/intake/tracking/order-reference.ts"
import type { Party, ReferenceFormat } from "../../../shared/parties/party.ts"
import { blockSize } from "../../../shared/watch/detection/thresholds/thresholds.ts"
import type { RawParcel } from "../../local/replay/parcel.ts"

/** What every synthetic shipment id begins with. No retailer may use it for real shipments. */
export const reservedPrefix = "doctor-"

/** Letters that make no word, so that no id looks like a street or a postal code. */
const letters = "bcdfghjkmnpqrtvwxz"

/** A new name for a run, such as `doctor-kqztbxwd`. */
export function newRun(): string {
  return reservedPrefix + Array.from({ length: 8 }, () => letters.charAt(randomInt(letters.length))).join("")
}

/** A letter for a number, to tell ids of one run apart. */
export const letterFor = (number: number): string => letters.charAt(number % letters.length)

const trackingMark = (run: string): string => `DOCTOR${run.slice(reservedPrefix.length).toUpperCase()}`

/** Whether a shipment's id or tracking number was made by a run. */
export const isMarked = (run: string, id: string): boolean => id.startsWith(run) || id.startsWith(trackingMark(run))

/** Two runs are this far apart: the detector would take lookups of near numbers for one walk. */
const runDistance = 4 * blockSize

/** Numbers at the upper end of a retailer's series, which no order has for years: a twentieth of a long one. */
function numbersKept({ digits }: ReferenceFormat): number {
  const places = Math.floor(10 ** Math.min(digits, 12) / 20 / runDistance)
  return places === 0 ? 900 : places * runDistance
}

/**
 * Synthetic parcels of a run, with consecutive order references if the retailer's references have an order.
 *
 * @param run the run's name
 * @param firstNumber from which of the kept numbers on; those of a short series begin again
 */
export function markedParcels(
  run: string,
  retailer: Party,
  { count, firstNumber }: { readonly count: number; readonly firstNumber: number },
): readonly RawParcel[] {
  const format = retailer.kind === "retailer" ? retailer.referenceFormat : undefined
  const mark = run.slice(reservedPrefix.length)
  return Array.from({ length: count }, (_, index) => ({
    // A letter in the end: the id may not contain the tracking number, which ends with a number.
    shipmentId: `${run}${letterFor(index)}`,
    orderReference:
      format === undefined
        ? `DR-${mark}-order-${index + 1}`
        : formatOrderReference(lastNumber(format) - (firstNumber % numbersKept(format)) - index, format),
    trackingNumber: `${trackingMark(run)}${String(index + 1).padStart(2, "0")}`,
    // Each at a door of its own: many parcels for one door are a mail room, and no walk.
    postalCode: `M${1 + (index % 9)}V ${Math.floor(index / 9) % 10}L9`,
    addressLine: `${101 + 2 * index} Sample Street West`,
    signatory: "D. Octorexample",
    linkToken: `${run}-link-token-${index + 1}`,
  }))
}

/** Where the parcels of a run begin among the kept numbers, so that runs of different minutes do not meet. */
export const firstNumberAt = (startedAt: Date): number => Math.floor(startedAt.getTime() / 60_000) * runDistance

const lastNumber = ({ digits }: ReferenceFormat): number => 10 ** Math.min(digits, 12) - 1 - 60

/** Values of a parcel that may be in no event that the hub publishes. */
export function rawValuesIn(body: string, parcel: RawParcel): readonly string[] {
  const values = {
    "the postal code": parcel.postalCode,
    "the address": parcel.addressLine,
    "the order reference": parcel.orderReference,
    "the signatory": parcel.signatory,
  }
  return Object.entries(values).flatMap(([name, value]) => (body.includes(value) ? [name] : []))
}
