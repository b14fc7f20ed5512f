import * as z from "zod"
import { holds } from "../../shared/intake/tracking/parcel-claims.ts"
import { type ParcelStatus, type TrackingRow, trackingRow } from "../../shared/intake/tracking/tracking-record.ts"
import type { BusEvent } from "./event-bus.ts"
import { allRows, rowOf } from "./rows-of-world.ts"
import type { Story } from "./workload.ts"
import type { World } from "./world.ts"

/** The invariants that a schedule broke, each as a sentence. */
export type Violations = string[]

const envelope = z.looseObject({ metadata: z.looseObject({ id: z.string() }), data: z.record(z.string(), z.unknown()) })

/** Compares everything that came out with everything that went in. */
export function violationsOf(world: World, story: Story): Violations {
  return [
    ...nothingIsLost(world, story),
    ...parcelsAreAsPublished(world, story),
    ...partiesReceiveTheirEvents(world, story),
    ...rivalsAreRefused(world, story),
    ...noStatusGoesBackward(world),
    ...noRawValueEscapes(world, story),
    ...refusedEntriesAreSentAgain(world),
    ...noDiscreetRetailerIsNamed(world),
    ...metadataComesBackToNobody(world, story),
    ...rejectionsGoToTheSender(world, story),
  ]
}

/** Every event is recorded, or rejected to its sender, or a dead letter if nothing can record it. */
function nothingIsLost(world: World, story: Story): Violations {
  const found: Violations = []
  for (const { event, sender, fate, queue } of story.sent) {
    const isRejected = received(world, sender, "EventRejected").some(({ data }) => data["eventBridgeId"] === event.id)
    if (fate === "rejected" && !isRejected) {
      found.push(`the wrong ${event["detail-type"]} of ${sender} was not rejected`)
    }
    if (fate === "recorded" && isRejected) found.push(`the valid ${event["detail-type"]} of ${sender} was rejected`)
    if (fate === "deadLetter" && queue !== undefined) {
      const kept = world.queues.get(queue)?.deadLetters.some(({ body }) => body.includes(event.id))
      if (!kept) found.push(`a spoofed or hostile ${event["detail-type"]} is no dead letter`)
    }
  }
  const mayBeDead = new Set(story.sent.filter(({ fate }) => fate === "deadLetter").map(({ event }) => event.id))
  const poisonKept = new Set<string>()
  for (const [name, { deadLetters, messages }] of world.queues) {
    if (messages.size > 0) found.push(`${messages.size} messages were left in the queue of ${name}`)
    for (const { body } of deadLetters) {
      if (story.poison.has(body)) poisonKept.add(body)
      else if (![...mayBeDead].some((id) => body.includes(id)))
        found.push(`a valid event became a dead letter of ${name}`)
    }
  }
  if (poisonKept.size !== story.poison.size)
    found.push(`${story.poison.size - poisonKept.size} poison messages were lost`)
  for (const [name, { givenUp }] of world.streams) {
    if (givenUp.length > 0) found.push(`${name} gave up on ${givenUp.length} changes`)
  }
  if (world.ingress.unmatched.length > 0) found.push("an event matched no rule of the ingress bus and was lost")
  return found
}

/** The rows hold what the parties published, whatever the order was. */
function parcelsAreAsPublished(world: World, story: Story): Violations {
  const found: Violations = []
  const rows = allRows(world).flatMap(({ table, row }) => (table === "TrackingRecords" ? [trackingRow.parse(row)] : []))
  const parcelRows = ofKind(rows, "parcel")
  for (const { retailerId, shipmentId, trackingNumber } of story.parcels) {
    const shipment = ofKind(rows, "shipment").find((row) => row.shipmentId === shipmentId)
    if (shipment?.creation === undefined) {
      found.push("a shipment was published and is not recorded")
      continue
    }
    if (shipment.parcelId === undefined) {
      found.push("a tracking number was assigned, and the shipment has no parcel")
      continue
    }
    const parcel = parcelRows.find((row) => row.recordId === shipment.parcelId)
    if (parcel === undefined || !holds({ retailerId, shipmentId }, parcel)) {
      found.push("a parcel is not claimed by its shipment")
    }
    const last = story.statuses.get(trackingNumber)?.at(-1)
    if (parcel?.status !== last?.status || parcel?.statusAt !== last?.at) {
      found.push(
        `a parcel is ${parcel?.status ?? "without a status"}, and its carrier published ${last?.status ?? "nothing"}`,
      )
    }
    if (last?.status === "delivered" && (parcel?.deliveredAt !== last.at || !parcel.signatoryRecorded)) {
      found.push("a delivery was published and is not recorded")
    }
  }
  return found
}

/**
 * Carriers receive their parcels and retailers their shipments. Each fact has one event id, however often it is sent.
 */
