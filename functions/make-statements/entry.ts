import { deployedPublisher } from "../../shared/parties/channels/deployed-publisher.ts"
import { deployedCurrentParties } from "../../shared/parties/deployed-parties.ts"
import { deployedTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { lambdaHandler } from "../../shared/platform/lambda.ts"
import { deployedStatementTools } from "../../shared/statements/deployed-statements.ts"
import { makeStatements } from "../../shared/statements/make-statements.ts"

const telemetry = deployedTelemetry()
const makeAll = makeStatements({
  ...(await deployedStatementTools()),
  parties: await deployedCurrentParties(),
  publisher: deployedPublisher(),
  telemetry,
})

export const handler = lambdaHandler(telemetry, async () => ({ made: await makeAll() }))
