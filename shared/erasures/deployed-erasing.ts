import { systemClock } from "../base/platform/clock.ts"
import { deployedTable } from "../base/platform/deployed-table.ts"
import { deployedCases } from "../desk/cases/deployed-cases.ts"
import { lawCatalogue } from "../desk/law/catalogue.ts"
import { deployedErasures, deployedTracking } from "../intake/tracking/deployed-tracking.ts"
import { deployedPublisher } from "../parties/channels/deployed-publisher.ts"
import type { PartyDirectory } from "../parties/party-directory.ts"
import { dynamoAccessProfiles } from "../watch/detection/profiles/dynamo-access-profiles.ts"
import { dynamoDisclosures } from "../watch/lookups/ledger/dynamo-disclosures.ts"
import { deployedDisclosureLog } from "../watch/lookups/log/deployed-disclosure-log.ts"
import type { ErasureTools } from "./erase-shipment.ts"

/** What it takes to erase a shipment from every table. */
export async function deployedErasing(parties: PartyDirectory): Promise<ErasureTools> {
  return {
    ...(await deployedTracking()),
    erasures: deployedErasures(),
    disclosures: dynamoDisclosures(deployedTable("Disclosures")),
    log: deployedDisclosureLog(),
    profiles: dynamoAccessProfiles(deployedTable("AccessProfiles")),
    cases: deployedCases(),
    laws: lawCatalogue,
    parties,
    publisher: deployedPublisher(),
    clock: systemClock,
  }
}