function partiesReceiveTheirEvents(world: World, story: Story): Violations {
  const found: Violations = []
  const created = received(world, "northpost", "ShipmentCreated")
  for (const { retailerId, shipmentId, trackingNumber } of story.parcels) {
    const retailer = world.parties.named(retailerId)
    const alias = retailer?.discreet === true ? undefined : retailer?.alias
    const sharing = story.parcels.filter((other) => other.trackingNumber === trackingNumber).length
    const ids = distinctIds(
      created.filter(({ data }) => data["trackingNumber"] === trackingNumber && data["retailerAlias"] === alias),
    )
    if (ids !== sharing) found.push(`the carrier received a parcel of ${sharing} shipments under ${ids} ids`)
    const expected = story.named.has(trackingNumber) ? "claimConfirmed" : "claimPending"
    if (distinctIds(answersTo(world, retailerId, shipmentId, expected)) !== 1)
      found.push(`a retailer did not receive ${expected} under one id`)
    const last = story.statuses.get(trackingNumber)?.at(-1)
    if (last?.status === "delivered") {
      const delivered = received(world, retailerId, "ShipmentDelivered").filter(
        ({ data }) => data["shipmentId"] === shipmentId,
      )
      const right = delivered.filter(
        ({ data }) => data["deliveredAt"] === last.at && data["signatoryRecorded"] === true,
      )
      if (distinctIds(right) !== 1) found.push(`the retailer received a delivery under ${distinctIds(right)} ids`)
    } else if (last !== undefined) {
      const progressed = received(world, retailerId, "ShipmentProgressed").filter(
        ({ data }) => data["shipmentId"] === shipmentId && data["status"] === last.status && data["at"] === last.at,
      )
      if (distinctIds(progressed) !== 1)
        found.push(`the retailer received a status under ${distinctIds(progressed)} ids`)
    }
  }
  const retailers = world.parties.all.filter(({ kind }) => kind === "retailer")
  for (const { id } of retailers) {
    const all = [...story.parcels, ...story.rivals]
    const own = new Set(all.filter(({ retailerId }) => retailerId === id).map(({ shipmentId }) => shipmentId))
    const events = [...received(world, id, "ShipmentDelivered"), ...received(world, id, "ShipmentProgressed")]
    if (events.some(({ data }) => !own.has(String(data["shipmentId"]))))
      found.push(`${id} received an event about another retailer's shipment`)
  }
  return found
}

/** Until a day has passed, no retailer receives the progress of a parcel whose carrier named nobody. */
export function heldViolationsOf(world: World, story: Story): Violations {
  return story.parcels
    .filter(({ trackingNumber }) => !story.named.has(trackingNumber))
    .filter(({ retailerId, shipmentId }) =>
      [...received(world, retailerId, "ShipmentDelivered"), ...received(world, retailerId, "ShipmentProgressed")].some(
        ({ data }) => data["shipmentId"] === shipmentId,
      ),
    )
    .map(() => "a retailer received progress before its claim was confirmed")
}

/** A shipment of another retailer than the carrier named has no parcel in the end, and its retailer knows. */
function rivalsAreRefused(world: World, story: Story): Violations {
  const found: Violations = []
  const rows = allRows(world).flatMap(({ table, row }) => (table === "TrackingRecords" ? [trackingRow.parse(row)] : []))
  for (const { retailerId, shipmentId } of story.rivals) {
    const shipment = ofKind(rows, "shipment").find((row) => row.shipmentId === shipmentId)
    if (shipment?.waitsFor === undefined) found.push("a shipment does not wait for another retailer's parcel")
    if (shipment?.parcelId !== undefined) found.push("a shipment has another retailer's parcel")
    if (distinctIds(answersTo(world, retailerId, shipmentId, "claimRefused")) !== 1)
      found.push("a retailer did not receive claimRefused under one id")
  }
  return found
}

function answersTo(world: World, retailerId: string, shipmentId: string, answer: string) {
  return received(world, retailerId, "ClaimAnswered").filter(
    ({ data }) => data["shipmentId"] === shipmentId && data["answer"] === answer,
  )
}

/** Written again, so that a wrong phase in the product is noticed. */
const phases: Readonly<Record<ParcelStatus, number>> = {
  "pre-transit": 0,
  "in-transit": 1,
  "out-for-delivery": 1,
  exception: 1,
  "available-for-pickup": 1,
  returned: 2,
  delivered: 2,
}

/** In the history of the table, no parcel goes back to an earlier status, and no delivery is lost. */
function noStatusGoesBackward(world: World): Violations {
  const found: Violations = []
  for (const { table, before, after } of world.changes) {
    if (table !== "TrackingRecords" || before === undefined) continue
    const [old, current] = [trackingRow.parse(rowOf(before)), after && trackingRow.parse(rowOf(after))]
    if (old.kind !== "parcel" || old.status === undefined) continue
    if (current?.kind !== "parcel" || current.status === undefined) {
      found.push("a parcel's status was lost")
      continue
    }
    const [from, to] = [phases[old.status], phases[current.status]]
    const isEarlier = to < from || (to === from && (current.statusAt ?? "") < (old.statusAt ?? ""))
    if (isEarlier) found.push(`a parcel went back from ${old.status} to ${current.status}`)
    if (old.deliveredAt !== undefined && current.deliveredAt === undefined) found.push("a delivery was lost")
  }
  return found
}

