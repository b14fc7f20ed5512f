/**
 * Finds the fields that a lookup needs among the named fields of a log: the columns of a CSV file, the `#Fields:` of a
 * W3C log, the keys of JSON lines.
 */
import type { LogRecord } from "./log-record.ts"

/** Names of fields by what they mean, in lower case without separators; the first name that a log has counts. */
const knownNames = {
  at: [
    ..."at timestamp time datetime timeiso8601 startutc ts eventtime accesstime accessedat".split(" "),
    ..."logtime createdat occurredat timelocal msec timestampms date requesttime".split(" "),
  ],
  address: [
    ..."ip ipaddress clientip cip clienthost remoteaddr remoteip remotehost remoteaddress clientaddr".split(" "),
    ..."clientaddress client sourceip srcip viewerip address host".split(" "),
  ],
  forwarded: ["xforwardedfor", "csxforwardedfor", "httpxforwardedfor", "requestxforwardedfor", "forwardedfor"],
  userAgent: ["useragent", "csuseragent", "httpuseragent", "requestuseragent", "agent", "browser", "ua"],
  account: ["account", "accountid", "userid", "username", "user", "login", "csusername", "remoteuser"],
  session: ["session", "sessionid", "visitorid", "visitor", "cookieid"],
  reference: [
    ..."reference ref trackingnumber tracking trackingid trackingcode parcelnumber parcelid parcel".split(" "),
    ..."packagenumber packageid package ordernumber orderreference orderid order shipmentid shipmentnumber".split(" "),
    ..."shipment consignment consignmentnumber waybill awb barcode number accession".split(" "),
  ],
  target: ["uri", "requesturi", "requestpath", "csuristem", "url", "path", "target", "request", "requesturl"],
  query: ["csuriquery", "query", "querystring", "args"],
  method: ["method", "requestmethod", "httpmethod", "csmethod", "verb"],
  status: ["status", "statuscode", "scstatus", "downstreamstatus", "httpstatus", "responsestatus", "code"],
  result: ["outcome", "result", "found"],
  retailer: ["retailer", "retailerid", "shop", "merchant", "seller"],
  deliveryPoint: ["deliverypoint", "destination"],
  shown: ["waysealshown"],
} as const satisfies Record<string, readonly string[]>

export type FieldMeaning = keyof typeof knownNames

export const fieldMeanings = Object.keys(knownNames).filter((name): name is FieldMeaning => name in knownNames)

/**
 * Reads which field is what, as in `at=Date,address=IP`.
 *
 * @throws Error when it is no list of such pairs
 */
export const readColumns = (text: string): ReadonlyMap<FieldMeaning, string> =>
  new Map(
    text.split(",").map((pair): [FieldMeaning, string] => {
      const [meaning, field] = pair.split("=", 2)
      const known = fieldMeanings.find((name) => name === meaning?.trim())
      const wrong = known === undefined ? `has no field "${meaning?.trim()}"` : `says no column for ${known}`
      if (known === undefined || field === undefined)
        throw new Error(`${wrong}: it takes pairs such as at=Date,address=IP, of ${fieldMeanings.join(", ")}`)
      return [known, field.trim()]
    }),
  )

/** Where the fields of a log are: the position of each among its names. */
type FieldPlan = {
  /** Whether the form says that times are UTC: CloudFront writes them so in every form of its logs. */
  readonly isUtc: boolean
  /** The name of the field with the reference. */
  readonly referenceField: string | undefined
  readonly places: ReadonlyMap<FieldMeaning, number>
  /** Where the time of day is, if the place of `at` has only the date. */
  readonly timePlace: number | undefined
}

const allKnownNames: ReadonlySet<string> = new Set(Object.values(knownNames).flat())

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "")

/**
 * @param names as the log writes them; of a nested one such as `request.headers.User-Agent` the last part counts
 * @param given names of fields that the operator gave, by meaning
 * @throws Error when a given name is not among the names
 */
export const planFields = (names: readonly string[], given: ReadonlyMap<FieldMeaning, string>): FieldPlan => {
  const places = new Map<FieldMeaning, number>()
  const plainNames = names.map(plain)
  const lastParts = names.map((name) => plain(name.split(".").at(-1) ?? name))
  const placeOf = (name: string): number => {
    const whole = plainNames.indexOf(name)
    return whole >= 0 ? whole : lastParts.indexOf(name)
  }
  for (const meaning of fieldMeanings) {
    const own = given.get(meaning)
    const place = own === undefined ? undefined : givenPlace(names, own)
    const found = place ?? knownNames[meaning].map(placeOf).find((at) => at >= 0)
    if (found !== undefined) places.set(meaning, found)
  }
  // A column with the date and another with the time are one time.
  const date = placeOf("date")
  const time = placeOf("time")
  const isSplit = !given.has("at") && date >= 0 && time >= 0 && ["at", "timestamp"].every((name) => placeOf(name) < 0)
  if (isSplit) places.set("at", date)
  const referenceField = names[places.get("reference") ?? -1]
  const isUtc = isSplit && plainNames.includes("csuristem")
  return { isUtc, referenceField, places, timePlace: isSplit ? time : undefined }
}

