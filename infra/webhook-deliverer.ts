import type { QueueIntake } from "../functions/deployment.ts"
import type { FunctionDeployments } from "./function-deployments.ts"

/** The function that delivers to webhooks, as its deployment declares it. */
export interface WebhookDeliverer {
  readonly name: string
  readonly timeoutSeconds: number
  readonly intake: QueueIntake
}

/**
 * Finds the function that delivers to webhooks.
 *
 * @throws Error when not exactly one function does
 */
export function webhookDeliverer(deployments: FunctionDeployments): WebhookDeliverer {
  const found = [...deployments].filter(([, { consumes }]) => consumes === "webhookEvents")
  const [only] = found
  if (only === undefined || found.length > 1)
    throw new Error(`${found.length} functions deliver to webhooks. Exactly one has to.`)
  const [name, { timeoutSeconds = 30, queue = {} }] = only
  return { name, timeoutSeconds, intake: queue }
}
