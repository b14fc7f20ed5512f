/**
 * Canada Post: the events of one parcel, as "Get Tracking Details" gives them. Nobody sends this document: a carrier
 * asks for it with its own credentials, so the package for parties reads it.
 *
 * Document: trackingdetails.jsf below
 * https://www.canadapost-postescanada.ca/info/mc/business/productsservices/developers/services/tracking/, read on
 * 2026-11-26. The identifiers are the tracking scan events of messagescodetables.jsf beside it. That table could not be
 * read itself: the meanings are those that public software cites from it. Eight of them are in an example document of
 * Canada Post too: 20, 100, 173, 174, 500, 1496, 2300 and 3000.
 */
import { type ShipmentStatus, shipmentStatus } from "../../base/contracts/words.ts"
import { type Mapped, nothing, parcelEvents, type StatusTable } from "./parcel-news.ts"

/** What is read of an event of a parcel. No person, place or description is. */
export type Occurrence = {
  readonly identifier: string
  /** `2026-11-03`, a day that there is. */
  readonly date: string
  /** `10:22:00`, by the clock of the place. */
  readonly time: string
  /** An abbreviation such as `EST`. It can be empty. */
  readonly zone: string
}

/** A status that Canada Post never sends has no row. */
const identifiers: { readonly [status in ShipmentStatus | "delivered" | "nothing"]?: readonly number[] } = {
  // An image of the signature, a photo, another expected date, duties, wishes of the recipient, a return label.
  nothing: [
    20, 21, 152, 190, 198, 1200, 1203, 1210, 1214, 1215, 1216, 1220, 1221, 1223, 1224, 1225, 1230, 1232, 1234, 2001,
    2101, 3002,
  ],
  "pre-transit": [3000],
  "in-transit": [
    100, 102, 104, 105, 106, 107, 113, 114, 115, 116, 130, 170, 175, 400, 405, 410, 610, 611, 612, 613, 614, 615, 616,
    617, 618, 619, 620, 700, 701, 800, 804, 815, 900, 910, 1240, 1241, 1244, 1300, 1301, 1302, 1480, 1490, 1703, 1705,
    2300, 2500, 2501, 4000, 4100, 4202, 4310, 4311, 4330, 4400, 4450, 4500, 4550, 4600, 4900, 4950, 5201, 8901,
  ],
  "out-for-delivery": [174, 500],
  exception: [
    117, 118, 120, 121, 127, 150, 159, 160, 161, 162, 163, 171, 172, 173, 179, 621, 622, 623, 624, 625, 626, 627, 628,
    629, 630, 710, 810, 1245, 1410, 1411, 1412, 1414, 1443, 1444, 1450, 1483, 1484, 1487, 1493, 1494, 1495, 2410, 2411,
    2412, 2414, 2601, 4650, 4700,
  ],
  "available-for-pickup": [156, 1407, 1435, 1436, 1437, 1438, 1479, 1488, 1701, 2407],
  returned: [
    167, 168, 169, 181, 182, 183, 184, 1100, 1303, 1415, 1416, 1417, 1418, 1419, 1420, 1481, 1482, 1491, 1492, 2600,
    2802, 3001,
  ],
  delivered: [
    1405, 1406, 1408, 1409, 1421, 1422, 1423, 1424, 1425, 1426, 1427, 1428, 1429, 1430, 1431, 1432, 1433, 1434, 1441,
    1442, 1461, 1462, 1463, 1465, 1466, 1467, 1468, 1469, 1471, 1472, 1473, 1475, 1476, 1496, 1498,
  ],
}

const statuses: StatusTable = Object.fromEntries(
  ([...shipmentStatus.options, "delivered", "nothing"] as const).flatMap((status) =>
    (identifiers[status] ?? []).map((identifier) => [String(identifier), status]),
  ),
)

/** Documents have `0174` and `20`. */
const plainIdentifier = (identifier: string): string => identifier.replace(/^0+(?=\d)/, "")

const statusOf = ({ identifier }: Occurrence) => {
  const plain = plainIdentifier(identifier)
  return Object.hasOwn(statuses, plain) ? statuses[plain] : undefined
}

/** Zones of Canada from east to west. */
const offsets: Readonly<Record<string, string>> = {
  NDT: "-02:30",
  NST: "-03:30",
  ADT: "-03:00",
  AST: "-04:00",
  EDT: "-04:00",
  EST: "-05:00",
  CDT: "-05:00",
  CST: "-06:00",
  MDT: "-06:00",
  MST: "-07:00",
  PDT: "-07:00",
  PST: "-08:00",
}

/** When it was, in milliseconds. A time without one of these zones counts as UTC, and is hours off at most. */
const millisecondsOf = ({ date, time, zone }: Occurrence): number =>
  Date.parse(`${date}T${time}${Object.hasOwn(offsets, zone) ? offsets[zone] : "Z"}`)

/**
 * The newest of a parcel, as an event of the carrier. What stands after a delivery counts only if its identifier is
 * known, and a delivery after a return is that to the sender.
 *
 * @param pulledAt ISO instant: no event is later
 */
export function canadaPostEvents(trackingNumber: string, occurrences: readonly Occurrence[], pulledAt: string): Mapped {
  const newestFirst = occurrences
    .filter((occurrence) => statusOf(occurrence) !== "nothing")
    .sort((one, other) => millisecondsOf(other) - millisecondsOf(one))
  const known = newestFirst.filter((occurrence) => statusOf(occurrence) !== undefined)
  const isDelivered = known[0] !== undefined && statusOf(known[0]) === "delivered"
  const newest = isDelivered ? known[0] : newestFirst[0]
  if (newest === undefined) return nothing
  const returned = isDelivered ? known.find((occurrence) => statusOf(occurrence) === "returned") : undefined
  const status = plainIdentifier((returned ?? newest).identifier)
  const at = new Date(Math.min(millisecondsOf(newest), Date.parse(pulledAt))).toISOString()
  const source = ["canada-post", trackingNumber, plainIdentifier(newest.identifier), newest.date, newest.time]
  return parcelEvents({ trackingNumber, status, at }, statuses, source)
}
