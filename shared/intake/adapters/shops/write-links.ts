import * as z from "zod"
import { boundedString } from "../../../base/contracts/bounded-string.ts"
import { askShop, type PostToShop, ShopRefused } from "./admin-api.ts"

const readTracking = `query TrackingOf($id: ID!) {
  fulfillment(id: $id) { trackingInfo { company number url } }
}`

const tracking = z.object({
  fulfillment: z
    .object({
      trackingInfo: z.array(
        z.object({
          company: boundedString(1_000).nullable(),
          number: boundedString(1_000).nullable(),
          url: boundedString(1_000).nullable(),
        }),
      ),
    })
    .nullable(),
})

const writeTracking = `mutation WriteLinks($id: ID!, $tracking: FulfillmentTrackingInput!, $notifyCustomer: Boolean) {
  fulfillmentTrackingInfoUpdate(fulfillmentId: $id, trackingInfoInput: $tracking, notifyCustomer: $notifyCustomer) {
    userErrors { field }
  }
}`

const written = z.object({ fulfillmentTrackingInfoUpdate: z.object({ userErrors: z.array(z.unknown()) }) })

/** What the links of a fulfilment are written with. */
export type LinkWriting = {
  readonly shop: string
  readonly token: string
  readonly fulfilmentId: string
  /** The link of the parcel at a place of the fulfilment's list. */
  readonly linkAt: (place: number) => string
  /** Whether the hub records parcels of a tracking company. It writes no link to what it does not. */
  readonly records: (company: string) => boolean
  /** Absent: as Shopify does without the argument, which mails nobody. */
  readonly notifiesCustomers: boolean | undefined
}

/**
 * Writes the link of each parcel into a fulfilment. Company and numbers stay what Shopify has: they are read first,
 * because what an update leaves out is lost. Links that stand there already are not written again, so that the message
 * that follows from the update leads to no other.
 *
 * @returns `unchanged`: nothing is to be written, or the fulfilment is gone
 * @throws ShopUnavailable
 * @throws ShopRefused
 */
export async function writeLinks(post: PostToShop, writing: LinkWriting): Promise<"written" | "unchanged"> {
  const { shop, token, linkAt, records, notifiesCustomers } = writing
  const id = `gid://shopify/Fulfillment/${writing.fulfilmentId}`
  const asked = { shop, token, query: readTracking, variables: { id }, schema: tracking }
  const parcels = (await askShop(post, asked)).fulfillment?.trackingInfo ?? []
  const numbers = parcels.flatMap(({ number }) => number ?? [])
  if (!records(parcels[0]?.company ?? "")) return "unchanged"
  // A link without a number is refused.
  if (numbers.length === 0 || numbers.length < parcels.length) return "unchanged"
  const links = parcels.map((_, place) => linkAt(place))
  if (parcels.every(({ url }, place) => url === links[place])) return "unchanged"
  const company = parcels[0]?.company ?? undefined
  const places = numbers.length === 1 ? { number: numbers[0], url: links[0] } : { numbers, urls: links }
  const variables = { id, tracking: { company, ...places }, notifyCustomer: notifiesCustomers }
  const answer = await askShop(post, { shop, token, query: writeTracking, variables, schema: written })
  if (answer.fulfillmentTrackingInfoUpdate.userErrors.length > 0) throw new ShopRefused(200)
  return "written"
}
