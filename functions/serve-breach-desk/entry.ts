import * as z from "zod"
import { deployedDesk, deskSettings } from "../../shared/breach-desk/deployed-desk.ts"
import { breachDeskRoutes } from "../../shared/breach-desk/views/desk-routes.ts"
import { dynamoRestrictions } from "../../shared/detection/restrictions/dynamo-restrictions.ts"
import { lawCatalogue } from "../../shared/law/catalogue.ts"
import { apiAudience, partyAuthenticator } from "../../shared/parties/authenticate-party.ts"
import { readParties } from "../../shared/parties/load-parties.ts"
import { systemClock } from "../../shared/platform/clock.ts"
import { powertoolsTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { dynamoClient } from "../../shared/platform/dynamo-table.ts"
import { readEnvironment } from "../../shared/platform/environment.ts"
import { functionSettings } from "../../shared/platform/function-settings.ts"
import { httpPipeline } from "../../shared/platform/http-pipeline.ts"

const settings = readEnvironment(functionSettings.extend({ ...deskSettings, RESTRICTIONS_TABLE: z.string() }))
const parties = readParties()
const desk = await deployedDesk(settings, { parties, laws: lawCatalogue })
const restrictions = dynamoRestrictions({ client: dynamoClient(), tableName: settings.RESTRICTIONS_TABLE })

export const handler = httpPipeline({
  routes: breachDeskRoutes({ ...desk, restrictions }),
  authenticate: partyAuthenticator({ parties, audience: apiAudience(settings.STAGE), clock: systemClock }),
  telemetry: powertoolsTelemetry(settings),
})
