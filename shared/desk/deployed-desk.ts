import { GenerateMacCommand, KMSClient } from "@aws-sdk/client-kms"
import { deployedKeyedHash } from "../base/keyed-hash/deployed-keyed-hash.ts"
import type { KeyedHash } from "../base/keyed-hash/keyed-hash.ts"
import { systemClock } from "../base/platform/clock.ts"
import { deployedResource } from "../base/platform/deployed-resources.ts"
import { deployedTable } from "../base/platform/deployed-table.ts"
import { randomId } from "../base/platform/random-id.ts"
import type { Sealer } from "../base/platform/sealing.ts"
import { deployedSigner } from "../base/platform/signing/deployed-signer.ts"
import { deployedRecordFinder, deployedTracking } from "../intake/tracking/deployed-tracking.ts"
import type { TrackingRecords } from "../intake/tracking/tracking-records.ts"
import type { PartyDirectory } from "../parties/party-directory.ts"
import { dynamoRestrictions } from "../watch/detection/restrictions/dynamo-restrictions.ts"
import { dynamoDisclosures } from "../watch/lookups/ledger/dynamo-disclosures.ts"
import { dynamoReportStreams } from "../watch/lookups/reporting/dynamo-report-streams.ts"
import type { NoticeDesk } from "./actions/notification.ts"
import type { RestrictionDesk } from "./actions/renew-or-release.ts"
import { caseWriter } from "./cases/case-writer.ts"
import type { CaseDesk } from "./cases/change-case.ts"
import { dynamoBreachCases } from "./cases/dynamo-breach-cases.ts"
import type { DossierDesk } from "./documents/dossier-of-case.ts"
import { claimantFinder, shipmentDescriber } from "./exposures/copied-references.ts"
import { dynamoEvidence } from "./exposures/dynamo-evidence.ts"
import type { ExposurePorts } from "./exposures/exposure-ports.ts"
import { reportedReferences } from "./exposures/named-references.ts"
import { lawCatalogue } from "./law/catalogue.ts"
import type { ReportDesk } from "./opening/report-breach.ts"

/** KMS answered a MAC request without a MAC. */
export class MacMissing extends Error {
  override name = "MacMissing"
  constructor() {
    super("KMS gave no MAC for the head of a timeline")
  }
}

/** The desk of functions that record what parties do about a case. It opens nothing that is sealed. */
export async function deployedActionDesk(parties: PartyDirectory): Promise<NoticeDesk & RestrictionDesk> {
  const hashes = await deployedKeyedHash()
  return {
    ...deployedCaseDesk(parties, hashes),
    records: deployedRecordFinder(hashes),
    restrictions: dynamoRestrictions(deployedTable("Restrictions")),
  }
}

/** The desk of the function that draws documents. It reads cases, and opens nothing that is sealed. */
export function deployedDossierDesk(parties: PartyDirectory): DossierDesk {
  return {
    parties,
    laws: lawCatalogue,
    cases: dynamoBreachCases(deployedTable("BreachCases")),
    streams: dynamoReportStreams(deployedTable("ReportStreams")),
    clock: systemClock,
  }
}

/** The desk of functions that add exposures to a case. */
export async function deployedGrowthDesk(
  parties: PartyDirectory,
): Promise<ExposurePorts & { records: TrackingRecords; sealer: Sealer; keyedHash: KeyedHash }> {
  const { hashes, sealer, records } = await deployedTracking()
  return {
    ...deployedCaseDesk(parties, hashes),
    describeShipments: shipmentDescriber({ records, sealer }),
    claimantsOf: claimantFinder(records),
    records,
    sealer,
    keyedHash: hashes,
  }
}

/** The desk of functions that also search the ledger for exposures. They wire how cases are merged. */
export async function deployedReportDesk(
  parties: PartyDirectory,
): Promise<Omit<ReportDesk, "merge"> & { records: TrackingRecords; sealer: Sealer }> {
  const desk = await deployedGrowthDesk(parties)
  return {
    ...desk,
    references: reportedReferences(desk),
    disclosures: dynamoDisclosures(deployedTable("Disclosures")),
    evidence: dynamoEvidence(deployedTable("Disclosures")),
  }
}

/** The desk of functions that change cases, and nothing else. */
export function deployedCaseDesk(parties: PartyDirectory, hashes: KeyedHash): CaseDesk {
  const cases = dynamoBreachCases(deployedTable("BreachCases"))
  const macHead = kmsMac(new KMSClient({}), deployedResource("headMacKey"))
  const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))
  return {
    ...deployedDossierDesk(parties),
    cases,
    write: caseWriter({
      cases,
      laws: lawCatalogue,
      clock: systemClock,
      randomId,
      sleep,
      macHead,
      signer: deployedSigner(),
    }),
    randomId,
    macHead,
    hashUnderKey: (...parts) => hashes.lastingHash("case-alias", ...parts),
  }
}

/** HMAC-SHA-256 under a KMS key: base64. */
function kmsMac(kms: KMSClient, keyId: string): (message: string) => Promise<string> {
  return async (message) => {
    const answer = await kms.send(
      new GenerateMacCommand({ KeyId: keyId, MacAlgorithm: "HMAC_SHA_256", Message: Buffer.from(message) }),
    )
    if (answer.Mac === undefined) throw new MacMissing()
    return Buffer.from(answer.Mac).toString("base64")
  }
}
