import { systemClock } from "../../platform/clock.ts"
import { deployedTable } from "../../platform/deployed-table.ts"
import type { Telemetry } from "../../platform/telemetry.ts"
import { bundledParties } from "../bundled-parties.ts"
import { type CurrentParties, currentParties } from "./current-parties.ts"
import { dynamoSettings } from "./dynamo-settings.ts"

/** The parties of this deployment with the settings that they changed. For a function that may read `Settings`. */
export function deployedCurrentParties(telemetry: Telemetry): Promise<CurrentParties> {
  return currentParties({
    deployed: bundledParties(),
    settings: dynamoSettings(deployedTable("Settings")),
    clock: systemClock,
    telemetry,
  })
}
