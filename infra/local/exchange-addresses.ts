import * as z from "zod"
import type { TableName } from "../tables.ts"

const json = z.string().transform((text, context) => {
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(text))
  } catch {
    context.addIssue({ code: "custom", message: "not a JSON object of strings" })
    return z.NEVER
  }
})

const outputsSchema = z.object({
  IngressBusName: z.string(),
  ExchangeBusName: z.string(),
  PartyQueues: json,
  AlertTopics: json,
  ApiId: z.string(),
  FailuresBucketName: z.string(),
  TrackingRecordsTableName: z.string(),
  DisclosuresTableName: z.string(),
  AccessProfilesTableName: z.string(),
  AnomaliesTableName: z.string(),
  RestrictionsTableName: z.string(),
  ChallengeFailuresTableName: z.string(),
  RetailerProfilesTableName: z.string(),
  BreachCasesTableName: z.string(),
  SealingKeysTableName: z.string(),
})

/** Where things are in a deployed exchange. */
export interface ExchangeAddresses {
  readonly ingressBus: string
  readonly exchangeBus: string
  /** Queue URL by party. */
  readonly partyQueues: Readonly<Record<string, string>>
  /** Topic ARN by party. */
  readonly alertTopics: Readonly<Record<string, string>>
  readonly apiId: string
  readonly failuresBucket: string
  readonly tables: Readonly<Record<TableName, string>>
}

/**
 * Reads the outputs of the deployed stacks.
 *
 * @throws ZodError when one is missing.
 */
export function addressesFrom(outputs: Readonly<Record<string, string>>): ExchangeAddresses {
  const found = outputsSchema.parse(outputs)
  return {
    ingressBus: found.IngressBusName,
    exchangeBus: found.ExchangeBusName,
    partyQueues: found.PartyQueues,
    alertTopics: found.AlertTopics,
    apiId: found.ApiId,
    failuresBucket: found.FailuresBucketName,
    tables: {
      TrackingRecords: found.TrackingRecordsTableName,
      Disclosures: found.DisclosuresTableName,
      AccessProfiles: found.AccessProfilesTableName,
      Anomalies: found.AnomaliesTableName,
      Restrictions: found.RestrictionsTableName,
      ChallengeFailures: found.ChallengeFailuresTableName,
      RetailerProfiles: found.RetailerProfilesTableName,
      BreachCases: found.BreachCasesTableName,
      SealingKeys: found.SealingKeysTableName,
    },
  }
}
