import { tables } from "../../functions/tables.ts"
import {
  addressedTo,
  addressedToInvited,
  exchangePatterns,
  ingressPatterns,
  streamPattern,
  unclaimedPattern,
} from "../../infra/event-patterns.ts"
import { loadDeployments } from "../../infra/function-deployments.ts"
import { deskFunctions } from "./desk-functions.ts"
import { erasureFunctions } from "./erasure-functions.ts"
import type { Maker } from "./function-tools.ts"
import { gateFunctions } from "./gate-functions.ts"
import { lookupFunctions } from "./lookup-functions.ts"
import { statementFunctions } from "./statement-functions.ts"
import { fileWebhooks } from "./webhooks.ts"

const makers = {
  ...gateFunctions,
  ...lookupFunctions,
  ...deskFunctions,
  ...erasureFunctions,
  ...statementFunctions,
}

export type FunctionName = keyof typeof makers

/** The functions, each wired as its entry.ts wires it, over tables in memory. */
export const functionMakers: Readonly<Record<FunctionName, Maker>> = makers

/** What the functions receive, as their deployment.ts declares it. */
const deployments = await loadDeployments()
const simulated = [...deployments].flatMap(([name, deployment]) => (isSimulated(name) ? [{ name, deployment }] : []))

function isSimulated(name: string): name is FunctionName {
  return name in makers
}

/** The queue of events for webhooks of invited parties. `deliver-webhook` works through it too. */
const invitedWebhooks = "webhooks of invited parties"

export type QueueName = FunctionName | typeof invitedWebhooks

type EventSubscription = {
  readonly name: FunctionName
  readonly queue: QueueName
  readonly timeoutSeconds: number
  readonly batchSize: number
  readonly ingress: readonly object[]
  readonly exchange: readonly object[]
}

/** The rules that fill a function's queue: patterns of both buses. Documents come without a rule. */
export const eventSubscriptions = simulated.flatMap(({ name, deployment }): EventSubscription[] => {
  const { consumes, timeoutSeconds = 30, queue: { batchSize = 10 } = {} } = deployment
  const intake = { name, queue: name, timeoutSeconds, batchSize }
  if (consumes === "unknownEvents") return [{ ...intake, ingress: [unclaimedPattern()], exchange: [] }]
  if (consumes === "webhookEvents")
    return [
      { ...intake, ingress: [], exchange: fileWebhooks.map((party) => addressedTo([party])) },
      { ...intake, queue: invitedWebhooks, ingress: [], exchange: [addressedToInvited] },
    ]
  if (consumes === "askedDocuments") return [{ ...intake, ingress: [], exchange: [] }]
  if (consumes === undefined || consumes === "partnerEvents") return []
  return [{ ...intake, ingress: ingressPatterns(consumes), exchange: exchangePatterns(consumes) }]
})

/** Which changes of which table a function receives: those that match one of the patterns. */
export const streamSubscriptions = simulated.flatMap(({ name, deployment: { stream, timeoutSeconds = 30 } }) =>
  stream === undefined
    ? []
    : [
        {
          name,
          timeoutSeconds,
          ...stream,
          keys: tables[stream.table].key,
          patterns: stream.filters.map(streamPattern),
        },
      ],
)
