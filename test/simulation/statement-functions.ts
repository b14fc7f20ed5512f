import { makeLogDisclosures } from "../../shared/lookups/log/log-disclosures.ts"
import { logDisclosuresPipeline } from "../../shared/lookups/log/log-disclosures-pipeline.ts"
import { lambdaHandler } from "../../shared/platform/lambda.ts"
import { makeStatements } from "../../shared/statements/make-statements.ts"
import type { Maker } from "./function-tools.ts"

/** The functions that log disclosures and make statements. */
export const statementFunctions = {
  "log-disclosures": ({ stores, clock, telemetry }) =>
    logDisclosuresPipeline({
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
