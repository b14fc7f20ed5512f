import { createHash } from "node:crypto"
import * as z from "zod"
import type { BusEvent } from "./event-bus.ts"
import type { FunctionName } from "./functions.ts"
import type { Random } from "./random.ts"
import { tokenOf } from "./tokens.ts"
import { sourceOf, strangersAccount, type World } from "./world.ts"

/** A parcel that a retailer sends, with all the raw values that must be found nowhere. */
export type SimulatedParcel = {
  readonly retailerId: string
  readonly shipmentId: string
  readonly orderReference: string
  readonly trackingNumber: string
  readonly postalCode: string
  readonly addressLine: string
  readonly signatory: string
  readonly linkToken: string
}

/** What must become of an event that a party sent. */
export type Sent = {
  readonly event: BusEvent
  readonly sender: string
  readonly fate: "recorded" | "rejected" | "deadLetter"
  /** The queue whose dead letters it may end in. */
  readonly queue?: FunctionName
}

/** What went in, for the invariants to hold against what came of it. */
export type Story = {
  readonly parcels: readonly SimulatedParcel[]
  readonly sent: Sent[]
  /** Bodies of messages that no handler can take. */
  readonly poison: Set<string>
  /** Parcel statuses told: by tracking number, in the order of time. */
  readonly told: Map<string, { status: string; at: string }[]>
  /** Events being published over HTTPS. */
  readonly posts: Promise<void>[]
  /** Tracking numbers of parcels that are told of only while somebody looks them up already, and what tells of them. */
  readonly late: ReadonlySet<string>
  readonly tellLate: () => void
}

const dayMs = 86_400_000

/**
 * How many parcels lie side by side in one retailer's numbers, of the discreet retailer or of the other; how many of these are told of
 * late; and how many more there are.
 */
export type ParcelCounts = { walked: number; discreet: boolean; late: number; others: number }

/** Sends a few parcels on their way: in any order, twice, invalid, spoofed, unknown, and poison between. */
export function sendParcels(world: World, random: Random, count: ParcelCounts): Story {
  const startMs = world.scheduler.nowMs()
  const parcels = Array.from({ length: count.walked + count.others }, (_, index) =>
    parcelOf(random, index, index < count.walked ? count.discreet : random.chance(0.5)),
  )
  const sent: Story["sent"] = []
  const posts: Story["posts"] = []
  const late = new Set(parcels.slice(1, 1 + count.late).map(({ trackingNumber }) => trackingNumber))
  const atOnce: (() => void)[] = []
  const later: (() => void)[] = []
  const begin = (actions: readonly (() => void)[]): void => {
    for (const action of random.shuffled(actions)) {
      world.scheduler.after(random.integer(0, 20_000), () => {
        action()
      })
    }
  }
  const story: Story = { parcels, sent, poison: new Set(), told: new Map(), posts, late, tellLate: () => begin(later) }

  for (const parcel of parcels) {
    const actions = late.has(parcel.trackingNumber) ? later : atOnce
    const createdAt = new Date(startMs - 2 * dayMs + random.integer(0, 3_600_000)).toISOString()
    const namedAtOnce = random.chance(0.5)
    const created = {
      shipmentId: parcel.shipmentId,
      orderReference: parcel.orderReference,
      carrierId: "northpost",
      ...(namedAtOnce ? { trackingNumber: parcel.trackingNumber } : {}),
      linkTokenDigest: createHash("sha256").update(parcel.linkToken).digest("base64url"),
      recipient: { postalCode: parcel.postalCode, country: "CA", addressLine: parcel.addressLine },
      createdAt,
    }
    const retailer = parcel.retailerId
    actions.push(() => tell(world, story, retailer, "ShipmentCreated", created, createdAt, random))
    if (!namedAtOnce) {
      const at = new Date(Date.parse(createdAt) + 60_000).toISOString()
      const assigned = { shipmentId: parcel.shipmentId, trackingNumber: parcel.trackingNumber }
      actions.push(() => tell(world, story, retailer, "TrackingNumberAssigned", assigned, at, random))
    }
    const told = random.chance(count.walked > 0 ? 0.3 : 1) ? journey(random, Date.parse(createdAt)) : []
    story.told.set(parcel.trackingNumber, told)
    for (const { status, at } of told) {
      const delivered = { trackingNumber: parcel.trackingNumber, deliveredAt: at, signatory: parcel.signatory }
      const progressed = { trackingNumber: parcel.trackingNumber, status, at }
      actions.push(() =>
        status === "delivered"
          ? tell(world, story, "northpost", "ShipmentDelivered", delivered, at, random)
          : tell(world, story, "northpost", "ShipmentProgressed", progressed, at, random),
      )
    }
  }
  for (let wrong = random.integer(0, count.walked > 0 ? 1 : 4); wrong > 0; wrong--)
    atOnce.push(() => sendWrong(world, story, random))

  begin(atOnce)
  return story
}

