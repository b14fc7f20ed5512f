import { createHmac } from "node:crypto"
import { deployment as openBreachCase } from "../../functions/open-breach-case/deployment.ts"
import { deployment as runBreachDesk } from "../../functions/run-breach-desk/deployment.ts"
import { httpPipeline } from "../../shared/base/platform/http-pipeline.ts"
import { lambdaHandler } from "../../shared/base/platform/lambda.ts"
import { streamBatchPipeline, streamOutbox, streamPipeline } from "../../shared/base/platform/stream-pipeline.ts"
import type { NoticeDesk } from "../../shared/desk/actions/notification.ts"
import { makeReleaseRestrictions } from "../../shared/desk/actions/release-restrictions.ts"
import type { RestrictionDesk } from "../../shared/desk/actions/renew-or-release.ts"
import { makeRunBreachDesk } from "../../shared/desk/actions/run-breach-desk.ts"
import { alertsOf, makeAlertParties } from "../../shared/desk/alerts/send-alerts.ts"
import { letterWriter } from "../../shared/desk/alerts/write-letters.ts"
import type { ServedDesk } from "../../shared/desk/api/desk-request.ts"
import { breachDeskRoutes } from "../../shared/desk/api/desk-routes.ts"
import { breachCaseItemSchema } from "../../shared/desk/cases/case-rows.ts"
import { caseWriter } from "../../shared/desk/cases/case-writer.ts"
import { makeDrawDocument } from "../../shared/desk/documents/draw-document.ts"
import { drawPipeline } from "../../shared/desk/documents/draw-pipeline.ts"
import type { Rendering } from "../../shared/desk/dossier/rendering.ts"
import { claimsOf, makeClaimExposures } from "../../shared/desk/exposures/claim-exposures.ts"
import { claimantFinder, shipmentDescriber } from "../../shared/desk/exposures/copied-references.ts"
import { dynamoEvidence } from "../../shared/desk/exposures/dynamo-evidence.ts"
import { makeExtendExposures } from "../../shared/desk/exposures/extend-exposures.ts"
import { extendExposuresPipeline } from "../../shared/desk/exposures/extend-exposures-pipeline.ts"
import { reportedReferences } from "../../shared/desk/exposures/named-references.ts"
import { lawCatalogue } from "../../shared/desk/law/catalogue.ts"
import { type SendingDesk, sendLetter } from "../../shared/desk/letters/send-letter.ts"
import { mergerOver } from "../../shared/desk/merging/merge-cases.ts"
import { makeOpenCaseOfAnomaly, makeOpenCaseOfReport } from "../../shared/desk/opening/open-breach-case.ts"
import { openBreachCasePipeline } from "../../shared/desk/opening/open-breach-case-pipeline.ts"
import { makeOpenCaseAtHub } from "../../shared/desk/opening/open-case-at-hub.ts"
import type { ReportDesk } from "../../shared/desk/opening/report-breach.ts"
import { makeWatchDuties } from "../../shared/desk/watch-duties.ts"
import { trackingRow } from "../../shared/intake/tracking/tracking-record.ts"
import { queuePipeline } from "../../shared/parties/reception/queue-pipeline.ts"
import { makeAnnounceRestriction } from "../../shared/watch/alerts/announce-restriction.ts"
import { makeRaiseAnomaly } from "../../shared/watch/alerts/raise-anomaly.ts"
import { makeNoteFindings } from "../../shared/watch/alerts/sent-findings.ts"
import { anomalyRow } from "../../shared/watch/detection/anomalies/anomaly.ts"
import { restrictionRow } from "../../shared/watch/detection/restrictions/restriction.ts"
import { makeProveAccesses } from "../../shared/watch/lookups/log/prove-accesses.ts"
import { costly, type FunctionTools, type Maker, pipelineTools, recordsOf, sealerOf } from "./function-tools.ts"
import { authenticatorOf } from "./tokens.ts"

const macHead = async (message: string) => createHmac("sha256", "head of a timeline").update(message).digest("base64")

const portsOf = (tools: FunctionTools): Omit<ReportDesk, "merge"> & NoticeDesk & RestrictionDesk => ({
  cases: tools.stores.breachCases,
  write: caseWriter({ ...tools, laws: lawCatalogue, cases: tools.stores.breachCases, macHead }),
  parties: tools.parties,
  laws: lawCatalogue,
  streams: tools.stores.reportStreams,
  clock: tools.clock,
  randomId: tools.randomId,
  macHead,
  hashUnderKey: (...parts) => tools.stores.hashes.lastingHash("case-alias", ...parts),
  describeShipments: shipmentDescriber({ records: recordsOf(tools), sealer: sealerOf(tools) }),
  claimantsOf: claimantFinder(recordsOf(tools)),
  disclosures: tools.stores.disclosures,
  restrictions: tools.stores.restrictions,
  evidence: dynamoEvidence(tools.stores.disclosures.over),
  references: reportedReferences({ records: recordsOf(tools), sealer: sealerOf(tools), parties: tools.parties }),
  keyedHash: tools.stores.hashes,
  records: recordsOf(tools),
})

export function deskOf(tools: FunctionTools): ReportDesk & NoticeDesk & RestrictionDesk {
  const ports = portsOf(tools)
  return { ...ports, merge: mergerOver(ports) }
}

