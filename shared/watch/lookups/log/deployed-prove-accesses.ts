import type { KeyedHash } from "../../../base/keyed-hash/keyed-hash.ts"
import { isLeftOut } from "../../../base/platform/deployed-resources.ts"
import { deployedTable } from "../../../base/platform/deployed-table.ts"
import { dynamoDisclosureLog } from "./dynamo-disclosure-log.ts"
import { makeProveAccesses, type ProveAccesses } from "./prove-accesses.ts"

/** What proves lookups in this deployment. Undefined in a stage that makes no statements. */
export function deployedProveAccesses(hashes: Pick<KeyedHash, "lastingHash">): ProveAccesses | undefined {
  if (isLeftOut("proof")) return undefined
  return makeProveAccesses({ log: dynamoDisclosureLog(deployedTable("Statements")), hashes })
}
