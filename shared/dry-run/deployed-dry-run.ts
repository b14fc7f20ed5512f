import { dynamoBreachCases } from "../breach-desk/cases/dynamo-breach-cases.ts"
import { dynamoRestrictions } from "../detection/restrictions/dynamo-restrictions.ts"
import { lawCatalogue } from "../law/catalogue.ts"
import { dynamoDrills } from "../parties/drills/dynamo-drills.ts"
import type { DryRun } from "../parties/intake/validate-events.ts"
import type { PartyDirectory } from "../parties/party-directory.ts"
import { systemClock } from "../platform/clock.ts"
import { deployedSealer } from "../platform/deployed-sealing.ts"
import { deployedTable } from "../platform/deployed-table.ts"
import { randomId } from "../platform/random-id.ts"
import { deployedErasures, deployedKeyedHash, deployedRecordFinder } from "../tracking/deployed-tracking.ts"
import { dynamoTrackingRows } from "../tracking/dynamo-tracking-records.ts"
import { makeDryRun } from "./dry-run-events.ts"

/** The dry run over the tables of this deployment. */
export async function deployedDryRun(parties: PartyDirectory): Promise<DryRun> {
  const hashes = await deployedKeyedHash()
  return makeDryRun({
    trackingRows: dynamoTrackingRows(deployedTable("TrackingRecords")),
    recordFinder: deployedRecordFinder(hashes),
    cases: dynamoBreachCases(deployedTable("BreachCases")),
    restrictions: dynamoRestrictions(deployedTable("Restrictions")),
    erasures: deployedErasures(),
    drills: dynamoDrills(deployedTable("Drills")),
    sealer: deployedSealer(),
    hashes,
    parties,
    laws: lawCatalogue,
    clock: systemClock,
    randomId,
  })
}
