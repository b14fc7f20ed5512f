import { deployedAuthenticator } from "../../shared/parties/deployed-authenticator.ts"
import { deployedParties } from "../../shared/parties/deployed-parties.ts"
import { deployedClientAddress } from "../../shared/platform/deployed-client-address.ts"
import { deployedTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { httpPipeline } from "../../shared/platform/http-pipeline.ts"
import { deployedSignIn } from "../../shared/sign-in/deployed-sign-in.ts"
import { sessionRoutes } from "../../shared/sign-in/session-routes.ts"
import { refusedSignIn, signInRoutes } from "../../shared/sign-in/sign-in-routes.ts"

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
