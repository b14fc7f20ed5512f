import { deployedClientAddress } from "../../shared/base/platform/deployed-client-address.ts"
import { deployedTelemetry } from "../../shared/base/platform/deployed-telemetry.ts"
import { httpPipeline } from "../../shared/base/platform/http-pipeline.ts"
import { deployedOperations } from "../../shared/pages/operator/deployed-operations.ts"
import { operatorRoutes, refusedOperatorPage } from "../../shared/pages/operator/operator-routes.ts"

const telemetry = deployedTelemetry()

export const handler = httpPipeline({
  routes: operatorRoutes(await deployedOperations(telemetry)),
  answerRefusal: refusedOperatorPage,
  clientAddress: deployedClientAddress(),
  telemetry,
})
