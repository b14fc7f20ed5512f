import { deployedClientAddress } from "../../shared/base/platform/deployed-client-address.ts"
import { deployedTelemetry } from "../../shared/base/platform/deployed-telemetry.ts"
import { httpPipeline } from "../../shared/base/platform/http-pipeline.ts"
import { deployedSignIn } from "../../shared/pages/sign-in/deployed-sign-in.ts"
import { sessionRoutes } from "../../shared/pages/sign-in/session-routes.ts"
import { refusedSignIn, signInRoutes } from "../../shared/pages/sign-in/sign-in-routes.ts"
import { deployedAuthenticator } from "../../shared/parties/deployed-authenticator.ts"
import { deployedParties } from "../../shared/parties/deployed-parties.ts"

const parties = deployedParties()
const telemetry = deployedTelemetry()
const tools = await deployedSignIn(parties, telemetry)

export const handler = httpPipeline({
  routes: [...signInRoutes(tools), ...sessionRoutes(tools)],
  authenticate: deployedAuthenticator(parties),
  answerRefusal: refusedSignIn,
  clientAddress: deployedClientAddress(),
  telemetry,
})
