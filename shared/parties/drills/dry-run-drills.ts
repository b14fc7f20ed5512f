import { drillAcknowledged } from "../../base/contracts/alert-drills.ts"
import { type DryHandlers, dryHandler } from "../reception/dry-run.ts"
import type { Drills } from "./drill.ts"
import { makeAcknowledgeDrill } from "./run-drills.ts"

/** What would become of acknowledgements of drills. None is noted. */
export function dryRunDrills({ drills }: { drills: Pick<Drills, "get"> }): DryHandlers {
  const acknowledge = makeAcknowledgeDrill({ drills: readOnlyDrills(drills) })
  return () => [dryHandler([drillAcknowledged], acknowledge)]
}

function readOnlyDrills(drills: Pick<Drills, "get">): Pick<Drills, "acknowledge"> {
  return {
    async acknowledge(drillId, partyId) {
      const row = await drills.get(drillId, partyId)
      if (row === undefined) return "unknown"
      return row.acknowledgedAt === undefined ? "acknowledged" : "repeated"
    },
  }
}
