import { type DryRunTools, makeDryRun } from "../../shared/dry-run/dry-run-events.ts"
import type { BreachWorld } from "../desk/breach-world.ts"
import { testKeyedHash } from "../doubles/keyed-hash.ts"
import { memoryDrills } from "../parties/memory-stores.ts"

/** A dry run over the cases of a world. It knows no parcels. */
export const dryRunOver = (world: BreachWorld, drills = memoryDrills(), changes: Partial<DryRunTools> = {}) =>
  makeDryRun({
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
    ...changes,
  })
