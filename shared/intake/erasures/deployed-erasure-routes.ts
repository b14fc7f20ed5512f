import * as z from "zod"
import { deployedKeyedHash } from "../../base/keyed-hash/deployed-keyed-hash.ts"
import { readEnvironment } from "../../base/platform/environment.ts"
import { retentionVariables } from "../../base/platform/resource-variables.ts"
import type { Route } from "../../parties/party-route.ts"
import { deployedErasures } from "../tracking/deployed-tracking.ts"
import { erasureRoutes } from "./erasure-routes.ts"

const settings = z.object({
  [retentionVariables.archiveDays]: z.coerce.number().int().positive(),
  [retentionVariables.backupYears]: z.coerce.number().int().positive().optional(),
})

/** The routes of receipts. */
export async function deployedErasureRoutes(): Promise<Route[]> {
  const { ARCHIVE_DAYS: archiveDays, BACKUP_YEARS: backupYears } = readEnvironment(settings)
  return erasureRoutes({
    erasures: deployedErasures(),
    keyedHash: await deployedKeyedHash(),
    retention: { archiveDays, backupYears },
  })
}
