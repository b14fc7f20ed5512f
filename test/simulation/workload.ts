import * as z from "zod"
import { awaitedLater } from "../../infra/local/replay/concurrency.ts"
import { creationOf, type RawParcel } from "../../infra/local/replay/parcel.ts"
import { dayMilliseconds } from "../../shared/base/platform/instants.ts"
import { formatOrderReference } from "../../shared/intake/tracking/order-reference.ts"
import { shipperOf } from "../../shared/parties/party-directory.ts"
import type { BusEvent } from "./event-bus.ts"
import type { FunctionName } from "./functions.ts"
import type { Random } from "./random.ts"
import { tokenOf } from "./tokens.ts"
import { sourceOf, strangersAccount, type World } from "./world.ts"

/** A parcel with all raw values that must not appear behind the redaction gate. */
export type SimulatedParcel = RawParcel & { readonly retailerId: string }

/** An event that a party sent, and what has to become of it. */
export type Sent = {
  readonly event: BusEvent
  readonly sender: string
  readonly fate: "recorded" | "rejected" | "recordedOrRejected" | "deadLetter"
  /** The queue in whose dead letters it may end. */
  readonly queue?: FunctionName
}

/** What went in. The invariants compare it with what came out. */
export type Story = {
  readonly parcels: readonly SimulatedParcel[]
  readonly sent: Sent[]
  /** Bodies of messages that no handler can parse. */
  readonly poison: Set<string>
  /** Shipments of other retailers that claim the number of one of the parcels. The carrier decides against them. */
  readonly rivals: readonly SimulatedParcel[]
  /** The statuses that the carrier published, by tracking number, in the order of time. */
  readonly statuses: Map<string, Status[]>
  /** Events that are being published over HTTPS. */
  readonly posts: Promise<void>[]
  /** Tracking numbers of parcels that are published only while somebody already looks them up. */
  readonly late: ReadonlySet<string>
  /** Tracking numbers whose shipper the carrier names. The claims of others are confirmed by a day without another. */
  readonly named: ReadonlySet<string>
  /** Publishes these parcels. */
  readonly publishLate: () => void
}

type Status = { readonly status: string; readonly at: string }

export type ParcelCounts = {
  /** Parcels with consecutive numbers of one retailer, which somebody walks. */
  readonly walked: number
  /** Whether that is the discreet retailer. */
  readonly discreet: boolean
  /** How many of the walked are published late. */
  readonly late: number
  /** Further parcels of any retailer. */
  readonly others: number
}

type Action = () => void

/** Publishes parcels and their progress in any order, with repeats, and wrong events and poison between them. */
export function sendParcels(world: World, random: Random, count: ParcelCounts): Story {
  const startMs = world.scheduler.nowMs()
  const parcels = Array.from({ length: count.walked + count.others }, (_, index) =>
    parcelOf(random, index, index < count.walked ? count.discreet : random.chance(0.5)),
  )
  if (count.walked === 0) parcels.push(...sharersOf(random, parcels))
  const rivals = count.walked === 0 ? rivalsOf(random, parcels) : []
  const atOnce: Action[] = []
  const later: Action[] = []
  // In a rush many events are in one batch.
  const withinMs = random.fork("rush").chance(0.4) ? 300 : 20_000
  const begin = (actions: readonly Action[]): void => {
    for (const action of random.shuffled(actions)) world.scheduler.after(random.integer(0, withinMs), action)
  }
  const named = namedAmong(random.fork("shippers"), parcels, rivals, count)
  const story: Story = {
    parcels,
    named,
    rivals,
    sent: [],
    poison: new Set(),
    statuses: new Map(),
    posts: [],
    late: new Set(parcels.slice(1, 1 + count.late).map(({ trackingNumber }) => trackingNumber)),
    publishLate: () => begin(later),
  }
  const publishing = { world, story, random }
  for (const parcel of parcels) {
    const actions = story.late.has(parcel.trackingNumber) ? later : atOnce
    const createdMs = startMs - 2 * dayMilliseconds + random.integer(0, 3_600_000)
    actions.push(...creationActions(publishing, parcel, createdMs))
    if (story.statuses.has(parcel.trackingNumber)) continue
    const statuses = random.chance(count.walked > 0 ? 0.3 : 1) ? journey(random, createdMs) : []
    story.statuses.set(parcel.trackingNumber, statuses)
    actions.push(...statuses.map((status) => progressOf(publishing, parcel, status)))
  }
  for (const rival of rivals) atOnce.push(...creationActions(publishing, rival, startMs - 2 * dayMilliseconds))
  for (const trackingNumber of named) {
    const right = parcels.find((parcel) => parcel.trackingNumber === trackingNumber)
    if (right !== undefined) atOnce.push(manifestOf(publishing, right, startMs - dayMilliseconds))
  }
  atOnce.push(...hostileActions({ ...publishing, random: random.fork("hostile") }))
  for (let wrong = random.integer(0, count.walked > 0 ? 1 : 4); wrong > 0; wrong--)
    atOnce.push(() => sendWrong(publishing))
  begin(atOnce)
  return story
}

