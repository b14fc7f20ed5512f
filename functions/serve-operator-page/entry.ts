import { deployedOperations } from "../../shared/operations/deployed-operations.ts"
import { operatorRoutes, refusedOperatorPage } from "../../shared/operations/operator-routes.ts"
import { deployedClientAddress } from "../../shared/platform/deployed-client-address.ts"
import { deployedTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { httpPipeline } from "../../shared/platform/http-pipeline.ts"

const telemetry = deployedTelemetry()

export const handler = httpPipeline({
  routes: operatorRoutes(await deployedOperations(telemetry)),
  answerRefusal: refusedOperatorPage,
  clientAddress: deployedClientAddress(),
  telemetry,
})
