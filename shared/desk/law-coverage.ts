import * as z from "zod"
import { ownString } from "../base/contracts/bounded-string.ts"
import { unknownRegion } from "../intake/tracking/recipient-region.ts"
import type { PartyFacts } from "./facts.ts"
import type { Law } from "./law/law.ts"

/** Which laws are configured for a party, and where people of its affected shipments are that none of them is of. */
export const lawCoverageSchema = z.strictObject({
  laws: z
    .array(ownString().min(1))
    .meta({ description: "The laws that are configured for the party", examples: [["ca-pipeda"]] }),
  elsewhere: z.array(ownString()).meta({
    description: "Countries, provinces and states of recipients that no configured law covers. Their law was not read",
    examples: [["US-TX"]],
  }),
  unknown: z
    .enum(["some", "all"])
    .optional()
    .meta({ description: "Of how many of the recipients nobody knows where they are. Absent: of none" }),
})

export type LawCoverage = z.infer<typeof lawCoverageSchema>

/** Members of the European Union (ISO 3166-1), of all of which a law of the Union is. */
const memberStates: ReadonlySet<string> = new Set(
  "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(" "),
)

/** What the configured laws cover, by the regions of a party's shipments. Of possible ones no region is counted. */
export function lawCoverage(
  {
    laws: ids,
    shipments,
    possibleShipments = 0,
    shipmentsByRegion,
  }: Pick<PartyFacts, "laws" | "shipments" | "possibleShipments" | "shipmentsByRegion">,
  laws: readonly Law[],
): LawCoverage {
  const places = laws.filter(({ id }) => ids.some((own) => own === id)).map(({ jurisdiction }) => jurisdiction)
  const regions = Object.entries(shipmentsByRegion).filter(([region]) => region !== unknownRegion)
  const known = regions.reduce((sum, [, one]) => sum + one, 0)
  const unknown = known === 0 ? "all" : known < shipments + possibleShipments ? "some" : undefined
  return {
    laws: [...ids],
    elsewhere: regions
      .map(([region]) => region)
      .filter((region) => !places.some((place) => isIn(region, place)))
      .sort(),
    ...(unknown === undefined ? {} : { unknown }),
  }
}

/** Whether a region is within the place that a law is of. A country without its part is not within the part. */
const isIn = (region: string, place: string): boolean =>
  region === place || region.startsWith(`${place}-`) || (place === "EU" && memberStates.has(region))
