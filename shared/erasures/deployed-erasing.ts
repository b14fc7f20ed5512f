import { dynamoBreachCases } from "../breach-desk/cases/dynamo-breach-cases.ts"
import { dynamoAccessProfiles } from "../detection/profiles/dynamo-access-profiles.ts"
import { lawCatalogue } from "../law/catalogue.ts"
import { dynamoDisclosures } from "../lookups/ledger/dynamo-disclosures.ts"
import { dynamoDisclosureLog } from "../lookups/log/dynamo-disclosure-log.ts"
import { deployedPublisher } from "../parties/channels/deployed-publisher.ts"
import type { PartyDirectory } from "../parties/party-directory.ts"
import { systemClock } from "../platform/clock.ts"
import { deployedTable } from "../platform/deployed-table.ts"
import { deployedErasures, deployedTracking } from "../tracking/deployed-tracking.ts"
import type { ErasureTools } from "./erase-shipment.ts"

/** What it takes to erase a shipment from every table. */
export async function deployedErasing(parties: PartyDirectory): Promise<ErasureTools> {
  return {
    ...(await deployedTracking()),
    erasures: deployedErasures(),
    disclosures: dynamoDisclosures(deployedTable("Disclosures")),
    log: dynamoDisclosureLog(deployedTable("Statements")),
    profiles: dynamoAccessProfiles(deployedTable("AccessProfiles")),
    cases: dynamoBreachCases(deployedTable("BreachCases")),
    laws: lawCatalogue,
    parties,
    publisher: deployedPublisher(),
    clock: systemClock,
  }
}
