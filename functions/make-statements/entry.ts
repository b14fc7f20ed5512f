import { deployedTelemetry } from "../../shared/base/platform/deployed-telemetry.ts"
import { lambdaHandler } from "../../shared/base/platform/lambda.ts"
import { deployedPublisher } from "../../shared/parties/channels/deployed-publisher.ts"
import { deployedCurrentParties } from "../../shared/parties/deployed-parties.ts"
import { deployedStatementTools } from "../../shared/proof/statements/deployed-statements.ts"
import { makeStatements } from "../../shared/proof/statements/make-statements.ts"

const telemetry = deployedTelemetry()
const makeAll = makeStatements({
  ...(await deployedStatementTools()),
  parties: await deployedCurrentParties(),
  publisher: deployedPublisher(),
  telemetry,
})

export const handler = lambdaHandler(telemetry, async () => ({ made: await makeAll() }))
