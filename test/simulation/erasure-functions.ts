import { deployment as eraseShipments } from "../../functions/erase-shipments/deployment.ts"
import { lambdaHandler } from "../../shared/base/platform/lambda.ts"
import { makeFindEvidence } from "../../shared/desk/erasing/held-evidence.ts"
import { lawCatalogue } from "../../shared/desk/law/catalogue.ts"
import { type ErasureTools, makeEraseShipment, sweepErasures } from "../../shared/intake/erasures/erase-shipment.ts"
import { queuePipeline } from "../../shared/parties/reception/queue-pipeline.ts"
import { makeFindLookups } from "../../shared/watch/lookups/erasing/find-lookups.ts"
import { costly, type FunctionTools, type Maker, pipelineTools, recordsOf, sealerOf } from "./function-tools.ts"

function erasingOf(tools: FunctionTools): ErasureTools {
  const { stores, parties, publisher, clock } = tools
  const { erasures, disclosures, hashes } = stores
  return {
    findParts: makeFindLookups({
      disclosures,
      log: stores.disclosureLog,
      profiles: stores.accessProfiles,
      findEvidence: makeFindEvidence({ cases: stores.breachCases, laws: lawCatalogue, parties, clock }),
      parties,
      hashes,
    }),
    erasures,
    records: recordsOf(tools),
    hashes,
    sealer: sealerOf(tools),
    publisher,
    clock,
  }
}

/** The functions that erase shipments. */
export const erasureFunctions = {
  "erase-shipments": (tools) =>
    queuePipeline({
      ...pipelineTools(tools),
      contracts: eraseShipments.consumes,
      handle: costly(tools, makeEraseShipment(erasingOf(tools))),
    }),
  "sweep-erasures": (tools) =>
    lambdaHandler(tools.telemetry, async () => ({ swept: await sweepErasures(erasingOf(tools)) })),
} satisfies Record<string, Maker>
