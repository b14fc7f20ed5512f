import { ownString } from "../../shared/contracts/bounded-string.ts"
import { deployedClientAddress } from "../../shared/platform/deployed-client-address.ts"
import { deployedTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { readEnvironment } from "../../shared/platform/environment.ts"
import { functionSettings } from "../../shared/platform/function-settings.ts"
import { httpPipeline } from "../../shared/platform/http-pipeline.ts"
import { apiRoutesVariable } from "../../shared/platform/resource-variables.ts"
import { otherPathsRoutes } from "../../shared/problems/other-paths-routes.ts"

const settings = readEnvironment(functionSettings.extend({ [apiRoutesVariable]: ownString().min(1) }))

export const handler = httpPipeline({
  routes: otherPathsRoutes(),
  routesElsewhere: settings[apiRoutesVariable].split(","),
  clientAddress: deployedClientAddress(),
  telemetry: deployedTelemetry(),
})
