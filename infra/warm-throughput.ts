import type { TableName } from "../functions/tables.ts"

/** What a new table on demand takes in a second, as does each of its indexes; more only after some time. */
const writeUnitsOfNewTable = 4_000

/** About what a guarded lookup writes into a table and its indexes, of nine units in docs/bench/performance.md. */
const writeUnitsOfLookup = 6

const writtenByEachLookup: readonly TableName[] = ["AccessProfiles", "Disclosures"]

/** The most for which tables are made: an index of the ledger takes a unit of each lookup, and is made as usual. */
export const mostExpectedLookups = writeUnitsOfNewTable

/** How many lookups a second new tables take, if the stage expects so many. */
export function lookupsOfNewTables(expectedPerSecond = 0): number {
  return Math.max(expectedPerSecond, Math.floor(writeUnitsOfNewTable / writeUnitsOfLookup))
}

/** The write units a second for which a table is made, if that is more than any new table takes. */
export function warmWriteUnits(table: TableName, expectedPerSecond = 0): number | undefined {
  const units = expectedPerSecond * writeUnitsOfLookup
  return writtenByEachLookup.includes(table) && units > writeUnitsOfNewTable ? units : undefined
}
