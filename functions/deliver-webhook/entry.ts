import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager"
import { exchangeContracts } from "../../shared/contracts/catalogue.ts"
import { httpsPost, secretsManagerSigners } from "../../shared/messaging/webhook.ts"
import { systemClock } from "../../shared/runtime/clock.ts"
import { readEnvironment } from "../../shared/runtime/environment.ts"
import { readParties } from "../../shared/runtime/parties.ts"
import { hubQueuePipeline } from "../../shared/runtime/queue-pipeline.ts"
import { functionSettings } from "../../shared/runtime/settings.ts"
import { powertoolsTelemetry } from "../../shared/runtime/telemetry.ts"
import { makeDeliverWebhook } from "./deliver-webhook.ts"

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
