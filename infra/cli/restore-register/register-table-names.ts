import type { TableName } from "../../../functions/tables.ts"

/** The tables of the breach register, the parties that stand in no file, the erasures, and what these are about. */
export const registerTables = [
  "BreachCases",
  "SealingKeys",
  "InvitedParties",
  "Erasures",
  "TrackingRecords",
  "Disclosures",
] as const satisfies readonly TableName[]
export type RegisterTable = (typeof registerTables)[number]
