import { deployedKeyedHash } from "../base/keyed-hash/deployed-keyed-hash.ts"
import { systemClock } from "../base/platform/clock.ts"
import { isLeftOut } from "../base/platform/deployed-resources.ts"
import { deployedSealer } from "../base/platform/deployed-sealing.ts"
import { deployedTable } from "../base/platform/deployed-table.ts"
import { randomId } from "../base/platform/random-id.ts"
import { dynamoBreachCases } from "../desk/cases/dynamo-breach-cases.ts"
import { lawCatalogue } from "../desk/law/catalogue.ts"
import { deployedErasures, deployedRecordFinder } from "../intake/tracking/deployed-tracking.ts"
import { dynamoTrackingRows } from "../intake/tracking/dynamo-tracking-records.ts"
import { dynamoDrills } from "../parties/drills/dynamo-drills.ts"
import type { PartyDirectory } from "../parties/party-directory.ts"
import type { DryRun } from "../parties/reception/validate-events.ts"
import { dynamoRestrictions } from "../watch/detection/restrictions/dynamo-restrictions.ts"
import { makeDryRun } from "./dry-run-events.ts"

/** The dry run over the tables of this deployment. */
export async function deployedDryRun(parties: PartyDirectory): Promise<DryRun> {
  const hashes = await deployedKeyedHash()
  return makeDryRun({
    trackingRows: dynamoTrackingRows(deployedTable("TrackingRecords")),
    recordFinder: deployedRecordFinder(hashes),
    cases: isLeftOut("desk") ? undefined : dynamoBreachCases(deployedTable("BreachCases")),
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