/** The carrier names the shipper of each parcel that is walked or contested, and of half of the others. */
function namedAmong(
  random: Random,
  parcels: readonly SimulatedParcel[],
  rivals: readonly SimulatedParcel[],
  count: ParcelCounts,
): ReadonlySet<string> {
  const contested = new Set(rivals.map(({ trackingNumber }) => trackingNumber))
  const numbers = [...new Set(parcels.map(({ trackingNumber }) => trackingNumber))]
  return new Set(numbers.filter((number) => count.walked > 0 || contested.has(number) || random.chance(0.5)))
}

/** What publishing an event needs. */
type Publishing = { readonly world: World; readonly story: Story; readonly random: Random }

/** `ShipmentCreated`, and `TrackingNumberAssigned` when the first does not name the tracking number. */
export function creationActions(publishing: Publishing, parcel: SimulatedParcel, createdMs: number): Action[] {
  const { shipmentId, trackingNumber } = parcel
  const createdAt = new Date(createdMs).toISOString()
  const namedAtOnce = publishing.random.chance(0.5)
  const created = creationOf(parcel, { createdAt, withTrackingNumber: namedAtOnce, carrierId: "northpost" })
  const sender = parcel.retailerId
  const actions = [() => send(publishing, { sender, detailType: "ShipmentCreated", data: created, at: createdAt })]
  if (!namedAtOnce) {
    const at = new Date(createdMs + 60_000).toISOString()
    const data = { shipmentId, trackingNumber }
    actions.push(() => send(publishing, { sender, detailType: "TrackingNumberAssigned", data, at }))
  }
  return actions
}

/** Statuses in the order of time. Some journeys end with the delivery. */
function journey(random: Random, createdMs: number): Status[] {
  const statuses = ["pre-transit", "in-transit", "out-for-delivery"].slice(0, random.integer(0, 3))
  if (random.chance(0.7)) statuses.push("delivered")
  return statuses.map((status, index) => ({
    status,
    at: new Date(createdMs + (index + 1) * 7_200_000 + random.integer(0, 60_000)).toISOString(),
  }))
}

function progressOf(publishing: Publishing, parcel: SimulatedParcel, { status, at }: Status): Action {
  const { trackingNumber, signatory } = parcel
  const sender = "northpost"
  return status === "delivered"
    ? () =>
        send(publishing, {
          sender,
          detailType: "ShipmentDelivered",
          data: { trackingNumber, deliveredAt: at, signatory },
          at,
        })
    : () => send(publishing, { sender, detailType: "ShipmentProgressed", data: { trackingNumber, status, at }, at })
}

/** The carrier names the retailer of a parcel as its shipper. */
function manifestOf(publishing: Publishing, { retailerId, trackingNumber }: SimulatedParcel, atMs: number): Action {
  const retailer = publishing.world.parties.named(retailerId)
  const shipper = retailer === undefined ? undefined : shipperOf(retailer, "northpost")
  const at = new Date(atMs).toISOString()
  const data = { parcels: [{ trackingNumber, shipper }] }
  return () => send(publishing, { sender: "northpost", detailType: "ManifestDeclared", data, at })
}

type Sending = {
  readonly sender: string
  readonly detailType: string
  readonly data: object
  /** When it occurred, as an ISO instant. */
  readonly at: string
}

/** Publishes a valid event: sometimes twice, sometimes over HTTPS. */
function send({ world, story, random }: Publishing, { sender, detailType, data, at }: Sending): void {
  const id = random.id()
  const detail = { metadata: { id, occurredAt: at, correlationId: id, version: 1 }, data }
  const source = sourceOf(world, sender)
  if (random.chance(0.15)) {
    story.posts.push(awaitedLater(post(world, sender, detailType, detail)))
    return
  }
  for (let times = random.chance(0.15) ? 2 : 1; times > 0; times--) {
    story.sent.push({ event: world.publish({ source, detailType, detail }), sender, fate: "recorded" })
  }
}

const httpAnswer = z.looseObject({ statusCode: z.number() })
const attempts = 150

/** Publishes over HTTPS, as a party without an AWS account does, until the hub accepts. */
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
  throw new Error(`The events API failed ${attempts} times`)
}

const hostilities = ["computes", "hangs", "ends"] as const

