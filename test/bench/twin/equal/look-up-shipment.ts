/** `POST /v1/lookups`: limits, detector and ledger come before the answer. Every miss gets one answer in one time. */
import { randomUUID, timingSafeEqual } from "node:crypto"
import { setTimeout } from "node:timers/promises"
import { BatchGetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb"
import * as z from "zod"
import { postalCodeReadings } from "../../../../shared/base/contracts/postal-code.ts"
import type { Access } from "../../../../shared/watch/detection/access.ts"
import type { Detection } from "../../../../shared/watch/detection/detect-access.ts"
import { blockKey, codeBlockKey, neighbourhoodKey } from "../../../../shared/watch/detection/retailers/number-blocks.ts"
import { browserFamily } from "../../../../shared/watch/detection/visitor/browser-family.ts"
import { networkOf } from "../../../../shared/watch/detection/visitor/client-network.ts"
import { provenForExposure } from "../../../../shared/watch/lookups/ledger/disclosure.ts"
import { type HttpRequest, httpHandler } from "../http-handler.ts"
import { keyedDigest } from "../keyed-digest.ts"
import { documents } from "../powertools.ts"
import { takeGuess } from "./guesses.ts"
import { append, entryOf } from "./ledger.ts"
import { detect } from "./profiles.ts"
import { parcelRow, recordsTable, shipmentRow } from "./records.ts"
import { isCanary, orderKeyOf, ordinalOf, tagOf } from "./references.ts"
import { raise, restrictedOf } from "./restrictions.ts"
import { addVolume, retailerId } from "./retailer.ts"

const lookup = z.object({ retailer: z.string(), orderReference: z.string(), postalCode: z.string().optional() })
type Lookup = z.output<typeof lookup>
type Shipment = z.output<typeof shipmentRow>

const notFound = { status: 404, body: { title: "Not found" } }
const floorMilliseconds = Number(process.env["LOOKUP_FLOOR_MILLISECONDS"])

export const handler = httpHandler(async (request) => {
  const startedAt = Date.now()
  const asked = lookup.safeParse(JSON.parse(request.body ?? "{}"))
  if (!asked.success) return { status: 400, body: { title: "Invalid request" } }
  const { session, cookies } = sessionOf(request)
  const answer = await answerLookup(asked.data, request, session)
  const elapsed = Date.now() - startedAt
  await setTimeout(Math.max(1, Math.ceil(elapsed / floorMilliseconds)) * floorMilliseconds - elapsed)
  return { ...answer, cookies }
})

async function answerLookup(asked: Lookup, request: HttpRequest, session: string | undefined) {
  const orderKey = orderKeyOf(asked.retailer, asked.orderReference)
  const { shipments, parcels } = await recordsOf(orderKey)
  const access = accessOf(asked, orderKey, visitorOf(request, session), shipments)
  const numbers = [String(access.series), access.ordinal ?? 0] as const
  const keys = { subject: `subject#${access.subject.fingerprint}`, network: `network#${access.network.fingerprint}` }
  const around = [neighbourhoodKey(...numbers), codeBlockKey(...numbers)]
  const restricted = await restrictedOf([keys.subject, keys.network, ...around])
  const at = new Date(access.at * 1_000).toISOString()
  const giveBack = asked.postalCode === undefined ? undefined : await takeGuess(keys.subject, orderKey, at)
  const isRight = giveBack !== undefined && isRightCode(asked.postalCode ?? "", shipments)
  if (isRight) await giveBack()
  if (restricted.size > 0) return notFound
  const judged: Access = {
    ...access,
    outcome: shipments.length === 0 ? "miss" : isRight ? "hit" : "challengeFailed",
    proof: isRight ? "postalCode" : "none",
  }
  const detection = await detect(judged)
  await addVolume(detection.volume, judged.at)
  const raised = await raise(judged, detection.findings)
  if (!isRight || raised.length > 0) return notFound
  await disclose(shipments, { ...keys, at, access: judged, detection })
  return { status: 200, body: { shipments: parcels.map(({ status, deliveredAt }) => ({ status, deliveredAt })) } }
}

async function recordsOf(orderKey: string) {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: recordsTable,
      IndexName: "byOrder",
      KeyConditionExpression: "orderKey = :order",
      ExpressionAttributeValues: { ":order": orderKey },
    }),
  )
  const shipments = z.array(shipmentRow).parse(Items)
  // An order that does not exist costs the same calls.
  const ids = shipments.length === 0 ? [orderKey] : shipments.map(({ parcelId }) => parcelId)
  const { Responses = {} } = await documents.send(
    new BatchGetCommand({ RequestItems: { [recordsTable]: { Keys: ids.map((recordId) => ({ recordId })) } } }),
  )
  return { shipments, parcels: z.array(parcelRow).parse(Responses[recordsTable] ?? []) }
}

type Visitor = Pick<Access, "subject" | "network">

function visitorOf({ headers, requestContext }: HttpRequest, session: string | undefined): Visitor {
  const address = requestContext.http.sourceIp
  const network = keyedDigest("network", networkOf(address) ?? address)
  const subject: Access["subject"] =
    session === undefined
      ? {
          kind: "anonymous",
          fingerprint: keyedDigest("anonymous", network, browserFamily(headers["user-agent"] ?? "")),
        }
      : { kind: "cookie", fingerprint: keyedDigest("session", session) }
  return { subject, network: { kind: "unknown", fingerprint: network } }
}

function accessOf(asked: Lookup, orderKey: string, visitor: Visitor, shipments: readonly Shipment[]): Access {
  return {
    ...visitor,
    at: Math.floor(Date.now() / 1_000),
    accessorClass: "public",
    networkClass: "public",
    retailer: 0,
    series: 0,
    tag: tagOf(orderKey),
    ordinal: ordinalOf(asked.orderReference),
    outcome: "miss",
    proof: "none",
    deliveryPoint: shipments[0]?.deliveryPoint ?? null,
    canary: isCanary(orderKey),
  }
}

function isRightCode(postalCode: string, shipments: readonly Shipment[]): boolean {
  return postalCodeReadings(postalCode).some((reading) =>
    shipments.some(({ orderKey, postalProof }) => isSame(keyedDigest("postal", orderKey, reading), postalProof)),
  )
}

async function disclose(
  shipments: readonly Shipment[],
  of: { subject: string; network: string; at: string; access: Access; detection: Detection },
): Promise<void> {
  const { subject, network, at, access, detection } = of
  const { failedChallenges } = detection
  const proven = provenForExposure({ proof: "postalCode", failedChallenges, hasAnomaly: false })
  for (const { parcelId, shipmentId, carrierId } of shipments)
    await append(
      entryOf({
        subject,
        network,
        accessId: randomUUID(),
        at,
        recordId: parcelId,
        retailerId,
        shipmentId,
        carrierId,
        block: blockKey(retailerId, access.ordinal ?? 0),
        tool: "guarded",
        proof: "postalCode",
        provenForExposure: proven,
        fields: ["existence", "phase", "dates"],
      }),
    )
}

const cookieName = "__Host-twin"

/** The visitor's session from its signed cookie, or a cookie for the next lookup. */
function sessionOf({ cookies = [] }: HttpRequest): { session?: string; cookies?: string[] } {
  const value = cookies.find((cookie) => cookie.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1) ?? ""
  const [id = "", signature = ""] = value.split(".")
  if (isSame(keyedDigest("cookie", id), signature)) return { session: id }
  const made = randomUUID()
  return { cookies: [`${cookieName}=${made}.${keyedDigest("cookie", made)}; Path=/; Secure; HttpOnly; SameSite=Lax`] }
}

function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
}
