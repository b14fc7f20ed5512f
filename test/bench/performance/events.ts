import { createHash } from "node:crypto"
import { creationOf, type RawParcel } from "../../../infra/local/replay/parcel.ts"
import type { EventEntry } from "../../../shared/base/contracts/define-event.ts"
import { shipmentCreated } from "../../../shared/base/contracts/shipment-created.ts"
import { shipmentDelivered } from "../../../shared/base/contracts/shipment-delivered.ts"
import { trackingAccessed } from "../../../shared/base/contracts/tracking-accessed.ts"
import { eventSource } from "../../../shared/parties/party-directory.ts"
import { hubAccount } from "./exchange-environment.ts"

const retailer = { kind: "retailer", id: "leafline" } as const
const carrier = { kind: "carrier", id: "northpost" } as const
const busName = "ingress"

const hashOf = (text: string) => createHash("sha256").update(text).digest()

/** How the numbers begin that the carrier gives to this retailer alone. */
export const numberPrefix = "NPLF"

/** The parcel with this number. Every run has the same ones, so that every run counts the same. */
export function parcelOf(number: number): RawParcel {
  const id = hashOf(`parcel ${number}`)
  const digits = String(id.readUInt32BE(0)).padStart(10, "0")
  return {
    shipmentId: `shp_${id.toString("hex").slice(0, 12)}`,
    orderReference: `LL-${String(1_000_000 + number * 7)}`,
    trackingNumber: `${numberPrefix}${digits}CA`,
    postalCode: `K${number % 10}A ${Math.floor(number / 10) % 10}B1`,
    addressLine: `${number + 1} Yonge St`,
    signatory: "J. D.",
    linkToken: id.toString("base64url"),
  }
}

/** `ShipmentCreated` of a parcel with its tracking number. */
export function creation(number: number): EventEntry {
  const parcel = parcelOf(number)
  const at = new Date().toISOString()
  return shipmentCreated.entry({
    source: eventSource(retailer),
    busName,
    data: creationOf(parcel, { createdAt: at, withTrackingNumber: true, carrierId: carrier.id }),
    metadata: { id: `c-${parcel.shipmentId}`, occurredAt: at, correlationId: parcel.shipmentId },
  })
}

/** `ShipmentDelivered` of a parcel. */
export function delivery(number: number): EventEntry {
  const { shipmentId, trackingNumber, signatory } = parcelOf(number)
  const deliveredAt = new Date().toISOString()
  return shipmentDelivered.entry({
    source: eventSource(carrier),
    busName,
    data: { trackingNumber, deliveredAt, signatory },
    metadata: { id: `d-${shipmentId}`, occurredAt: deliveredAt, correlationId: shipmentId },
  })
}

/** `TrackingAccessed` of visitors of the carrier's own tool. Each looks its own parcel up once, without a proof. */
export function accesses(numbers: readonly number[], at = new Date().toISOString()): EventEntry {
  const id = hashOf(`accesses ${at} ${numbers.join()}`).toString("hex").slice(0, 16)
  return trackingAccessed.entry({
    source: eventSource(carrier),
    busName,
    data: { accesses: numbers.map((number) => accessOf(number, at)) },
    metadata: { id, occurredAt: at, correlationId: id },
  })
}

/** Digits as letters: an id of both looks like a postal code by chance, and is then refused. */
function inLetters(hex: string): string {
  return hex.replace(/\d/g, (digit) => "ghijklmnop".charAt(Number(digit)))
}

function accessOf(number: number, at: string) {
  const visitor = hashOf(`visitor ${number}`)
  return {
    accessId: `acc_${inLetters(hashOf(`access ${number} ${at}`).toString("hex").slice(0, 16))}`,
    at,
    reference: { kind: "trackingNumber" as const, trackingNumber: parcelOf(number).trackingNumber },
    accessor: {
      kind: "raw" as const,
      ip: addressOf(number),
      session: `sess-${visitor.toString("hex").slice(16, 32)}`,
      sessionStartedAt: new Date(Date.parse(at) - 600_000).toISOString(),
      userAgent: browser,
    },
    outcome: "hit" as const,
    proof: "none" as const,
    fields: ["existence" as const, "phase" as const],
  }
}

const browser = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"

/** Each visitor has an address in a block of its own. */
function addressOf(number: number): string {
  return `${20 + (number % 100)}.${Math.floor(number / 100) % 250}.${(number * 37) % 250}.7`
}

/** The batch in which a queue gives such events to a function. */
export function queueBatch(entries: readonly EventEntry[]): object {
  return {
    Records: entries.map(({ Source, DetailType, Detail }, index) => ({
      messageId: `message-${index}`,
      receiptHandle: "handle",
      body: JSON.stringify({
        version: "0",
        id: hashOf(Detail).toString("hex").slice(0, 32),
        "detail-type": DetailType,
        source: Source,
        account: hubAccount,
        time: new Date().toISOString(),
        region: "us-east-1",
        resources: [],
        detail: JSON.parse(Detail),
      }),
      attributes: { SentTimestamp: String(Date.now()), ApproximateReceiveCount: "1" },
      messageAttributes: {},
      md5OfBody: "",
      eventSource: "aws:sqs",
      eventSourceARN: `arn:aws:sqs:us-east-1:${hubAccount}:queue`,
      awsRegion: "us-east-1",
    })),
  }
}

/** The batch in which a table's stream gives changes to a function. */
export function streamBatch(changes: readonly { before?: object | undefined; after?: object | undefined }[]): object {
  return {
    Records: changes.map(({ before, after }, index) => ({
      eventID: `change-${index}`,
      eventName: before === undefined ? "INSERT" : "MODIFY",
      dynamodb: { SequenceNumber: String(index + 1), OldImage: before, NewImage: after },
    })),
  }
}

/** A visitor's lookup of a parcel by order reference, with its postal code, and with the hub's cookie if it has one. */
export function guardedLookup(number: number, cookie?: string): object {
  const { orderReference, postalCode } = parcelOf(number)
  const body = JSON.stringify({ retailer: retailer.id, orderReference, postalCode })
  return httpEvent("POST", "/v1/lookups", {
    sourceIp: addressOf(number),
    body,
    ...(cookie === undefined ? {} : { cookies: [cookie] }),
  })
}

/** A request as the HTTP API passes it on (payload format 2.0). */
export function httpEvent(
  method: string,
  rawPath: string,
  given: {
    readonly sourceIp?: string
    readonly body?: string
    readonly headers?: Record<string, string>
    readonly cookies?: readonly string[]
  } = {},
): object {
  const { sourceIp = "198.51.100.9", body, headers, cookies } = given
  return {
    version: "2.0",
    routeKey: `${method} ${rawPath}`,
    rawPath,
    rawQueryString: "",
    headers: { "content-type": "application/json", "user-agent": browser, ...headers },
    ...(cookies === undefined ? {} : { cookies }),
    requestContext: {
      requestId: "request",
      accountId: hubAccount,
      apiId: "api",
      domainName: "api.execute-api.us-east-1.amazonaws.com",
      domainPrefix: "api",
      routeKey: `${method} ${rawPath}`,
      stage: "$default",
      time: "01/Nov/2026:14:03:00 +0000",
      timeEpoch: Date.now(),
      http: { method, path: rawPath, protocol: "HTTP/1.1", sourceIp, userAgent: browser },
    },
    ...(body === undefined ? {} : { body }),
    isBase64Encoded: false,
  }
}
