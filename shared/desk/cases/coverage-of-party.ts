import { unknownRegion } from "../../intake/tracking/recipient-region.ts"
import type { Party } from "../../parties/party.ts"
import { rolesUnder } from "../duties/derive-duties.ts"
import { hasLaterTextAlone, type Times } from "../duties/due-time.ts"
import type { PartyFacts } from "../facts.ts"
import { factsForDuties } from "../facts-of-case.ts"
import type { Law } from "../law/law.ts"
import type { LawCoverage } from "../law-coverage.ts"
import type { PartyRow } from "./case-rows.ts"

/** Which laws are looked at for a party, and where people of its affected shipments are that none of them covers. */
export const coverageOfParty = (laws: readonly Law[], party: Party, row: PartyRow): LawCoverage =>
  lawCoverage(factsForDuties(row, party, laws), laws)

/** Members of the European Union (ISO 3166-1), of all of which a law of the Union is. */
const memberStates: ReadonlySet<string> = new Set(
  "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(" "),
)

type Covered = Pick<PartyFacts, "laws" | "configuredLaws" | "shipments" | "possibleShipments" | "shipmentsByRegion"> &
  Partial<Pick<PartyFacts, "possibleByRegion" | "roles" | "counterparties">> &
  Times

/** What these laws cover, by the regions of a party's shipments, those that were only possibly exposed included. */
export function lawCoverage(
  {
    laws: ids,
    configuredLaws = ids,
    shipments,
    possibleShipments = 0,
    shipmentsByRegion,
    possibleByRegion = {},
    roles = [],
    counterparties = [],
    ...times
  }: Covered,
  laws: readonly Law[],
): LawCoverage {
  const here = ids.flatMap((id) => laws.find((law) => law.id === id) ?? [])
  const notHere = ids.filter((id) => !here.some((law) => law.id === id))
  const unread = here.filter(({ nobodyHasRead }) => nobodyHasRead)
  const looked = here.filter((law) => !unread.includes(law))
  const toConfirm = ids.filter((id) => !configuredLaws.includes(id) && !unread.some((law) => law.id === id))
  const laterText = looked.filter((law) => hasLaterTextAlone(times, law, rolesUnder(law.id, { roles, counterparties })))
  const places = here.map(({ jurisdiction }) => jurisdiction)
  const counted = [...Object.entries(shipmentsByRegion), ...Object.entries(possibleByRegion)]
  const regions = counted.filter(([region]) => region !== unknownRegion)
  const known = regions.reduce((sum, [, one]) => sum + one, 0)
  const unknown = known === 0 ? "all" : known < shipments + possibleShipments ? "some" : undefined
  return {
    laws: looked.map(({ id }) => id),
    ...(toConfirm.length === 0 ? {} : { toConfirm }),
    ...(notHere.length === 0 ? {} : { notHere }),
    ...(laterText.length === 0 ? {} : { laterText: laterText.map(({ id }) => id) }),
    ...(unread.length === 0 ? {} : { unread: unread.map(({ id }) => id) }),
    elsewhere: [...new Set(regions.map(([region]) => region))]
      .filter((region) => !places.some((place) => isIn(region, place)))
      .sort(),
    ...(unknown === undefined ? {} : { unknown }),
  }
}

/** Whether a region is within the place that a law is of. A country without its part is not within the part. */
const isIn = (region: string, place: string): boolean =>
  region === place || region.startsWith(`${place}-`) || (place === "EU" && memberStates.has(region))
