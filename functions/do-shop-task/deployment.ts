import { shopTaskDue } from "../../shared/base/contracts/shop-task-due.ts"
import { declareFunction } from "../deployment.ts"
import { findPartiesWithSettings } from "../grants.ts"

export const deployment = declareFunction({
  context: "intake",
  partOf: ["vendors"],
  canWait: true,
  description: "Does for the shops of retailers what takes longer than they wait: links, erasures and notices",
  impact: "Links of parcels are not written into shops, or shipments that a shop has to have erased stay.",
  consumes: [shopTaskDue],
  // A shop allows few calls a second.
  queue: { maxConcurrency: 2 },
  includes: [findPartiesWithSettings],
  tables: { Settings: ["GetItem", "BatchGetItem"], ShopEntries: ["GetItem", "PutItem", "Query", "DeleteItem"] },
  indexes: { ShopEntries: ["byShop"] },
  uses: ["hash", "sealParties", "publish", "publishForParties", "mail", "linkRecipients"],
  // A batch has ten tasks, and Shopify may take 10 seconds for each of three calls.
  timeoutSeconds: 120,
  reaches: { files: 121, later: 2 },
})
