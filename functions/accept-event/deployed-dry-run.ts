import { deployedKeyedHash } from "../../shared/base/keyed-hash/deployed-keyed-hash.ts"
import type { KeyedHash } from "../../shared/base/keyed-hash/keyed-hash.ts"
import { systemClock } from "../../shared/base/platform/clock.ts"
import { isLeftOut } from "../../shared/base/platform/deployed-resources.ts"
import { deployedSealer } from "../../shared/base/platform/deployed-sealing.ts"
import { deployedTable } from "../../shared/base/platform/deployed-table.ts"
import { randomId } from "../../shared/base/platform/random-id.ts"
import { dynamoBreachCases } from "../../shared/desk/cases/dynamo-breach-cases.ts"
import { dryRunCases, dryRunWithoutDesk } from "../../shared/desk/dry-run/dry-run-cases.ts"
import { lawCatalogue } from "../../shared/desk/law/catalogue.ts"
import { deployedErasures, deployedRecordFinder } from "../../shared/intake/tracking/deployed-tracking.ts"
import { dryRunShipments } from "../../shared/intake/tracking/dry-run/dry-run-shipments.ts"
import { dynamoTrackingRows } from "../../shared/intake/tracking/dynamo-tracking-records.ts"
import { dryRunDrills } from "../../shared/parties/drills/dry-run-drills.ts"
import { dynamoDrills } from "../../shared/parties/drills/dynamo-drills.ts"
import type { PartyDirectory } from "../../shared/parties/party-directory.ts"
import { type DryHandlers, makeDryRun } from "../../shared/parties/reception/dry-run.ts"
import type { DryRun } from "../../shared/parties/reception/validate-events.ts"
import { dynamoRestrictions } from "../../shared/watch/detection/restrictions/dynamo-restrictions.ts"
import { dryRunReports } from "../../shared/watch/lookups/recording/dry-run-reports.ts"

/** What each context would do with an event, over the tables of this deployment. */
export async function deployedDryRun(parties: PartyDirectory): Promise<DryRun> {
  const hashes = await deployedKeyedHash()
  const clock = systemClock
  const shipments = dryRunShipments({
    trackingRows: dynamoTrackingRows(deployedTable("TrackingRecords")),
    erasures: deployedErasures(),
    sealer: deployedSealer(),
    hashes,
    parties,
    clock,
  })
  const drills = dryRunDrills({ drills: dynamoDrills(deployedTable("Drills")) })
  return makeDryRun([drills, shipments, dryRunReports({ parties, hashes }), deployedDesk(parties, hashes)], clock)
}

function deployedDesk(parties: PartyDirectory, hashes: KeyedHash): DryHandlers {
  if (isLeftOut("desk")) return dryRunWithoutDesk
  return dryRunCases({
    cases: dynamoBreachCases(deployedTable("BreachCases")),
    restrictions: dynamoRestrictions(deployedTable("Restrictions")),
    recordFinder: deployedRecordFinder(hashes),
    laws: lawCatalogue,
    hashes,
    parties,
    clock: systemClock,
    randomId,
  })
}
