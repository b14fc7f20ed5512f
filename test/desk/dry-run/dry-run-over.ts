import { dryRunCases } from "../../../shared/desk/dry-run/dry-run-cases.ts"
import { dryRunShipments } from "../../../shared/intake/tracking/dry-run/dry-run-shipments.ts"
import { dryRunDrills } from "../../../shared/parties/drills/dry-run-drills.ts"
import { makeDryRun } from "../../../shared/parties/reception/dry-run.ts"
import { dryRunReports } from "../../../shared/watch/lookups/recording/dry-run-reports.ts"
import { testKeyedHash } from "../../doubles/keyed-hash.ts"
import { memoryDrills } from "../../parties/memory-stores.ts"
import type { BreachWorld } from "../breach-world.ts"

type DryRunTools = Parameters<typeof dryRunShipments>[0] &
  Parameters<typeof dryRunCases>[0] &
  Parameters<typeof dryRunDrills>[0]

/** A dry run of all contexts, as it is deployed. */
export const dryRunOf = (tools: DryRunTools) =>
  makeDryRun([dryRunDrills(tools), dryRunShipments(tools), dryRunReports(tools), dryRunCases(tools)], tools.clock)

/** A dry run over the cases of a world. It knows no parcels. */
export const dryRunOver = (world: BreachWorld, drills = memoryDrills()) =>
  dryRunOf({
    trackingRows: { get: async () => [] },
    recordFinder: world.records,
    cases: world.cases,
    restrictions: world.restrictions,
    erasures: world.records.erasures,
    drills,
    sealer: world.sealer,
    hashes: testKeyedHash(),
    parties: world.directory,
    laws: world.desk.laws,
    clock: world.clock,
    randomId: world.desk.randomId,
  })