/** The desk that sends letters, which no party of the world gets. */
const sendingDeskOf = (tools: FunctionTools): SendingDesk => ({
  ...deskOf(tools),
  letterMail: { send: async () => "accepted" },
  random: () => Buffer.from(tools.randomId()),
  hubUrl: "https://api.hub.example",
})

/** The desk as the API serves it. */
export const servedDeskOf = (tools: FunctionTools): ServedDesk => ({
  ...deskOf(tools),
  sealer: sealerOf(tools),
  decisionNotes: tools.stores.decisionNotes,
  documents: tools.stores.requestedDocuments,
  askedDocuments: tools.askedDocuments,
  documentLinks: tools.stores.documentFiles,
  evidenceFiles: tools.stores.evidenceFiles,
  streams: tools.stores.reportStreams,
  proveAccesses: makeProveAccesses({ log: tools.stores.disclosureLog, hashes: tools.stores.hashes }),
  random: () => Buffer.from(tools.randomId()),
})

/** Stands for the real renderings, which run outside of virtual time. */
const asJson: Rendering = async (dossier) => Buffer.from(JSON.stringify(dossier))

/** The functions of the breach desk, and those that alert parties. */
export const deskFunctions = {
  "serve-breach-desk": (tools) =>
    httpPipeline({
      routes: breachDeskRoutes(servedDeskOf(tools)),
      authenticate: authenticatorOf(tools),
      telemetry: tools.telemetry,
      clock: tools.clock,
    }),
  "draw-document": (tools) =>
    drawPipeline({
      ...tools,
      draw: makeDrawDocument({
        ...deskOf(tools),
        documents: tools.stores.requestedDocuments,
        files: tools.stores.documentFiles,
        renderings: { pdf: asJson, docx: asJson, markdown: asJson },
        telemetry: tools.telemetry,
      }),
    }),
  "raise-anomaly": (tools) => {
    const raise = makeRaiseAnomaly({
      restrictions: tools.stores.restrictions,
      walkers: tools.stores.announcedWalkers,
      disclosures: tools.stores.disclosures,
      parties: tools.parties,
      sealer: sealerOf(tools),
    })
    const note = makeNoteFindings({ findings: tools.stores.sentFindings, clock: tools.clock })
    return streamOutbox({
      surroundings: tools.surroundings,
      rowSchema: anomalyRow,
      telemetry: tools.telemetry,
      itemsOf: async ({ after }) => (after === undefined ? [] : note(await raise(after))),
      send: tools.publisher.publishGroups,
    })
  },
  "announce-restriction": (tools) =>
    streamOutbox({
      surroundings: tools.surroundings,
      rowSchema: restrictionRow,
      telemetry: tools.telemetry,
      itemsOf: makeAnnounceRestriction({
        parties: tools.parties,
        sealer: sealerOf(tools),
        decisionNotes: tools.stores.decisionNotes,
        clock: tools.clock,
      }),
      send: tools.publisher.publishGroups,
    }),
  "open-breach-case": (tools) =>
    openBreachCasePipeline({
      contracts: openBreachCase.consumes,
      ...pipelineTools(tools),
      ofAnomaly: makeOpenCaseOfAnomaly({
        ...deskOf(tools),
        anomalies: tools.stores.anomalies,
        telemetry: tools.telemetry,
      }),
      atHub: makeOpenCaseAtHub(deskOf(tools)),
      ofReport: makeOpenCaseOfReport(deskOf(tools)),
    }),
  "extend-exposures": (tools) =>
    extendExposuresPipeline({
      surroundings: tools.surroundings,
      extend: makeExtendExposures(deskOf(tools)),
      disclosures: tools.stores.disclosures,
      telemetry: tools.telemetry,
    }),
  "claim-exposures": (tools) =>
    streamBatchPipeline({
      surroundings: tools.surroundings,
      rowSchema: trackingRow,
      itemsOf: claimsOf,
      handleAll: makeClaimExposures(deskOf(tools)),
      telemetry: tools.telemetry,
    }),
  "alert-parties": (tools) =>
    streamBatchPipeline({
      surroundings: tools.surroundings,
      rowSchema: breachCaseItemSchema,
      itemsOf: alertsOf,
      handleAll: makeAlertParties({
        cases: tools.stores.breachCases,
        publisher: tools.publisher,
        mail: tools.mail,
        sendLetter: (sending) => sendLetter(sendingDeskOf(tools), sending),
        parties: tools.parties,
        loadLetterWriter: async () => letterWriter({ apiUrl: "https://api.hub.example" }),
        clock: tools.clock,
        telemetry: tools.telemetry,
      }),
      telemetry: tools.telemetry,
    }),
  "run-breach-desk": (tools) =>
    queuePipeline({
      ...pipelineTools(tools),
      contracts: runBreachDesk.consumes,
      handle: costly(tools, makeRunBreachDesk(deskOf(tools))),
    }),
  "release-restrictions": (tools) =>
    streamPipeline({
      surroundings: tools.surroundings,
      rowSchema: breachCaseItemSchema,
      handle: makeReleaseRestrictions({
        cases: tools.stores.breachCases,
        restrictions: tools.stores.restrictions,
        clock: tools.clock,
      }),
      telemetry: tools.telemetry,
    }),
  "watch-duties": (tools) => {
    const watchDuties = makeWatchDuties(deskOf(tools))
    return lambdaHandler(tools.telemetry, async () => ({ changed: await watchDuties() }))
  },
} satisfies Record<string, Maker>
