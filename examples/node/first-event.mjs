// Publishes a first shipment over HTTPS.
import { readFileSync } from "node:fs"
import { buildEvent, mintReference, overHttps, publish, readPrivateKey, tokenSource } from "@wayseal/client"
import { shipmentCreated } from "@wayseal/client/contracts"

const { WAYSEAL_API_URL, WAYSEAL_AUDIENCE, WAYSEAL_CARRIER, WAYSEAL_KEY_FILE, WAYSEAL_KID, WAYSEAL_PARTY } = process.env
const key = await readPrivateKey(readFileSync(WAYSEAL_KEY_FILE, "utf8"), WAYSEAL_KID)
const token = tokenSource({ partyId: WAYSEAL_PARTY, audience: WAYSEAL_AUDIENCE, key })

const orderReference = `TEST-${mintReference()}`
const event = buildEvent(shipmentCreated, {
  shipmentId: `shp_${mintReference()}`,
  orderReference,
  carrierId: WAYSEAL_CARRIER,
  trackingNumber: mintReference({ prefix: "WSTESTDELIVERED" }),
  recipient: { postalCode: "M5V 3L9", country: "CA", addressLine: "1 Example Street" },
  createdAt: new Date().toISOString(),
})
// It throws, with what to do, unless the hub has every event.
const [result] = await publish(overHttps({ apiUrl: WAYSEAL_API_URL, token }), [event])
console.log(`Order ${orderReference}: ${result.outcome} ${result.eventBridgeId}`)
