import type { TableDescription } from "../../../functions/tables.ts"

/** The tables of the twin, as the stub and the functions know them. */
export const twinTables = {
  TwinShipments: { key: ["orderKey"], indexes: { byTrackingKey: ["trackingKey"] }, expires: true },
  TwinAccesses: { key: ["recordKey", "accessId"], expires: true },
  TwinCases: { key: ["caseId"], indexes: { byParty: ["partyId", "openedAt"] }, expires: false },
} as const satisfies Record<string, TableDescription>

const ledgerIndexes = {
  byNetwork: ["network", "sortKey"],
  byPrefix: ["prefix", "sortKey"],
  byRecord: ["recordId", "sortKey"],
  byBlock: ["block", "sortKey"],
  byToolDay: ["toolDay", "sortKey"],
  byToolAccess: ["toolAccess"],
  byToken: ["tokenKey"],
} as const

/** The tables of the twin with the same promises. Every index carries all attributes, as is the default. */
export const equalTwinTables = {
  EqualHandled: { key: ["id"], expires: true },
  EqualRecords: {
    key: ["recordId"],
    indexes: { byOrder: ["orderKey", "recordId"], byLink: ["linkKey"] },
    stream: "NEW_IMAGE",
    expires: true,
  },
  EqualLedger: { key: ["subject", "sortKey"], indexes: ledgerIndexes, stream: "NEW_IMAGE", expires: true },
  EqualProfiles: { key: ["profileKey"], expires: true },
  EqualGuesses: { key: ["counterKey"], expires: true },
  EqualRestrictions: { key: ["accessorKey"], expires: true },
  EqualAnomalies: { key: ["anomalyId"], stream: "NEW_IMAGE", expires: true },
  EqualRetailers: { key: ["retailerId"], expires: false },
  EqualVolumes: { key: ["retailerId", "interval"], expires: true },
  EqualOpenCases: { key: ["accessorKey"], expires: false },
  EqualExposures: { key: ["caseId", "exposureId"], expires: false },
} as const satisfies Record<string, TableDescription>
