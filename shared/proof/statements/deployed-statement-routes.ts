import { deployedKeyedHash } from "../../base/keyed-hash/deployed-keyed-hash.ts"
import { deployedTable } from "../../base/platform/deployed-table.ts"
import type { Route } from "../../parties/party-route.ts"
import { dynamoDisclosureLog } from "../../watch/lookups/log/dynamo-disclosure-log.ts"
import { dynamoStatements } from "./dynamo-statements.ts"
import { statementRoutes } from "./statement-routes.ts"

export async function deployedStatementRoutes(): Promise<Route[]> {
  const table = deployedTable("Statements")
  const hashes = await deployedKeyedHash()
  return statementRoutes({ statements: dynamoStatements(table), log: dynamoDisclosureLog(table), hashes })
}
