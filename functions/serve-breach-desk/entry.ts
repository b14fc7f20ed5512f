import { deployedReportDesk } from "../../shared/breach-desk/deployed-desk.ts"
import { breachDeskRoutes } from "../../shared/breach-desk/views/desk-routes.ts"
import { dynamoRestrictions } from "../../shared/detection/restrictions/dynamo-restrictions.ts"
import { deployedAuthenticator } from "../../shared/parties/deployed-authenticator.ts"
import { deployedParties } from "../../shared/parties/deployed-parties.ts"
import { deployedTable } from "../../shared/platform/deployed-table.ts"
import { deployedTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { httpPipeline } from "../../shared/platform/http-pipeline.ts"

const parties = deployedParties()
const desk = await deployedReportDesk(parties)

export const handler = httpPipeline({
  routes: breachDeskRoutes({ ...desk, restrictions: dynamoRestrictions(deployedTable("Restrictions")) }),
  authenticate: deployedAuthenticator(parties),
  telemetry: deployedTelemetry(),
})
