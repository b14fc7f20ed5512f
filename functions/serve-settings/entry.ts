import { deployedKeyedHash } from "../../shared/base/keyed-hash/deployed-keyed-hash.ts"
import { systemClock } from "../../shared/base/platform/clock.ts"
import { deployedClientAddress } from "../../shared/base/platform/deployed-client-address.ts"
import { deployedSealer } from "../../shared/base/platform/deployed-sealing.ts"
import { deployedTable } from "../../shared/base/platform/deployed-table.ts"
import { deployedTelemetry } from "../../shared/base/platform/deployed-telemetry.ts"
import { readEnvironment } from "../../shared/base/platform/environment.ts"
import { functionSettings } from "../../shared/base/platform/function-settings.ts"
import { httpPipeline } from "../../shared/base/platform/http-pipeline.ts"
import { knownLawIds } from "../../shared/desk/law/catalogue.ts"
import { deployedAuthenticator } from "../../shared/parties/deployed-authenticator.ts"
import { namedInFile } from "../../shared/parties/deployed-file-parties.ts"
import { deployedParties } from "../../shared/parties/deployed-parties.ts"
import { makeChangeSettings } from "../../shared/parties/settings/change-settings.ts"
import { currentWebhook } from "../../shared/parties/settings/current-webhook.ts"
import { dynamoSettings } from "../../shared/parties/settings/dynamo-settings.ts"
import { settingsRoutes } from "../../shared/parties/settings/settings-routes.ts"
import { attemptRoutes } from "../../shared/parties/webhooks/attempt-routes.ts"
import { dynamoWebhookDeliveries } from "../../shared/parties/webhooks/dynamo-webhook-deliveries.ts"
import { recoveryRoutes } from "../../shared/parties/webhooks/recovery-route.ts"
import { makeVerifyEndpoint } from "../../shared/parties/webhooks/verify-endpoint.ts"
import { usualThresholds } from "../../shared/watch/detection/class-policy.ts"

const settings = dynamoSettings(deployedTable("Settings"))
const sealer = deployedSealer()
const hashes = await deployedKeyedHash()
const deliveries = dynamoWebhookDeliveries(deployedTable("WebhookDeliveries"))
const { HUB_ACCOUNT: hubAccount } = readEnvironment(functionSettings)
const verifyEndpoint = makeVerifyEndpoint({ deliveries, sealer, hubAccount })
const webhookTools = { deliveries, webhookOf: currentWebhook(settings), clock: systemClock }
const parties = deployedParties()
const changeSettings = makeChangeSettings({
  settings,
  usualThresholds,
  knownLaws: knownLawIds,
  isInFile: namedInFile(),
  sealer,
  parties,
})

export const handler = httpPipeline({
  routes: [
    ...settingsRoutes({
      settings,
      changeSettings,
      hashUnderKey: (...parts) => hashes.lastingHash("settings-command", ...parts),
      deliveries,
      verifyEndpoint,
    }),
    ...attemptRoutes(webhookTools),
    ...recoveryRoutes(webhookTools),
  ],
  authenticate: deployedAuthenticator(parties),
  clientAddress: deployedClientAddress(),
  telemetry: deployedTelemetry(),
})
