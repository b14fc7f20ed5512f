import type { BusEvent } from "./event-bus.ts"
import type { Random } from "./random.ts"
import { stream } from "./reporting.ts"
import type { Sent, SimulatedParcel, Story } from "./workload.ts"
import { sourceOf, type World } from "./world.ts"

/** One lookup in the carrier's tool, as the carrier reports it. */
type ReportedAccess = {
  accessId: string
  at: string
  reference:
    | { kind: "orderReference"; retailerAlias: string; orderReference: string }
    | { kind: "trackingNumber"; trackingNumber: string }
  accessor: { kind: "raw"; ip: string; account?: string; session: string; sessionStartedAt: string; userAgent: string }
  accessorToken: string
  outcome: "hit"
  proof: "none" | "account"
  fields: string[]
}

/** What a walker saw of a shipment, counted from the answers of the carrier's tool. */
export type Seen = { shipmentId: string; fields: string[]; firstAt: string; lastAt: string }

/** A visitor who walks along order references. Walkers of one hour belong to one case. */
export type Walk = { session: string; ip: string; seen: Map<string, Seen> }

const aliases: Record<string, string> = { leafline: "Leafline", maplebooks: "Maple Books" }
const fields = ["delivery-date", "postal-code", "signatory-name-or-initials"]
/** Fields that one of two reports of a lookup has and the other does not. */
const contradicting = ["address", "pickup-point"]
const userAgent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/70.0.3538.77 Safari/537.36"

/**
 * Lets walkers look up the discreet retailer's numbers in the carrier's tool, with recipients among them. The carrier
 * reports all lookups.
 */
export function reportAccesses(world: World, story: Story, random: Random): Walk[] {
  const targets = story.parcels.filter(({ retailerId }) => retailerId === "leafline")
  const startMs = world.scheduler.nowMs()
  const accesses: ReportedAccess[] = []
  const sharedNetwork = random.chance(0.5)
  const walks = Array.from({ length: random.chance(0.3) ? 2 : 1 }, (_, index): Walk => {
    const ip = sharedNetwork ? "203.0.113.77" : `203.0.113.${77 + index}`
    return { session: `walkers-session-${index}`, ip, seen: new Map() }
  })
  // One parcel that is not published yet is looked up by its tracking number, so that its retailer is not known.
  const byNumber = new Set([...story.late].slice(0, 1))
  const lookUp = (who: ReportedVisitor, parcel: SimulatedParcel, atMs: number): string => {
    const at = new Date(atMs).toISOString()
    const reference = referenceTo(parcel, byNumber.has(parcel.trackingNumber))
    accesses.push(accessOf(who, { accessId: `acc-${random.id()}`, at, reference, startMs }))
    return at
  }

  for (const [order, walk] of walks.entries()) {
    const walker = { session: walk.session, ip: walk.ip }
    for (const [index, parcel] of targets.entries()) {
      const atMs = startMs + order * 1_000 + index * 9_000
      see(walk, parcel, lookUp(walker, parcel, atMs))
      if (random.chance(0.1)) see(walk, parcel, lookUp(walker, parcel, atMs + 3_000))
    }
  }
  for (const [index, parcel] of story.parcels.entries()) {
    if (random.chance(0.6)) continue
    const recipient = { session: `recipients-session-${index}`, ip: `198.51.100.${index}`, account: `acct-${index}` }
    lookUp(recipient, parcel, startMs + random.integer(0, 60_000))
  }
  const reporting = { world, story, random }
  contradict(reporting, walks, accesses)
  reportInBatches(reporting, accesses)
  return walks
}

type ReportedVisitor = { readonly session: string; readonly ip: string; readonly account?: string }

function referenceTo(parcel: SimulatedParcel, byNumber: boolean): ReportedAccess["reference"] {
  const { trackingNumber, retailerId, orderReference } = parcel
  return byNumber
    ? { kind: "trackingNumber", trackingNumber }
    : { kind: "orderReference", retailerAlias: aliases[retailerId] ?? "", orderReference }
}

