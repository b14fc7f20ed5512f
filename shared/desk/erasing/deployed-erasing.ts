import { systemClock } from "../../base/platform/clock.ts"
import { isLeftOut } from "../../base/platform/deployed-resources.ts"
import { deployedTable } from "../../base/platform/deployed-table.ts"
import type { ErasureTools } from "../../intake/erasures/erase-shipment.ts"
import { deployedErasures, deployedTracking } from "../../intake/tracking/deployed-tracking.ts"
import { deployedPublisher } from "../../parties/channels/deployed-publisher.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import { dynamoAccessProfiles } from "../../watch/detection/profiles/dynamo-access-profiles.ts"
import { makeFindLookups } from "../../watch/lookups/erasing/find-lookups.ts"
import { dynamoDisclosures } from "../../watch/lookups/ledger/dynamo-disclosures.ts"
import { deployedDisclosureLog } from "../../watch/lookups/log/deployed-disclosure-log.ts"
import { dynamoBreachCases } from "../cases/dynamo-breach-cases.ts"
import { lawCatalogue } from "../law/catalogue.ts"
import { makeFindEvidence } from "./held-evidence.ts"

/** What it takes to erase a shipment from every table, but for what cases hold. */
export async function deployedErasing(parties: PartyDirectory): Promise<ErasureTools> {
  const tracking = await deployedTracking()
  return {
    ...tracking,
    findParts: makeFindLookups({
      disclosures: dynamoDisclosures(deployedTable("Disclosures")),
      log: deployedDisclosureLog(),
      profiles: dynamoAccessProfiles(deployedTable("AccessProfiles")),
      findEvidence: isLeftOut("desk")
        ? undefined
        : makeFindEvidence({
            cases: dynamoBreachCases(deployedTable("BreachCases")),
            laws: lawCatalogue,
            parties,
            clock: systemClock,
          }),
      hashes: tracking.hashes,
      parties,
    }),
    erasures: deployedErasures(),
    publisher: deployedPublisher(),
    clock: systemClock,
  }
}