/** Statuses in the order of time; the last one is the delivery, if it comes to that. */
function journey(random: Random, createdMs: number): { status: string; at: string }[] {
  const statuses = ["pre-transit", "in-transit", "out-for-delivery"].slice(0, random.integer(0, 3))
  if (random.chance(0.7)) statuses.push("delivered")
  return statuses.map((status, index) => ({
    status,
    at: new Date(createdMs + (index + 1) * 7_200_000 + random.integer(0, 60_000)).toISOString(),
  }))
}

/** Publishes an event that is as it should be, now and then twice, now and then over HTTPS. */
function tell(
  world: World,
  story: Story,
  sender: string,
  detailType: string,
  data: object,
  occurredAt: string,
  random: Random,
): void {
  const id = random.id()
  const detail = { metadata: { id, occurredAt, correlationId: id, version: 1 }, data }
  const source = sourceOf(world, sender)
  if (random.chance(0.15)) {
    story.posts.push(begun(post(world, sender, detailType, detail)))
    return
  }
  const again = random.chance(0.15) ? 2 : 1
  for (let time = 0; time < again; time++) {
    story.sent.push({ event: world.publish({ source, detailType, detail }), sender, fate: "recorded" })
  }
}

/** What was begun and is awaited later: until then its failure must not end the process. */
function begun(work: Promise<void>): Promise<void> {
  work.catch(() => {})
  return work
}

const httpAnswer = z.looseObject({ statusCode: z.number() })
const attempts = 150

/** Publishes over HTTPS as a party without an AWS account does: again until the hub says that it has accepted. */
async function post(world: World, sender: string, detailType: string, detail: object): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const answer = await world.call("accept-event", {
      rawPath: "/v1/events",
      headers: { "content-type": "application/json", authorization: tokenOf(sender) },
      body: JSON.stringify({ events: [{ detailType, detail }] }),
      requestContext: { http: { method: "POST", sourceIp: "192.0.2.1" } },
    })
    if (httpAnswer.safeParse(answer).data?.statusCode === 202) return
    await world.scheduler.sleep(500)
  }
  throw new Error("the events API failed again and again")
}

/** Publishes something that cannot be taken. */
function sendWrong(world: World, story: Story, random: Random): void {
  const id = random.id()
  const occurredAt = world.scheduler.clock().toISOString()
  const metadata = { id, occurredAt, correlationId: id, version: 1 }
  const tracking = "NP9999999999CA"
  const progressed = { trackingNumber: tracking, status: "in-transit", at: occurredAt }
  const kind = random.pick(["invalid", "version", "spoofed", "unknown", "unknown", "poison"] as const)
  switch (kind) {
    case "invalid": {
      const data = { trackingNumber: tracking, status: "teleported", at: "yesterday, canary" }
      const source = sourceOf(world, "northpost")
      const event = world.publish({ source, detailType: "ShipmentProgressed", detail: { metadata, data } })
      story.sent.push({ event, sender: "northpost", fate: "rejected" })
      return
    }
    case "version": {
      const source = sourceOf(world, "northpost")
      const detail = { metadata: { ...metadata, version: 2 }, data: progressed }
      const event = world.publish({ source, detailType: "ShipmentProgressed", detail })
      story.sent.push({ event, sender: "northpost", fate: "rejected" })
      return
    }
    case "spoofed": {
      const source = sourceOf(world, "northpost")
      const detail = { metadata, data: progressed }
      const event = world.publish({ source, detailType: "ShipmentProgressed", detail, account: strangersAccount })
      story.sent.push({ event, sender: "stranger", fate: "deadLetter", queue: "record-progress" })
      return
    }
    case "unknown": {
      const source = sourceOf(world, "maplebooks")
      const event = world.publish({ source, detailType: "ShipmentExploded", detail: { metadata, data: {} } })
      story.sent.push({ event, sender: "maplebooks", fate: "rejected" })
      return
    }
    case "poison": {
      const body = `{"not an envelope": "${id}`
      story.poison.add(body)
      world.inject(random.pick(["record-shipment", "record-progress"] as const), body)
    }
  }
}

function parcelOf(random: Random, index: number, discreet: boolean): SimulatedParcel {
  const retailerId = discreet ? "leafline" : "maplebooks"
  const number = 7_310_000 + index
  return {
    retailerId,
    shipmentId: `shp_${random.id()}`,
    orderReference: discreet ? `LL-${number}` : mapleReference(731_000 + index),
    trackingNumber: `NP${random.integer(10_000_000, 99_999_999)}${index}CA`,
    postalCode: `K${index % 10}N ${random.integer(1, 9)}E${random.integer(1, 9)}`,
    addressLine: `${random.integer(1, 99)} Canary Lane`,
    signatory: "Q. Canarysigner",
    linkToken: random.id() + random.id(),
  }
}

function mapleReference(number: number): string {
  const sum = [...String(number)].reverse().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return `MB${number}${(10 - (sum % 10)) % 10}`
}
