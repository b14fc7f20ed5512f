import { shipmentCreated } from "../../../shared/base/contracts/shipment-created.ts"
import { count } from "../../../shared/base/platform/bilingual.ts"
import { formatOrderReference } from "../../../shared/intake/tracking/order-reference.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { eventSource } from "../../../shared/parties/party-directory.ts"
import { enterStep, type StoryContext } from "../example-2018/chronicle.ts"
import type { PartyDesk } from "../example-2018/desk-client.ts"
import type { Participant } from "../example-2018/participants.ts"
import { waitUntil } from "../replay/concurrency.ts"
import type { ReplayOptions } from "../replay/context.ts"
import { publishAll, whenQueuesAreEmpty } from "../replay/publish.ts"

/** What the story is played with. The shipper that notifies by itself comes first among the shippers. */
export type Story = Pick<StoryContext, "steps" | "onLine"> &
  Pick<ReplayOptions, "exchange" | "sign"> & { readonly carrier: Party; readonly shippers: readonly Party[] }

/** So many parcels of each shipper are reported at first, and in all. */
export const [parcelsAtFirst, parcelsInAll] = [4, 5]
/** The supplier's own name is the carrier's to tell. */
const toolOfSupplier = (carrierId: string): string => `observed:${carrierId}--edi-`

/** An ISO instant so many hours before now. */
export const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString()

/** The number of a parcel: each shipper in turn hands over one. */
export const numberOf = (place: number): string => `NP${String(4_021_880_000 + place).padStart(10, "0")}CA`

/** The shippers publish their parcels of the days before. */
export async function publishParcels(story: Story): Promise<void> {
  const { exchange, carrier, shippers } = story
  const createdAt = hoursAgo(72)
  const entries = shippers.flatMap((shipper, index) =>
    Array.from({ length: parcelsInAll }, (_, nth) => {
      const place = nth * shippers.length + index + 1
      const shipmentId = `shp_2021E${String(place).padStart(4, "0")}`
      return shipmentCreated.entry({
        source: eventSource(shipper),
        busName: exchange.ingressBusName,
        data: {
          shipmentId,
          orderReference: referenceOf(shipper, place),
          carrierId: carrier.id,
          trackingNumber: numberOf(place),
          recipient: {
            postalCode: nth % 2 === 0 ? "H2X 1Y4" : "M5V 3L9",
            country: "CA",
            addressLine: `${place} Main St`,
          },
          createdAt,
        },
        metadata: { id: `c-${shipmentId}`, occurredAt: createdAt, correlationId: `s-${shipmentId}` },
      })
    }),
  )
  await publishAll(exchange, entries)
  await whenQueuesAreEmpty(exchange)
  const what = `ship ${count(entries.length, "en")} parcels with ${carrier.alias}, ${parcelsInAll} each`
  enterStep(story, { alias: `${shippers.length} shippers` }, what, createdAt)
}

const referenceOf = (shipper: Party, place: number): string =>
  shipper.kind === "retailer" && shipper.referenceFormat !== undefined
    ? formatOrderReference(place, shipper.referenceFormat)
    : `ORDER-${place}`

/**
 * The supplier tells the carrier, which reports the parcels of its manifests.
 *
 * @returns the carrier's alias of the case
 */
export async function reportManifests(
  story: Story,
  desk: PartyDesk,
  [first, last]: readonly [number, number],
): Promise<string> {
  const { caseAlias } = await desk.open({
    finder: "staff",
    tool: toolOfSupplier(desk.party.id),
    receivedAt: hoursAgo(1),
    evidence: {
      kind: "referenceRange",
      firstReference: numberOf(first),
      lastReference: numberOf(last),
      since: hoursAgo(48),
      until: hoursAgo(2),
      fields: ["address"],
    },
  })
  await until("the hub to count each parcel", async () => {
    const { counts } = await desk.view(caseAlias)
    return (counts.possibleShipments ?? 0) >= last
  })
  enterStep(story, desk.party, `reports the parcels of its manifests: ${count(last, "en")} possibly exposed in all`)
  return caseAlias
}

/** Waits until something is so. */
export const until = (what: string, isSo: () => Promise<boolean>): Promise<true> =>
  waitUntil(what, async () => ((await isSo()) ? true : undefined), { everyMilliseconds: 1000 })

/** The supplier's log shows that one file was copied: the manifest of the first shipper. */
export async function importLog(story: Story, { desk, alias }: Participant, shippers: number): Promise<void> {
  const accesses = Array.from({ length: parcelsInAll }, (_, nth) => ({
    accessId: `acc_2021E${nth}`,
    at: hoursAgo(3),
    reference: numberOf(nth * shippers + 1),
    accessor: "malware",
    fields: ["address" as const],
  }))
  await desk.importAccesses(alias, { accesses })
  enterStep(
    story,
    desk.party,
    `adds the supplier’s log: the manifest of one shipper was copied, ${parcelsInAll} parcels exposed`,
  )
}
