import type { ProducerDataOf } from "../../../shared/base/contracts/define-event.ts"
import type { shipmentCreated } from "../../../shared/base/contracts/shipment-created.ts"
import { type TestBehaviour, testPrefixes } from "../../../shared/base/contracts/test-references.ts"
import { mintLinkToken } from "../../link-tokens/mint-link-token.ts"
import { mintReference } from "../../references/mint-reference.ts"

/** A shipment that nobody ordered, with what its recipient would know. */
export type TestShipment = {
  readonly data: ProducerDataOf<typeof shipmentCreated>
  /** What the retailer would mail to the recipient. */
  readonly linkToken: string
}

/**
 * Makes a shipment with random ids and the data of an example.
 *
 * @param options.behaviour what the hub plays, in a stage that is no production. None: it plays nothing
 */
export function testShipment(options: {
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
