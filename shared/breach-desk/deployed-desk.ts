import { GenerateMacCommand, KMSClient } from "@aws-sdk/client-kms"
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager"
import * as z from "zod"
import type { Law } from "../law/law.ts"
import { dynamoDisclosures } from "../lookups/ledger/dynamo-disclosures.ts"
import type { PartyDirectory } from "../parties/party-directory.ts"
import { systemClock } from "../platform/clock.ts"
import { kmsSealer } from "../platform/deployed-sealing.ts"
import { dynamoClient } from "../platform/dynamo-table.ts"
import { randomId } from "../platform/random-id.ts"
import type { Sealer } from "../platform/sealing.ts"
import { dynamoTrackingRecords } from "../tracking/dynamo-tracking-records.ts"
import type { KeyedHash } from "../tracking/keyed-hash.ts"
import { loadKeyedHash } from "../tracking/load-keyed-hash.ts"
import type { TrackingRecords } from "../tracking/tracking-records.ts"
import { dynamoBreachCases } from "./cases/dynamo-breach-cases.ts"
import { claimantFinder, shipmentDescriber } from "./exposures/copied-references.ts"
import { dynamoEvidence } from "./exposures/dynamo-evidence.ts"
import type { ReportDesk } from "./opening/report-breach.ts"

/** Settings of a function that works on breach cases. */
export const deskSettings = {
  BREACH_CASES_TABLE: z.string(),
  DISCLOSURES_TABLE: z.string(),
  TRACKING_RECORDS_TABLE: z.string(),
  SEALING_KEYS_TABLE: z.string(),
  SEALING_KEY_ID: z.string(),
  HEAD_MAC_KEY_ID: z.string(),
  KEYED_HASH_SECRET: z.string(),
}
type DeskSettings = { [Name in keyof typeof deskSettings]: string }

/** KMS answered a MAC request without a MAC. */
export class MacMissing extends Error {
  override name = "MacMissing"
  constructor() {
    super("KMS gave no MAC for the head of a timeline")
  }
}

/** What the functions of the breach desk work with in the deployed system, made once per container. */
export async function deployedDesk(
  settings: DeskSettings,
  given: { parties: PartyDirectory; laws: readonly Law[] },
): Promise<ReportDesk & { hashes: KeyedHash; sealer: Sealer; records: TrackingRecords }> {
  const client = dynamoClient()
  const kms = new KMSClient({})
  const now = systemClock
  const hashes = await loadKeyedHash({
    client: new SecretsManagerClient({}),
    secretName: settings.KEYED_HASH_SECRET,
    now,
  })
  const sealer = kmsSealer({
    client,
    tableName: settings.SEALING_KEYS_TABLE,
    kms,
    keyId: settings.SEALING_KEY_ID,
    now,
  })
  const records = dynamoTrackingRecords({ client, tableName: settings.TRACKING_RECORDS_TABLE, hashes, sealer, now })
  return {
    ...given,
    cases: dynamoBreachCases({ client, tableName: settings.BREACH_CASES_TABLE }),
    disclosures: dynamoDisclosures({ client, tableName: settings.DISCLOSURES_TABLE }),
    evidence: dynamoEvidence({ client, tableName: settings.DISCLOSURES_TABLE }),
    clock: now,
    randomId,
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    macHead: kmsMac(kms, settings.HEAD_MAC_KEY_ID),
    hashAlias: (caseId, partyId) => hashes.hash("case-alias", caseId, partyId),
    describeShipments: shipmentDescriber({ records, sealer }),
    claimantsOf: claimantFinder(records),
    hashes,
    sealer,
    records,
  }
}

/** HMAC-SHA-256 under a KMS key: base64. */
export function kmsMac(kms: KMSClient, keyId: string): (message: string) => Promise<string> {
  return async (message) => {
    const answer = await kms.send(
      new GenerateMacCommand({ KeyId: keyId, MacAlgorithm: "HMAC_SHA_256", Message: Buffer.from(message) }),
    )
    if (answer.Mac === undefined) throw new MacMissing()
    return Buffer.from(answer.Mac).toString("base64")
  }
}