/** In some schedules, valid events that take all of the processor, wait without an end, or end the process. */
function hostileActions(publishing: Publishing): Action[] {
  const { world, story, random } = publishing
  if (!random.chance(0.15)) return []
  return Array.from({ length: random.integer(1, 2) }, (_, index) => {
    const at = world.scheduler.clock().toISOString()
    const isCreation = random.chance(0.5)
    const hostility = random.pick(hostilities)
    const parcel = parcelOf(random, 300 + index, random.chance(0.5))
    const sender = isCreation ? parcel.retailerId : "northpost"
    const detailType = isCreation ? "ShipmentCreated" : "ShipmentProgressed"
    const { trackingNumber } = parcel
    const data = isCreation
      ? creationOf(parcel, { createdAt: at, withTrackingNumber: true, carrierId: "northpost" })
      : { trackingNumber, status: "in-transit", at }
    const id = random.id()
    const detail = { metadata: { id, occurredAt: at, correlationId: id, version: 1 }, data }
    return () => {
      const event = world.publish({ source: sourceOf(world, sender), detailType, detail })
      world.hostile.set(event.id, hostility)
      const queue = isCreation ? "record-shipment" : "record-progress"
      story.sent.push({ event, sender, fate: "deadLetter", queue })
    }
  })
}

/** Publishes an event that the hub cannot record. */
function sendWrong({ world, story, random }: Publishing): void {
  const id = random.id()
  const occurredAt = world.scheduler.clock().toISOString()
  const metadata = { id, occurredAt, correlationId: id, version: 1 }
  const trackingNumber = "NP9999999999CA"
  const progressed = { trackingNumber, status: "in-transit", at: occurredAt }
  const publish = (sender: string, detailType: string, detail: object, account?: string): BusEvent =>
    world.publish({
      source: sourceOf(world, sender),
      detailType,
      detail,
      ...(account === undefined ? {} : { account }),
    })
  const reject = (sender: string, detailType: string, detail: object): void => {
    story.sent.push({ event: publish(sender, detailType, detail), sender, fate: "rejected" })
  }
  const kind = random.pick(["invalid", "version", "spoofed", "unknown", "unknown", "poison"] as const)
  switch (kind) {
    case "invalid": {
      const data = { trackingNumber, status: "teleported", at: "yesterday, canary" }
      reject("northpost", "ShipmentProgressed", { metadata, data })
      return
    }
    case "version":
      reject("northpost", "ShipmentProgressed", { metadata: { ...metadata, version: 2 }, data: progressed })
      return
    case "unknown":
      reject("maplebooks", "ShipmentExploded", { metadata, data: {} })
      return
    case "spoofed": {
      const event = publish("northpost", "ShipmentProgressed", { metadata, data: progressed }, strangersAccount)
      story.sent.push({ event, sender: "stranger", fate: "deadLetter", queue: "record-progress" })
      return
    }
    case "poison": {
      const body = `{"not an envelope": "${id}`
      story.poison.add(body)
      world.inject(random.pick(["record-shipment", "record-progress"] as const), body)
    }
  }
}

/** Shipments of another order of the same retailer in the same parcel. */
function sharersOf(random: Random, parcels: readonly SimulatedParcel[]): SimulatedParcel[] {
  return parcels
    .filter(() => random.chance(0.2))
    .map(({ retailerId, trackingNumber }, place) => ({
      ...parcelOf(random, 100 + place, retailerId === "leafline"),
      trackingNumber,
    }))
}

/** Shipments of the other retailer that claim the number of a parcel. */
function rivalsOf(random: Random, parcels: readonly SimulatedParcel[]): SimulatedParcel[] {
  return parcels
    .filter(() => random.chance(0.3))
    .map(({ retailerId, trackingNumber }, place) => ({
      ...parcelOf(random, 200 + place, retailerId !== "leafline"),
      trackingNumber,
    }))
}

export function parcelOf(random: Random, index: number, discreet: boolean): SimulatedParcel {
  const retailerId = discreet ? "leafline" : "maplebooks"
  return {
    retailerId,
    shipmentId: `shp_${random.id()}`,
    orderReference: discreet
      ? `LL-${7_310_000 + index}`
      : formatOrderReference(731_000 + index, { prefix: "MB", digits: 6, checkDigit: "luhn" }),
    trackingNumber: `NP${random.integer(10_000_000, 99_999_999)}${index}CA`,
    postalCode: `K${index % 10}N ${random.integer(1, 9)}E${random.integer(1, 9)}`,
    addressLine: `${random.integer(1, 99)} Canary Lane`,
    signatory: "Q. Canarysigner",
    linkToken: random.id() + random.id(),
  }
}