/** Most fields of a log that a message names. */
const namedFields = 50

/**
 * A name of a field, or its position counted from 1. The names of a log are told only if one of them is known.
 * Otherwise its first line can be a visitor's, because the log has no header.
 */
const givenPlace = (names: readonly string[], given: string): number => {
  if (!isField(names, given)) {
    const areNames = names.some((name) => allKnownNames.has(plain(name)))
    const told = areNames ? `; it has ${names.slice(0, namedFields).join(", ")}` : ""
    throw new Error(`the log has no field ${given}${told}`)
  }
  const byName = names.indexOf(given)
  return byName >= 0 ? byName : Number(given) - 1
}

/** Whether a log has a field of this name, or at this position counted from 1. */
export const isField = (names: readonly string[], given: string): boolean =>
  names.includes(given) || (/^\d+$/.test(given) && Number(given) >= 1 && Number(given) <= names.length)

/** Whether a lookup can be read from these fields: a time, an address, and a reference or a request. */
export const isEnough = ({ places }: FieldPlan): boolean =>
  places.has("at") &&
  (places.has("address") || places.has("forwarded")) &&
  (places.has("reference") || places.has("target"))

/** Makes the record of one line. Absent fields are undefined, empty or `-`. */
export const recordReader = ({ isUtc, referenceField, places, timePlace }: FieldPlan) => {
  const at = places.get("at") ?? -1
  const place = (meaning: FieldMeaning) => places.get(meaning) ?? -1
  const [address, forwarded, userAgent] = [place("address"), place("forwarded"), place("userAgent")]
  const [account, session, reference] = [place("account"), place("session"), place("reference")]
  const [target, query, method, status] = [place("target"), place("query"), place("method"), place("status")]
  const [result, retailer, deliveryPoint] = [place("result"), place("retailer"), place("deliveryPoint")]
  const shown = place("shown")

  /** @returns the record, or the rule that the line breaks */
  return (valueAt: (place: number) => string | number | undefined): LogRecord | string => {
    const textAt = (index: number): string | undefined => {
      const value = index < 0 ? undefined : valueAt(index)
      return value === undefined || value === "" || value === "-" ? undefined : String(value)
    }
    const time = at < 0 ? undefined : valueAt(at)
    if (time === undefined || time === "") return "has no time"
    const path = textAt(target)
    const code = textAt(status)
    return {
      at: timePlace === undefined ? time : `${time} ${textAt(timePlace) ?? ""}`,
      isUtc,
      address: peerOrForwarded(textAt(address), textAt(forwarded)),
      userAgent: textAt(userAgent),
      account: textAt(account),
      session: textAt(session),
      reference: textAt(reference),
      referenceField,
      target: path === undefined ? undefined : targetOf(path, textAt(query)),
      method: textAt(method) ?? methodOf(path),
      status: code !== undefined && /^\d{3}(\.0)?$/.test(code) ? Number(code) : undefined,
      result: textAt(result) ?? (code === undefined || /^\d/.test(code) ? undefined : code),
      retailer: textAt(retailer),
      deliveryPoint: textAt(deliveryPoint),
      shown: textAt(shown),
    }
  }
}

const requestLine = /^([A-Z]{3,10}) (\S+)(?: HTTP\/[\d.]+)?$/

/** `GET /track/1 HTTP/1.1` is a request line; its second part is the target. */
const targetOf = (path: string, query: string | undefined): string => {
  const target = requestLine.exec(path)?.[2] ?? path
  return query === undefined || target.includes("?") ? target : `${target}?${query.replace(/^\?/, "")}`
}

const methodOf = (path: string | undefined): string | undefined =>
  path === undefined ? undefined : requestLine.exec(path)?.[1]

/** Addresses that are not on the public internet, such as those of a proxy before the web server. */
const privateAddress =
  /^\[?(?:::ffff:)?(?:10\.|127\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|f[cd][0-9a-f]{2}:|::1\b)/i

/**
 * The address of the visitor. What a proxy forwarded counts only if the peer is private: everybody else can forge it.
 */
export const peerOrForwarded = (peer: string | undefined, forwarded: string | undefined): string | undefined => {
  if (forwarded === undefined || forwarded === "-") return peer
  return peer === undefined || privateAddress.test(peer) ? forwarded : peer
}
