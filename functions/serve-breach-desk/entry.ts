import * as z from "zod"
import { lawCatalogue } from "../../shared/law/catalogue.ts"
import { apiAudience, partyAuthenticator } from "../../shared/runtime/authenticate-party.ts"
import { systemClock } from "../../shared/runtime/clock.ts"
import { readEnvironment } from "../../shared/runtime/environment.ts"
import { httpPipeline } from "../../shared/runtime/http-pipeline.ts"
import { readParties } from "../../shared/runtime/parties.ts"
import { functionSettings } from "../../shared/runtime/settings.ts"
import { powertoolsTelemetry } from "../../shared/runtime/telemetry.ts"
import { deployedDesk, deskSettings } from "../../shared/storage/breach-cases-deployed.ts"
import { dynamoRestrictions } from "../../shared/storage/restrictions.ts"
import { dynamoClient } from "../../shared/storage/table.ts"
import { breachDeskRoutes } from "./serve-breach-desk.ts"

const settings = readEnvironment(functionSettings.extend({ ...deskSettings, RESTRICTIONS_TABLE: z.string() }))
const parties = readParties()
const desk = await deployedDesk(settings, { parties, laws: lawCatalogue })
const restrictions = dynamoRestrictions({ client: dynamoClient(), tableName: settings.RESTRICTIONS_TABLE })

export const handler = httpPipeline({
  routes: breachDeskRoutes({ ...desk, restrictions }),
  authenticate: partyAuthenticator({ parties, audience: apiAudience(settings.STAGE), clock: systemClock }),
  telemetry: powertoolsTelemetry(settings),
})
