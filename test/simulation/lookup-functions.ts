import { deployment as recordAccess } from "../../functions/record-access/deployment.ts"
import { deployment as recordCounts } from "../../functions/record-counts/deployment.ts"
import { httpPipeline } from "../../shared/base/platform/http-pipeline.ts"
import { lambdaHandler } from "../../shared/base/platform/lambda.ts"
import { queuePipeline } from "../../shared/parties/reception/queue-pipeline.ts"
import { retailerKnowledge } from "../../shared/watch/detection/retailers/retailer-knowledge.ts"
import { volumeCounter } from "../../shared/watch/detection/retailers/volume-counter.ts"
import { makeLookUpShipment } from "../../shared/watch/lookups/look-up-shipment.ts"
import { lookUpShipmentRoutes } from "../../shared/watch/lookups/look-up-shipment-route.ts"
import { deployedFloorMilliseconds } from "../../shared/watch/lookups/lookup.ts"
import { accessObserver } from "../../shared/watch/lookups/recording/observe-access.ts"
import { makeRecordAccess, recordingMilliseconds } from "../../shared/watch/lookups/recording/record-access.ts"
import { canaries } from "../../shared/watch/lookups/references/canaries.ts"
import { makeRecordCounts } from "../../shared/watch/lookups/reporting/record-counts.ts"
import { makeTellReporting } from "../../shared/watch/lookups/reporting/tell-reporting.ts"
import { makeWatchReporting } from "../../shared/watch/lookups/reporting/watch-reporting.ts"
import { heavyReaders } from "../../shared/watch/lookups/visitor/heavy-readers.ts"
import { costly, type FunctionTools, type Maker, pipelineTools, recordsOf, sealerOf } from "./function-tools.ts"
import { authenticatorOf } from "./tokens.ts"

const observerOf = ({ stores, parties, clock }: FunctionTools) =>
  accessObserver({
    profiles: stores.accessProfiles,
    anomalies: stores.anomalies,
    restrictions: stores.restrictions,
    retailers: retailerKnowledge({ parties, retailerProfiles: stores.retailerProfiles, clock }),
    keyedHash: stores.hashes,
    clock,
  })

const volumesOf = ({ stores, clock, telemetry }: FunctionTools) =>
  volumeCounter({
    volumes: stores.retailerVolumes,
    clock,
    onLost: (contacts) => telemetry.count("VolumeLost", contacts),
  })

/** What both functions are made from. */
const lookupsOf = (tools: FunctionTools) => ({
  parties: tools.parties,
  records: recordsOf(tools),
  keyedHash: tools.stores.hashes,
  canaries: canaries([], tools.parties.byItsId, tools.stores.hashes),
  heavyReaders: heavyReaders(),
  observer: observerOf(tools),
  disclosures: tools.stores.disclosures,
  restrictions: tools.stores.restrictions,
  volumes: volumesOf(tools),
})

/** The functions that answer a lookup or record a reported one. */
export const lookupFunctions = {
  "record-access": (tools) => {
    const lookups = lookupsOf(tools)
    return queuePipeline({
      ...pipelineTools(tools),
      contracts: recordAccess.consumes,
      reserveMilliseconds: recordingMilliseconds,
      afterBatch: lookups.volumes.writeAll,
      handle: costly(
        tools,
        makeRecordAccess({
          ...lookups,
          erased: tools.stores.erasures,
          sealer: sealerOf(tools),
          streams: tools.stores.reportStreams,
        }),
      ),
    })
  },
  "record-counts": (tools) =>
    queuePipeline({
      ...pipelineTools(tools),
      contracts: recordCounts.consumes,
      concurrency: 10,
      handle: costly(tools, makeRecordCounts({ streams: tools.stores.reportStreams })),
    }),
  "watch-reporting": (tools) => {
    const watchReporting = makeWatchReporting({
      ...tools,
      streams: tools.stores.reportStreams,
      tell: makeTellReporting(tools),
    })
    return lambdaHandler(tools.telemetry, async () => ({ watched: await watchReporting() }))
  },
  "look-up-shipment": (tools) =>
    httpPipeline({
      routes: lookUpShipmentRoutes(
        makeLookUpShipment({
          ...lookupsOf(tools),
          profiles: tools.stores.accessProfiles,
          challengeFailures: tools.stores.challengeFailures,
          clock: tools.clock,
          randomId: tools.randomId,
          holdUntil: (instant) => tools.sleep(Math.max(0, instant - tools.clock().getTime())),
          floorMilliseconds: deployedFloorMilliseconds,
        }),
      ),
      authenticate: authenticatorOf(tools),
      telemetry: tools.telemetry,
      clock: tools.clock,
    }),
} satisfies Record<string, Maker>