/** Raw values are in the ingress queues and their dead letters alone. */
function noRawValueEscapes(world: World, story: Story): Violations {
  const canaries = [...story.parcels, ...story.rivals].flatMap((parcel) => [
    ["an order reference", parcel.orderReference],
    ["a postal code", parcel.postalCode],
    ["a postal code", parcel.postalCode.replace(" ", "")],
    ["an address", parcel.addressLine],
    ["a signatory", parcel.signatory],
    ["a link token", parcel.linkToken],
  ])
  const places: [string, string][] = [
    ...allRows(world).map(({ table, row }): [string, string] => [`a row of ${table}`, searchable(row)]),
    ...world.exchange.accepted.map((event): [string, string] => [
      `an event ${event["detail-type"]}`,
      searchable(event),
    ]),
    ["a log or metric", world.telemetry.join("\n")],
  ]
  const found = new Set<string>()
  for (const [place, text] of places) {
    for (const [what, value] of canaries) {
      if (value !== undefined && text.includes(value)) found.add(`${what} is in ${place}`)
    }
    // Only the carrier receives a tracking number.
    const isForCarrier = place === "an event ShipmentCreated"
    if (!isForCarrier && story.parcels.some(({ trackingNumber }) => text.includes(trackingNumber))) {
      found.add(`a tracking number is in ${place}`)
    }
  }
  return [...found]
}

/** A bus can refuse single entries of a call. Each of them is accepted later, under the same id. */
function refusedEntriesAreSentAgain(world: World): Violations {
  return [world.ingress, world.exchange].flatMap(({ name, refused, accepted }) => {
    const ids = new Set(accepted.map(({ detail }) => envelope.parse(detail).metadata.id))
    const lost = refused.filter((detail) => !ids.has(envelope.parse(detail).metadata.id))
    return lost.length === 0 ? [] : [`${lost.length} entries that the ${name} bus refused were not sent again`]
  })
}

/** No carrier reads the id or the public name of a discreet retailer in an event or a mail. */
function noDiscreetRetailerIsNamed(world: World): Violations {
  const retailers = world.parties.all.flatMap((party) => (party.kind === "retailer" && party.discreet ? party : []))
  const carriers = world.parties.all.filter(({ kind }) => kind === "carrier")
  return carriers.flatMap(({ id }) => {
    const mails = world.mails.filter(({ partyId }) => partyId === id)
    const text = `${searchable(world.inboxes.get(id))}${searchable(mails)}`.toLowerCase()
    const named = retailers.some((one) => text.includes(one.id) || text.includes(one.alias.toLowerCase()))
    return named ? [`a discreet retailer was named to ${id}`] : []
  })
}

/** What a party wrote into the metadata of its events reaches no party, not even itself. */
function metadataComesBackToNobody(world: World, story: Story): Violations {
  return world.parties.all.flatMap(({ id }) => {
    const text = searchable(world.inboxes.get(id))
    const isRead = story.sent.some(({ event }) => text.includes(envelope.parse(event.detail).metadata.id))
    return isRead ? [`${id} received an id that a party gave its event`] : []
  })
}

/** Each party reads of its own rejected events alone. */
function rejectionsGoToTheSender(world: World, story: Story): Violations {
  return world.parties.all.flatMap(({ id }) => {
    const rejected = new Set(received(world, id, "EventRejected").map(({ data }) => data["eventBridgeId"]))
    const isOthers = story.sent.some(({ event, sender }) => sender !== id && rejected.has(event.id))
    return isOthers ? [`${id} received the rejection of another party's event`] : []
  })
}

/** A value as text, with its binary parts decoded, so that no encoding hides a raw value. */
function searchable(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner instanceof Uint8Array ? Buffer.from(inner).toString("latin1") : inner instanceof Set ? [...inner] : inner,
  )
}

/** The events of one type that a party received. */
export function received(
  world: World,
  partyId: string,
  detailType: string,
): { id: string; data: Record<string, unknown> }[] {
  return (world.inboxes.get(partyId) ?? [])
    .filter((event: BusEvent) => event["detail-type"] === detailType)
    .map((event) => {
      const { metadata, data } = envelope.parse(event.detail)
      return { id: metadata.id, data }
    })
}

export function distinctIds(events: readonly { id: string }[]): number {
  return new Set(events.map(({ id }) => id)).size
}

function ofKind<Kind extends TrackingRow["kind"]>(
  rows: readonly TrackingRow[],
  kind: Kind,
): Extract<TrackingRow, { kind: Kind }>[] {
  return rows.filter((row): row is Extract<TrackingRow, { kind: Kind }> => row.kind === kind)
}

/** Good neighbours of a poison message are recorded, and are no dead letters that somebody has to redrive. */
export function neighbourViolationsOf(world: World, story: Story): Violations {
  const poison = [...story.poison]
  const ids = story.sent.flatMap(({ event, fate }) => (fate === "deadLetter" ? [event.id] : []))
  const isPoison = (body: string) => poison.includes(body) || ids.some((id) => body.includes(id))
  return [...world.queues].flatMap(([name, { deadLetters }]) =>
    deadLetters.some(({ body }) => !isPoison(body)) ? [`a good event became a dead letter of ${name}`] : [],
  )
}
