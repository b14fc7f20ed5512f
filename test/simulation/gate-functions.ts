import { deployment as recordProgress } from "../../functions/record-progress/deployment.ts"
import { deployment as recordShipment } from "../../functions/record-shipment/deployment.ts"
import { httpPipeline } from "../../shared/base/platform/http-pipeline.ts"
import { lambdaHandler } from "../../shared/base/platform/lambda.ts"
import { streamOutbox } from "../../shared/base/platform/stream-pipeline.ts"
import { letterOfEvent } from "../../shared/desk/alerts/letter-of-event.ts"
import { confirmClaims } from "../../shared/intake/tracking/confirm-claims.ts"
import { makeRecordProgress } from "../../shared/intake/tracking/record-progress.ts"
import { makeRecordShipment } from "../../shared/intake/tracking/record-shipment.ts"
import { makeRelayTracking } from "../../shared/intake/tracking/relay-tracking.ts"
import { trackingRow } from "../../shared/intake/tracking/tracking-record.ts"
import { sendEntries } from "../../shared/parties/channels/event-publisher.ts"
import { slackUrls, webhookSigners } from "../../shared/parties/channels/webhook-signers.ts"
import { runDrillsPipeline } from "../../shared/parties/drills/run-drills-pipeline.ts"
import type { Party } from "../../shared/parties/party.ts"
import { makeAcceptEvents } from "../../shared/parties/reception/accept-events.ts"
import { acceptEventRoutes } from "../../shared/parties/reception/accept-events-route.ts"
import { queuePipeline } from "../../shared/parties/reception/queue-pipeline.ts"
import { explainRejection, rejectionPipeline } from "../../shared/parties/reception/rejection-pipeline.ts"
import { makeTellDisabled } from "../../shared/parties/webhooks/tell-disabled.ts"
import { retryWebhooksPipeline, webhookPipeline } from "../../shared/parties/webhooks/webhook-pipeline.ts"
import { costly, type FunctionTools, type Maker, pipelineTools, recordsOf, sealerOf } from "./function-tools.ts"
import { authenticatorOf } from "./tokens.ts"
import { readWebhookSecret } from "./webhooks.ts"

/** No party of a simulation validates. */
const noValidation = async () => ({ events: [] })

const deliveryTools = (tools: FunctionTools) => ({
  ...pipelineTools(tools),
  signerOf: webhookSigners({ ...tools, readSecret: readWebhookSecret, sealer: sealerOf(tools) }),
  slackUrlOf: slackUrls({ ...tools, readSecret: readWebhookSecret, sealer: sealerOf(tools) }),
  letterOf: async (event: Parameters<typeof letterOfEvent>[0], party: Party) =>
    letterOfEvent(event, party, { apiUrl: "https://api.hub.example" }),
  post: tools.post,
  deliveries: tools.stores.webhookDeliveries,
  sealer: sealerOf(tools),
  tellDisabled: makeTellDisabled(tools),
  random: () => 0.5,
  wait: tools.sleep,
})

/** The functions that record and relay what parties publish. */
export const gateFunctions = {
  "record-shipment": (tools) =>
    queuePipeline({
      ...pipelineTools(tools),
      contracts: recordShipment.consumes,
      concurrency: 10,
      handle: costly(
        tools,
        makeRecordShipment({
          records: recordsOf(tools),
          profiles: tools.stores.retailerProfiles,
          hashes: tools.stores.hashes,
          parties: tools.parties,
          erasures: tools.stores.erasures,
          telemetry: tools.telemetry,
        }),
      ),
    }),
  "record-progress": (tools) =>
    queuePipeline({
      ...pipelineTools(tools),
      contracts: recordProgress.consumes,
      concurrency: 10,
      handle: costly(tools, makeRecordProgress({ records: recordsOf(tools), parties: tools.parties })),
    }),
  "relay-tracking": (tools) =>
    streamOutbox({
      surroundings: tools.surroundings,
      rowSchema: trackingRow,
      telemetry: tools.telemetry,
      itemsOf: makeRelayTracking({ parties: tools.parties, sealer: sealerOf(tools) }),
      send: tools.publisher.publishGroups,
    }),
  "confirm-claims": (tools) =>
    lambdaHandler(tools.telemetry, async () => ({
      confirmed: await confirmClaims({ rows: tools.stores.trackingRecords, clock: tools.clock }),
    })),
  "explain-rejection": (tools) => rejectionPipeline({ ...pipelineTools(tools), explain: explainRejection }),
  "accept-event": (tools) =>
    httpPipeline({
      routes: acceptEventRoutes({
        acceptEvents: makeAcceptEvents({
          ingressBus: "ingress",
          send: (entries) => sendEntries({ putEvents: tools.putIngress, wait: tools.sleep }, entries),
          clock: tools.clock,
        }),
        validateEvents: noValidation,
      }),
      authenticate: authenticatorOf(tools),
      telemetry: tools.telemetry,
      clock: tools.clock,
    }),
  "deliver-webhook": (tools) => webhookPipeline(deliveryTools(tools)),
  "retry-webhooks": (tools) => retryWebhooksPipeline(deliveryTools(tools)),
  "run-drills": (tools) =>
    runDrillsPipeline({ ...pipelineTools(tools), drills: tools.stores.drills, mail: tools.mail }),
} satisfies Record<string, Maker>