function accessOf(
  who: ReportedVisitor,
  given: Pick<ReportedAccess, "accessId" | "at" | "reference"> & { readonly startMs: number },
): ReportedAccess {
  const { startMs, ...lookup } = given
  const sessionStartedAt = new Date(startMs - 600_000).toISOString()
  return {
    ...lookup,
    accessor: { kind: "raw", sessionStartedAt, userAgent, ...who },
    accessorToken: `tok_${who.session.replaceAll("-", "")}`,
    outcome: "hit",
    proof: who.account === undefined ? "none" : "account",
    fields,
  }
}

export type Reporting = { readonly world: World; readonly story: Story; readonly random: Random }

/** Reports the accesses in batches of one to five, in any order. */
function reportInBatches(reporting: Reporting, accesses: readonly ReportedAccess[]): void {
  const { world, random } = reporting
  const waiting = [...accesses].sort((one, other) => (one.at < other.at ? -1 : 1))
  const batches: ReportedAccess[][] = []
  while (waiting.length > 0) batches.push(waiting.splice(0, random.integer(1, 5)))
  const numbered = batches.map((batch, index) => ({ batch, number: index + 1 }))
  for (const { batch, number } of random.shuffled(numbered)) {
    world.scheduler.after(random.integer(0, 5_000), () => report(reporting, batch, number))
  }
}

/**
 * Sometimes the carrier reports a lookup of a walker twice at the same moment, each time with other fields. The walker
 * may have seen all of them.
 */
function contradict(reporting: Reporting, walks: readonly Walk[], accesses: ReportedAccess[]): void {
  const random = reporting.random.fork("contradicting")
  const walked = accesses.filter(({ proof }) => proof === "none")
  const [chosen] = random.chance(0.6) ? random.shuffled(walked) : []
  if (chosen === undefined) return
  accesses.splice(accesses.indexOf(chosen), 1)
  const afterMs = random.integer(0, 5_000)
  for (const more of contradicting)
    reporting.world.scheduler.after(afterMs, () => {
      const access = { ...chosen, fields: [...chosen.fields, more] }
      publishAccesses({ ...reporting, random }, [access], { fate: "recordedOrRejected", times: 1 })
    })
  const { session } = chosen.accessor
  const shipmentId = lookedUp(reporting.story, chosen)?.shipmentId ?? ""
  const seen = walks.find((walk) => walk.session === session)?.seen.get(shipmentId)
  if (seen !== undefined) seen.fields = [...seen.fields, ...contradicting]
}

/** The parcel that a lookup was about. */
function lookedUp({ parcels }: Story, { reference }: ReportedAccess): SimulatedParcel | undefined {
  return reference.kind === "trackingNumber"
    ? parcels.find(({ trackingNumber }) => trackingNumber === reference.trackingNumber)
    : parcels.find(({ orderReference }) => orderReference === reference.orderReference)
}

/** Publishes a batch: sometimes with an invalid access, sometimes twice. */
function report(reporting: Reporting, batch: readonly ReportedAccess[], number: number): void {
  const { random } = reporting
  const isBad = random.chance(0.1)
  const bad = { ...batch[0], accessId: "acc-bad", at: "yesterday", accessor: { kind: "raw", ip: "canary address" } }
  const times = random.chance(0.15) ? 2 : 1
  const fate = isBad ? "rejected" : "recorded"
  publishAccesses(reporting, isBad ? [...batch, bad] : batch, { fate, times, report: { stream, number } })
}

export function publishAccesses(
  { world, story, random }: Reporting,
  accesses: readonly object[],
  { fate, times, report: numbered }: Pick<Sent, "fate"> & { times: number; report?: object },
): void {
  const id = random.id()
  const occurredAt = world.scheduler.clock().toISOString()
  const data = { accesses, ...(numbered === undefined ? {} : { report: numbered }) }
  const detail = { metadata: { id, occurredAt, correlationId: id, version: 1 }, data }
  const source = sourceOf(world, "northpost")
  for (let time = times; time > 0; time--) {
    const event: BusEvent = world.publish({ source, detailType: "TrackingAccessed", detail })
    story.sent.push({ event, sender: "northpost", fate })
  }
}

function see(walk: Walk, { shipmentId }: SimulatedParcel, at: string): void {
  const known = walk.seen.get(shipmentId)
  const firstAt = known === undefined || at < known.firstAt ? at : known.firstAt
  const lastAt = known === undefined || at > known.lastAt ? at : known.lastAt
  walk.seen.set(shipmentId, { shipmentId, fields, firstAt, lastAt })
}
