import type { TableName } from "../shared/base/platform/resource-variables.ts"
import { isTaken, type Part, type Parts } from "./parts.ts"

export type { TableName }

/** Attribute names of a key: the partition key, and the sort key if there is one. */
export type TableKey = readonly [partition: string, sort?: string]

/** One table, without CDK. Every key attribute is a string. */
export interface TableDescription {
  readonly key: TableKey
  readonly indexes?: Readonly<Record<string, TableKey>>
  /** The attributes that an index carries besides keys. An index that is not named here carries all. */
  readonly carries?: Readonly<Record<string, readonly string[]>>
  /** What a stream record carries of the changed row. Without it the table has no stream. */
  readonly stream?: "NEW_IMAGE" | "NEW_AND_OLD_IMAGES"
  /** Whether rows carry `expiresAt`, in epoch seconds. */
  readonly expires: boolean
  /** The parts that it belongs to. Only stages that take one of them have it. When absent, all do. */
  readonly partOf?: readonly Part[]
}

/** Attribute that DynamoDB's time to live reads, in epoch seconds. */
export const expiryAttribute = "expiresAt"

/** All tables of the exchange. A changed key replaces the table, which loses its rows. */
export const tables = {
  TrackingRecords: {
    key: ["recordId"],
    indexes: {
      byOrderReference: ["orderReferenceKey", "recordId"],
      byLinkDigest: ["linkDigestKey"],
      byHeldUntil: ["heldList", "heldUntil"],
    },
    // So that no news of a parcel changes an index, and one read finds shipment and parcel.
    carries: { byOrderReference: ["parcelId"], byLinkDigest: ["parcelId"], byHeldUntil: [] },
    stream: "NEW_AND_OLD_IMAGES",
    expires: true,
  },
  Disclosures: {
    key: ["subject", "sortKey"],
    indexes: {
      byNetwork: ["network", "sortKey"],
      byPrefix: ["prefix", "sortKey"],
      byRecord: ["recordId", "sortKey"],
      byBlock: ["block", "sortKey"],
      byToolDay: ["toolDay", "sortKey"],
      byToolAccess: ["toolAccess"],
      byToken: ["tokenKey"],
    },
    // Keys alone, so that the next look of a proven visitor changes no index. The rows are read by their keys. A report
    // reads those that are its reporter's.
    carries: {
      byNetwork: [],
      byPrefix: [],
      byRecord: [],
      byBlock: [],
      byToolDay: ["retailerId", "carrierId", "recordId"],
      byToolAccess: [],
      byToken: [],
    },
    // With the item before, so that what one report overwrote of another can be restored.
    stream: "NEW_AND_OLD_IMAGES",
    expires: true,
  },
  AccessProfiles: { key: ["profileKey"], expires: true },
  Anomalies: { key: ["anomalyId"], stream: "NEW_IMAGE", expires: true },
  AnnouncedWalkers: { key: ["walkerKey"], expires: true },
  Restrictions: {
    key: ["accessorKey"],
    indexes: { byRestrictionId: ["restrictionId"] },
    carries: { byRestrictionId: [] },
    stream: "NEW_AND_OLD_IMAGES",
    expires: true,
  },
  DecisionNotes: { key: ["carrierId", "place"], expires: true },
  ChallengeFailures: { key: ["counterKey"], expires: true },
  RetailerProfiles: { key: ["retailerId"], expires: false },
  RetailerVolumes: { key: ["retailerId", "interval"], expires: true },
  BreachCases: {
    key: ["pk", "sk"],
    indexes: { byParty: ["partyId", "openedAt"] },
    stream: "NEW_AND_OLD_IMAGES",
    expires: true,
    partOf: ["desk"],
  },
  SealingKeys: { key: ["owner"], expires: false },
  Drills: { key: ["drillId", "partyId"], expires: true },
  // The function of release 0.1.0 reads its stream, if that is deployed again.
  RequestedDocuments: { key: ["documentId"], stream: "NEW_IMAGE", expires: true, partOf: ["desk"] },
  Settings: { key: ["pk", "sk"], expires: false },
  InvitedParties: { key: ["pk", "sk"], expires: false, partOf: ["invitedParties"] },
  WebhookDeliveries: {
    key: ["pk", "sk"],
    indexes: { byDueTime: ["waitingList", "dueAt"], byArrival: ["arrivedFor", "receivedAt"] },
    carries: { byDueTime: [], byArrival: [] },
    expires: true,
  },
  Erasures: {
    key: ["erasureKey"],
    indexes: { byParty: ["retailerId", "requestedAt"], byDue: ["due", "dueAt"] },
    carries: { byDue: [] },
    expires: true,
  },
  ShopEntries: {
    key: ["pk", "sk"],
    // A shop ships far fewer parcels in a second than one partition takes writes.
    indexes: { byShop: ["shopKey", "sk"] },
    carries: { byShop: ["createdAt"] },
    expires: true,
    partOf: ["vendors"],
  },
  ReportStreams: { key: ["pk", "sk"], expires: true },
  // Those of parties' people, and those of operators.
  Sessions: { key: ["pk", "sk"], expires: true, partOf: ["console", "operatorPage"] },
  Statements: {
    key: ["pk", "sk"],
    expires: true,
    partOf: ["proof"],
  },
} as const satisfies Record<TableName, TableDescription>

export const tableNames = Object.keys(tables).filter((name): name is TableName => name in tables)

/** The tables of a stage that takes these parts. */
export function tablesIn(parts: Parts): readonly TableName[] {
  return tableNames.filter((name) => {
    const { partOf }: TableDescription = tables[name]
    return isTaken(parts, partOf)
  })
}

type Tables = typeof tables

export type IndexOf<Name extends TableName> = Tables[Name] extends { readonly indexes: infer Indexes }
  ? keyof Indexes & string
  : never

export type StreamedTable = {
  [Name in TableName]: Tables[Name] extends { readonly stream: string } ? Name : never
}[TableName]
