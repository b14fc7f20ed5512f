import { ownString } from "../../shared/base/contracts/bounded-string.ts"
import { deployedClientAddress } from "../../shared/base/platform/deployed-client-address.ts"
import { deployedTelemetry } from "../../shared/base/platform/deployed-telemetry.ts"
import { readEnvironment } from "../../shared/base/platform/environment.ts"
import { functionSettings } from "../../shared/base/platform/function-settings.ts"
import { httpPipeline } from "../../shared/base/platform/http-pipeline.ts"
import { apiRoutesVariable } from "../../shared/base/platform/resource-variables.ts"
import { otherPathsRoutes } from "../../shared/pages/problems/other-paths-routes.ts"

const settings = readEnvironment(functionSettings.extend({ [apiRoutesVariable]: ownString().min(1) }))

export const handler = httpPipeline({
  routes: otherPathsRoutes(),
  routesElsewhere: settings[apiRoutesVariable].split(","),
  clientAddress: deployedClientAddress(),
  telemetry: deployedTelemetry(),
})
