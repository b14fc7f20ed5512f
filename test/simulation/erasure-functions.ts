import { deployment as eraseShipments } from "../../functions/erase-shipments/deployment.ts"
import { lambdaHandler } from "../../shared/base/platform/lambda.ts"
import { lawCatalogue } from "../../shared/desk/law/catalogue.ts"
import { type ErasureTools, makeEraseShipment, sweepErasures } from "../../shared/erasures/erase-shipment.ts"
import { queuePipeline } from "../../shared/parties/reception/queue-pipeline.ts"
import { costly, type FunctionTools, type Maker, pipelineTools, recordsOf, sealerOf } from "./function-tools.ts"

const erasingOf = (tools: FunctionTools): ErasureTools => ({
  erasures: tools.stores.erasures,
  records: recordsOf(tools),
  disclosures: tools.stores.disclosures,
  log: tools.stores.disclosureLog,
  profiles: tools.stores.accessProfiles,
  cases: tools.stores.breachCases,
  laws: lawCatalogue,
  parties: tools.parties,
  hashes: tools.stores.hashes,
  sealer: sealerOf(tools),
  publisher: tools.publisher,
  clock: tools.clock,
})

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
