import { resourceVariables, tableVariables } from "../../../shared/base/platform/resource-variables.ts"

/** The account of the measured deployment. */
export const hubAccount = "123456789012"

/** The stage of the measured deployment. */
export const stage = "bench"

/** Text of the secrets, by the names in the environment. They are constant, so that every run counts the same. */
export const secrets: Readonly<Record<string, string>> = {
  keyedHashSecret: JSON.stringify({ activeFrom: { 1: "1970-01-01T00:00:00Z" }, 1: "bench".repeat(8) }),
  canariesSecret: JSON.stringify({ references: [] }),
}

/**
 * The variables that infra gives a function of the exchange. Tables are named as in functions/tables.ts. A lookup is
 * not held, so that its work can be measured; the model adds the time that production holds it. The stage has no domain
 * of its own.
 */
export function exchangeEnvironment(name: string): Record<string, string> {
  const tables = Object.entries(tableVariables).map(([table, variable]) => [variable, table])
  const { originSecret: _, ...variables } = resourceVariables
  const resources = Object.entries(variables).map(([resource, variable]) => [variable, resource])
  return {
    ...Object.fromEntries([...tables, ...resources]),
    STAGE: stage,
    HUB_ACCOUNT: hubAccount,
    PARTY_REQUESTS_PER_SECOND: "10000",
    PARTY_BURST: "20000",
    POWERTOOLS_SERVICE_NAME: name,
    LOOKUP_FLOOR_MILLISECONDS: "1",
  }
}
