import { lambdaHandler } from "../../shared/base/platform/lambda.ts"
import { makeStatements } from "../../shared/proof/statements/make-statements.ts"
import { makeLogDisclosures } from "../../shared/watch/lookups/log/log-disclosures.ts"
import { logDisclosuresPipeline } from "../../shared/watch/lookups/log/log-disclosures-pipeline.ts"
import type { Maker } from "./function-tools.ts"

/** The functions that log disclosures and make statements. */
export const statementFunctions = {
  "log-disclosures": ({ stores, surroundings, clock, telemetry }) =>
    logDisclosuresPipeline({
      surroundings,
      logAll: makeLogDisclosures({
        disclosures: stores.disclosures,
        log: stores.disclosureLog,
        hashes: stores.hashes,
        clock,
      }),
      telemetry,
    }),
  "make-statements": (tools) => {
    const { stores, telemetry } = tools
    const makeAll = makeStatements({
      ...tools,
      log: stores.disclosureLog,
      hashes: stores.hashes,
      statements: stores.statements,
      findings: stores.sentFindings,
      cases: stores.breachCases,
      streams: stores.reportStreams,
    })
    return lambdaHandler(telemetry, async () => ({ made: await makeAll() }))
  },
} satisfies Record<string, Maker>
