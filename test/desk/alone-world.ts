import { makeWatchDuties } from "../../shared/desk/watch-duties.ts"
import { orderReferenceKeys } from "../../shared/intake/tracking/record-proofs.ts"
import { swiftpost, thatNames } from "../parties/named-counterparties.ts"
import { aliasIn, type BreachWorld, breachParties, breachWorld, soleCase } from "./breach-world.ts"
import { caller } from "./desk-caller.ts"

/** The id of the carrier that Leafline named. */
export const swift = "leafline--swiftpost"
export const toolOfSwift = `observed:${swift}`

const naming = thatNames({ leafline: [swiftpost], maplebooks: [swiftpost] })

/** Leafline numbers its orders. It and Maple Books named the same firm, each for itself. */
export const partiesAlone = breachParties
  .map(naming)
  .map((party) =>
    party.kind === "retailer" && party.id === "leafline"
      ? { ...party, referenceFormat: { prefix: "LL-", digits: 7, checkDigit: "none" as const } }
      : party,
  )

/** The order reference of a number. */
export const referenceOf = (number: number): string => `LL-${String(number).padStart(7, "0")}`

/** What somebody saw in Swiftpost's tool, as Leafline reports it. */
export const rangeOf = (first: number, last: number, more: object = {}) => ({
  kind: "referenceRange",
  firstReference: referenceOf(first),
  lastReference: referenceOf(last),
  since: "2026-10-31T00:00:00.000Z",
  until: "2026-11-01T00:00:00.000Z",
  fields: ["postal-code", "signatory-name-or-initials"],
  ...more,
})

/** Leafline ships an order of that number. */
export async function shipFrom(
  { directory, hashes, records }: BreachWorld,
  number: number,
  { carrierId = swift, at = "2026-10-30T10:00:00.000Z" } = {},
): Promise<void> {
  const retailer = directory.named("leafline")
  if (retailer?.kind !== "retailer") throw new Error("no such retailer")
  const shipmentId = `s${number}`
  const [orderReferenceKey = ""] = orderReferenceKeys(hashes, retailer, referenceOf(number))
  await records.recordCreation({
    shipment: {
      key: { recordId: `SHIPMENT#leafline#${shipmentId}`, retailerId: "leafline", shipmentId },
      creation: { createdAt: at, contentKey: `content-${number}`, carrierId },
      orderReferenceKey,
    },
    occurredAt: at,
    eventKey: `created-${number}`,
    orderReference: referenceOf(number),
    repeats: () => true,
  })
}

/** Two retailers that each named a carrier which takes no part. Leafline ships with it. */
export async function aloneWorld(shipments = 3) {
  const world = breachWorld({ parties: partiesAlone })
  const call = caller(world)
  const watch = makeWatchDuties(world.desk)
  const ship = (number: number, of: Parameters<typeof shipFrom>[2] = {}) => shipFrom(world, number, of)
  for (let number = 1; number <= shipments; number++) await ship(number)
  const alias = () => aliasIn(world, soleCase(world), "leafline")
  return {
    world,
    call,
    ship,
    alias,
    /** A party reports what a finder told it. */
    report: (evidence: object, { party = "leafline", tool = toolOfSwift } = {}) =>
      call(party, "POST", "/v1/cases", {
        finder: "finder",
        tool,
        receivedAt: "2026-11-01T14:00:00.000Z",
        evidence,
      }),
    view: async () => (await call("leafline", "GET", `/v1/cases/${alias()}`)).json,
    post: (path: string, body: unknown) => call("leafline", "POST", `/v1/cases/${alias()}${path}`, body),
    /** Lets hours pass, and the clock do what is due. */
    async pass(hours: number) {
      world.passSeconds(hours * 3_600)
      await watch()
      await world.settle()
    },
  }
}
