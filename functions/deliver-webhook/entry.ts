import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager"
import { exchangeContracts } from "../../shared/contracts/catalogue.ts"
import { makeDeliverWebhook } from "../../shared/parties/channels/deliver-webhook.ts"
import { httpsPost, secretsManagerSigners } from "../../shared/parties/channels/deployed-webhook.ts"
import { hubQueuePipeline } from "../../shared/parties/intake/queue-pipeline.ts"
import { readParties } from "../../shared/parties/load-parties.ts"
import { systemClock } from "../../shared/platform/clock.ts"
import { powertoolsTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { readEnvironment } from "../../shared/platform/environment.ts"
import { functionSettings } from "../../shared/platform/function-settings.ts"

/** Standard Webhooks asks receivers to answer within 15 to 30 seconds; ours has less, because it stands in a queue. */
const answerWithinMilliseconds = 10_000

const settings = readEnvironment(functionSettings)
const parties = readParties()

export const handler = hubQueuePipeline({
  contracts: exchangeContracts,
  parties,
  hubAccount: settings.HUB_ACCOUNT,
  telemetry: powertoolsTelemetry(settings),
  handle: makeDeliverWebhook({
    parties,
    signerOf: secretsManagerSigners({
      client: new SecretsManagerClient({}),
      now: () => systemClock().getTime(),
    }),
    post: httpsPost(answerWithinMilliseconds),
    clock: systemClock,
  }),
})
