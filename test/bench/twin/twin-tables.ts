import type { TableDescription } from "../../../functions/tables.ts"

/** The tables of the twin, as the stub and the functions know them. */
export const twinTables = {
  TwinShipments: { key: ["orderKey"], indexes: { byTrackingKey: ["trackingKey"] }, expires: true },
  TwinAccesses: { key: ["recordKey", "accessId"], expires: true },
  TwinCases: { key: ["caseId"], indexes: { byParty: ["partyId", "openedAt"] }, expires: false },
} as const satisfies Record<string, TableDescription>
