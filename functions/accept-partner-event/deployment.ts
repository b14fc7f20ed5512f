import { declareFunction } from "../deployment.ts"
import { findParties } from "../grants.ts"

export const deployment = declareFunction({
  context: "intake",
  partOf: ["partnerBuses"],
  description:
    "Takes what vendors send through partner event buses, and puts it on the ingress bus as events of the party",
  impact: "What a shop says of its shipments does not arrive.",
  consumes: "partnerEvents",
  includes: [findParties],
  tables: { Settings: ["GetItem"], ShopEntries: ["BatchWriteItem", "Query"] },
  uses: ["publishForParties", "publish", "sealParties", "hash", "linkRecipients"],
  reaches: { files: 114, later: 2 },
})
