// Publishes a first shipment over HTTPS.
import { readFileSync } from "node:fs"
import { buildEvent, mintReference, overHttps, publish, readPrivateKey, tokenSource } from "@wayseal/client"
import { shipmentCreated } from "@wayseal/client/contracts"
import { setting } from "./wayseal-settings.mjs"

const key = await readPrivateKey(readFileSync(setting("WAYSEAL_KEY_FILE"), "utf8"), setting("WAYSEAL_KID"))
const token = tokenSource({ partyId: setting("WAYSEAL_PARTY"), audience: setting("WAYSEAL_AUDIENCE"), key })
const hub = overHttps({ apiUrl: setting("WAYSEAL_API_URL"), token })

const orderReference = `TEST-${mintReference()}`
const event = buildEvent(shipmentCreated, {
  shipmentId: `shp_${mintReference()}`,
  orderReference,
  carrierId: setting("WAYSEAL_CARRIER"),
  trackingNumber: mintReference({ prefix: "WSTESTDELIVERED" }),
  recipient: { postalCode: "M5V 3L9", country: "CA", addressLine: "1 Example Street" },
  createdAt: new Date().toISOString(),
})
// It throws, with what to do, unless the hub has every event.
const [result] = await publish(hub, [event])
console.log(`Order ${orderReference}: ${result.outcome} ${result.eventBridgeId}`)
