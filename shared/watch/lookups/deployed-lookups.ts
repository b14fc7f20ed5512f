import { deployedKeyedHash } from "../../base/keyed-hash/deployed-keyed-hash.ts"
import { systemClock } from "../../base/platform/clock.ts"
import { deployedResource } from "../../base/platform/deployed-resources.ts"
import { readSecret } from "../../base/platform/deployed-secret.ts"
import { deployedTable } from "../../base/platform/deployed-table.ts"
import type { Telemetry } from "../../base/platform/telemetry.ts"
import { deployedRecordFinder } from "../../intake/tracking/deployed-tracking.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import { deployedDetection } from "../detection/deployed-detection.ts"
import { dynamoDisclosures } from "./ledger/dynamo-disclosures.ts"
import { accessObserver } from "./recording/observe-access.ts"
import { canaries, plantedReferences } from "./references/canaries.ts"
import { heavyReaders } from "./visitor/heavy-readers.ts"

/** What it takes to judge an access and record what it disclosed. */
export async function deployedLookups(given: { parties: PartyDirectory; telemetry: Telemetry }) {
  const { parties } = given
  const clock = systemClock
  const keyedHash = await deployedKeyedHash()
  const planted = plantedReferences(await readSecret(deployedResource("canariesSecret")))
  const owners = await parties.byIds(planted.map(({ retailerId }) => retailerId))
  const { volumes, ...detection } = deployedDetection(given)
  return {
    parties,
    keyedHash,
    records: deployedRecordFinder(keyedHash),
    canaries: canaries(planted, owners, keyedHash),
    heavyReaders: heavyReaders(),
    observer: accessObserver({ ...detection, keyedHash, clock }),
    profiles: detection.profiles,
    restrictions: detection.restrictions,
    disclosures: dynamoDisclosures(deployedTable("Disclosures")),
    volumes,
    clock,
  }
}
