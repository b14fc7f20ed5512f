import { deployedTelemetry } from "../../shared/base/platform/deployed-telemetry.ts"
import { lambdaHandler } from "../../shared/base/platform/lambda.ts"
import { deployedTriggers } from "../../shared/pages/operator/deployed-triggers.ts"

const telemetry = deployedTelemetry()
const lookAtTriggers = deployedTriggers()

export const handler = lambdaHandler(telemetry, async () => {
  const { on, off, givenUp } = await lookAtTriggers()
  // Zeros are sent too: an alarm takes their absence for a fault.
  telemetry.count("TriggersOff", off)
  telemetry.count("StreamGaveUp", givenUp)
  telemetry.info("Triggers looked at", { outcomes: `on ${on}, off ${off}, givenUp ${givenUp}` })
})
