import { AttributeType, StreamViewType } from "aws-cdk-lib/aws-dynamodb"

/** A key: one attribute name, or partition and sort. */
export type TableKey = readonly [partition: string, sort?: string]

export interface TableDescription {
  /** Environment variable by which functions learn the table's name. */
  readonly variable: string
  readonly key: TableKey
  readonly indexes?: Readonly<Record<string, TableKey>>
  readonly stream?: StreamViewType
  /** Whether rows carry `expiresAt`, in epoch seconds. */
  readonly expires: boolean
}

/** Attribute that DynamoDB's time to live watches, in epoch seconds. */
export const expiryAttribute = "expiresAt"

/** Every key attribute is a string: identifiers, keyed hashes and ISO times. */
export const keyAttributeType = AttributeType.STRING

/** All tables of the exchange, by the name of what a row is. */
export const tables = {
  TrackingRecords: {
    variable: "TRACKING_RECORDS_TABLE",
    key: ["recordId"],
    indexes: { byOrderReference: ["orderReferenceKey", "recordId"], byLinkDigest: ["linkDigestKey"] },
    stream: StreamViewType.NEW_AND_OLD_IMAGES,
    expires: true,
  },
  Disclosures: {
    variable: "DISCLOSURES_TABLE",
    key: ["subject", "sortKey"],
    indexes: { byNetwork: ["network", "sortKey"], byRecord: ["recordId", "sortKey"], byBlock: ["block", "sortKey"] },
    stream: StreamViewType.NEW_IMAGE,
    expires: true,
  },
  AccessProfiles: { variable: "ACCESS_PROFILES_TABLE", key: ["profileKey"], expires: true },
  Anomalies: {
    variable: "ANOMALIES_TABLE",
    key: ["anomalyId"],
    stream: StreamViewType.NEW_IMAGE,
    expires: true,
  },
  Restrictions: {
    variable: "RESTRICTIONS_TABLE",
    key: ["accessorKey"],
    stream: StreamViewType.NEW_AND_OLD_IMAGES,
    expires: true,
  },
  ChallengeFailures: { variable: "CHALLENGE_FAILURES_TABLE", key: ["counterKey"], expires: true },
  RetailerProfiles: { variable: "RETAILER_PROFILES_TABLE", key: ["retailerId"], expires: false },
  RetailerVolumes: { variable: "RETAILER_VOLUMES_TABLE", key: ["retailerId", "interval"], expires: true },
  BreachCases: {
    variable: "BREACH_CASES_TABLE",
    key: ["pk", "sk"],
    indexes: { byParty: ["partyId", "openedAt"] },
    stream: StreamViewType.NEW_AND_OLD_IMAGES,
    expires: true,
  },
  SealingKeys: { variable: "SEALING_KEYS_TABLE", key: ["owner"], expires: false },
} as const satisfies Record<string, TableDescription>

export type TableName = keyof typeof tables
