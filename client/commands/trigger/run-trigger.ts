import { breachReported } from "../../../shared/base/contracts/breach-reported.ts"
import type { EventContract, ProducerDataOf } from "../../../shared/base/contracts/define-event.ts"
import { shipmentCreated } from "../../../shared/base/contracts/shipment-created.ts"
import { shipmentDelivered } from "../../../shared/base/contracts/shipment-delivered.ts"
import { type TestBehaviour, testPrefixes } from "../../../shared/base/contracts/test-references.ts"
import { CommandStopped } from "../../command-line/command-stopped.ts"
import type { Outcome } from "../../command-line/declare-command.ts"
import { exitStatus } from "../../command-line/exit-status.ts"
import { buildEvent } from "../../events/build-event.ts"
import { PublishFailed, publish } from "../../events/publish.ts"
import type { Transport } from "../../events/transport.ts"
import { mintLinkToken } from "../../link-tokens/mint-link-token.ts"
import { mintReference } from "../../references/mint-reference.ts"

/** What every trigger needs. */
export type Triggering = { readonly transport: Transport; readonly now: Date }

/** The shipment to publish. */
export type ShipmentOptions = {
  readonly carrierId: string
  readonly orderReference?: string
  /** What the hub is to play afterwards. */
  readonly behaviour?: TestBehaviour
}

const expectations: Readonly<Record<TestBehaviour | "nothing", string>> = {
  nothing: "The carrier receives ShipmentCreated.",
  delivered: "In a stage that is no production, ShipmentProgressed and ShipmentDelivered come back within seconds.",
  exception:
    "In a stage that is no production, ShipmentProgressed with the status exception comes back within seconds.",
  walk: "In a stage that is no production, somebody walks along order references now. AccessAnomalyDetected comes within seconds, and BreachCaseOpened unless a case of the last hour is open.",
}

/**
 * Publishes a shipment as a retailer.
 *
 * @throws PublishFailed
 */
export async function triggerShipment({ transport, now }: Triggering, options: ShipmentOptions): Promise<Outcome> {
  const { data, linkToken } = testShipment({ ...options, createdAt: now.toISOString() })
  const { orderReference, recipient } = data
  return published(transport, { contract: shipmentCreated, data }, { shipment: { ...data, linkToken } }, [
    expectations[options.behaviour ?? "nothing"],
    `Its recipient looks up order ${orderReference} with postal code ${recipient.postalCode}, or with the link token ${linkToken}.`,
  ])
}

/**
 * Publishes a shipment that the hub delivers, as a retailer.
 *
 * @throws CommandStopped if the party is a carrier, which delivers a parcel by its number
 */
export async function triggerNewDelivery(
  triggering: Triggering,
  options: Omit<ShipmentOptions, "carrierId" | "behaviour"> & { partyId: string; carrierId: string | undefined },
): Promise<Outcome> {
  const { partyId, carrierId, ...shipment } = options
  const asCarrier = `As a carrier, say which parcel is delivered: npx wayseal trigger delivered --party ${partyId} --tracking-number <number>.`
  if (carrierId === undefined)
    throw new CommandStopped("wrongUsage", `Give --carrier, or set WAYSEAL_CARRIER. ${asCarrier}`)
  if (carrierId === partyId)
    throw new CommandStopped("wrongUsage", `Give --tracking-number: ${partyId} is a carrier. ${asCarrier}`)
  return triggerShipment(triggering, { ...shipment, carrierId, behaviour: "delivered" }).catch((error: unknown) => {
    throw isForOthers(error) ? new CommandStopped("wrongUsage", `Give --tracking-number. ${asCarrier}`) : error
  })
}

/** Whether the hub refused the event because only the other kind of party sends it. */
const isForOthers = (error: unknown): boolean =>
  error instanceof PublishFailed &&
  error.notAccepted.some(({ problems = [] }) => problems.some(({ rule }) => rule === "notAllowed"))

/** Publishes a delivery as a carrier. */
export function triggerDelivery({ transport, now }: Triggering, trackingNumber: string): Promise<Outcome> {
  const data = { trackingNumber, deliveredAt: now.toISOString(), signatory: "T. Example" }
  return published(transport, { contract: shipmentDelivered, data }, {}, [
    "The retailer receives ShipmentDelivered, without the signatory.",
  ])
}

const dayMilliseconds = 86_400_000

/** Reports a breach: that somebody found lookups without proof in the hub's own tool, during the last day. */
export function triggerBreach({ transport, now }: Triggering): Promise<Outcome> {
  const receivedAt = now.toISOString()
  const since = new Date(now.getTime() - dayMilliseconds).toISOString()
  const evidence = { kind: "timeRange", since, until: receivedAt } as const
  return published(
    transport,
    { contract: breachReported, data: { finder: "finder", tool: "guarded", receivedAt, evidence } },
    {},
    ["The hub opens a case, and you receive BreachCaseOpened."],
  )
}

async function published<Contract extends EventContract>(
  transport: Transport,
  { contract, data }: { readonly contract: Contract; readonly data: ProducerDataOf<Contract> },
  more: object,
  sentences: readonly string[],
): Promise<Outcome> {
  const [result] = await publish(transport, [buildEvent(contract, data)])
  const eventBridgeId = result?.outcome === "accepted" ? result.eventBridgeId : undefined
  return {
    data: { detailType: contract.detailType, eventBridgeId, ...more },
    text: [`Published ${contract.detailType}. The hub has it as ${eventBridgeId}.`, ...sentences, ""].join("\n"),
    status: exitStatus.fine,
  }
}

/** A shipment that nobody ordered, with what its recipient would know. */
type TestShipment = {
  readonly data: ProducerDataOf<typeof shipmentCreated>
  /** What the retailer would mail to the recipient. */
  readonly linkToken: string
}

/**
 * Makes a shipment with random ids and the data of an example.
 *
 * @param options.behaviour what the hub plays, in a stage that is no production. None: it plays nothing
 */
function testShipment(options: {
  readonly carrierId: string
  readonly createdAt: string
  readonly behaviour?: TestBehaviour
  readonly orderReference?: string
}): TestShipment {
  const { carrierId, createdAt, behaviour, orderReference = `TEST-${mintReference()}` } = options
  const { token, digest } = mintLinkToken()
  const prefix = behaviour === undefined ? "" : testPrefixes[behaviour]
  return {
    linkToken: token,
    data: {
      shipmentId: `shp_${mintReference()}`,
      orderReference,
      carrierId,
      trackingNumber: mintReference({ prefix }),
      linkTokenDigest: digest,
      recipient: { postalCode: "M5V 3L9", country: "CA", addressLine: "1 Example Street" },
      createdAt,
    },
  }
}
