import { declareFunction } from "../deployment.ts"
import { findParties } from "../grants.ts"

export const deployment = declareFunction({
  context: "intake",
  partOf: ["vendors"],
  description: "Accepts what vendors of parties send over HTTPS, and puts it on the ingress bus as events of the party",
  impact: "What a shop or a tracking service of a party says does not arrive. Vendors send it again for some hours.",
  http: {
    routes: ["POST /v1/vendors/{vendor}/{partyId}", "POST /v1/vendors/{vendor}/{partyId}/{secret}"],
    throttle: "events",
  },
  includes: [findParties],
  tables: { Settings: ["GetItem"], ShopEntries: ["BatchWriteItem", "Query"] },
  // What a shop asks for beside events is left to the hub, sealed.
  uses: ["publishForParties", "publish", "sealParties", "hash", "linkRecipients"],
  // Vendors wait for five seconds at least, so more CPU shortens a cold start.
  memoryMegabytes: 1024,
  alarms: {
    VendorPayloadUnreadable:
      "A vendor sent a payload that its adapter cannot read. What it says is lost, unless the vendor is asked to send it again.",
  },
  reaches: { files: 109, later: 2 },
})
