import { deployedErasing } from "../../shared/erasures/deployed-erasing.ts"
import { sweepErasures } from "../../shared/erasures/erase-shipment.ts"
import { deployedParties } from "../../shared/parties/deployed-parties.ts"
import { deployedTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { lambdaHandler } from "../../shared/platform/lambda.ts"

const telemetry = deployedTelemetry()
const tools = await deployedErasing(deployedParties())

export const handler = lambdaHandler(telemetry, async () => {
  const swept = await sweepErasures(tools)
  telemetry.count("ErasureSwept", swept)
  return { swept }
})
