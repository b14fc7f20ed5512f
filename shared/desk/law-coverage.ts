import * as z from "zod"
import { ownString } from "../base/contracts/bounded-string.ts"
import { mayBeIn, unknownRegion } from "../intake/tracking/recipient-region.ts"
import type { PartyRow } from "./cases/participant-rows.ts"
import type { PartyFacts } from "./facts.ts"
import type { Law } from "./law/law.ts"

/** Which laws are looked at for a party, and where people of its affected shipments are that none of them is of. */
export const lawCoverageSchema = z.strictObject({
  laws: z
    .array(ownString().min(1))
    .meta({ description: "The laws that are looked at for the party", examples: [["ca-pipeda"]] }),
  toConfirm: z
    .array(ownString().min(1))
    .optional()
    .meta({
      description:
        "Those of them that are not configured for the party. They bind by where people live, and some of the " +
        "recipients are there or may be: the party confirms whether they bind it",
      examples: [["us-ca-civil-1798-82"]],
    }),
  notHere: z
    .array(ownString().min(1))
    .optional()
    .meta({
      description:
        "Laws that are configured for the party and that this deployment does not have. No duty is derived from them " +
        "anew: the party checks what they ask",
      examples: [["us-xx-own-act"]],
    }),
  elsewhere: z.array(ownString()).meta({
    description: "Countries, provinces and states of recipients that none of the laws covers. Their law was not read",
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

type Covered = Pick<PartyFacts, "laws" | "configuredLaws" | "shipments" | "possibleShipments" | "shipmentsByRegion"> &
  Partial<Pick<PartyFacts, "possibleByRegion">>

/** What these laws cover, by the regions of a party's shipments, those that were only possibly exposed included. */
export function lawCoverage(
  {
    laws: ids,
    configuredLaws = ids,
    shipments,
    possibleShipments = 0,
    shipmentsByRegion,
    possibleByRegion = {},
  }: Covered,
  laws: readonly Law[],
): LawCoverage {
  const toConfirm = ids.filter((id) => !configuredLaws.includes(id))
  const looked = ids.flatMap((id) => laws.find((law) => law.id === id) ?? [])
  const notHere = ids.filter((id) => !looked.some((law) => law.id === id))
  const places = looked.map(({ jurisdiction }) => jurisdiction)
  const counted = [...Object.entries(shipmentsByRegion), ...Object.entries(possibleByRegion)]
  const regions = counted.filter(([region]) => region !== unknownRegion)
  const known = regions.reduce((sum, [, one]) => sum + one, 0)
  const unknown = known === 0 ? "all" : known < shipments + possibleShipments ? "some" : undefined
  return {
    laws: looked.map(({ id }) => id),
    ...(toConfirm.length === 0 ? {} : { toConfirm }),
    ...(notHere.length === 0 ? {} : { notHere }),
    elsewhere: [...new Set(regions.map(([region]) => region))]
      .filter((region) => !places.some((place) => isIn(region, place)))
      .sort(),
    ...(unknown === undefined ? {} : { unknown }),
  }
}

/** Whether a region is within the place that a law is of. A country without its part is not within the part. */
const isIn = (region: string, place: string): boolean =>
  region === place || region.startsWith(`${place}-`) || (place === "EU" && memberStates.has(region))

/** The laws to look at for a party's side of a case. */
export type LawsOfSide = {
  /** Ids of all of them. */
  readonly laws: readonly string[]
  /** Those that are not configured for the party: whether they bind it is to be confirmed. */
  readonly toConfirm: readonly string[]
}

/**
 * The laws that a party's configuration names, and those that bind by where people live, as soon as affected shipments,
 * or possibly affected ones, went there, or to nobody knows which part of the country.
 *
 * @param configured ids of the laws of the party's configuration
 */
export function lawsOfSide(
  laws: readonly Pick<Law, "id" | "jurisdiction" | "reach">[],
  configured: readonly string[],
  { shipmentsByRegion, possible }: Pick<PartyRow, "shipmentsByRegion" | "possible">,
): LawsOfSide {
  const regions = [shipmentsByRegion, possible?.shipmentsByRegion].flatMap((byRegion = {}) =>
    Object.entries(byRegion).flatMap(([region, shipments]) =>
      shipments > 0 && region !== unknownRegion ? [region] : [],
    ),
  )
  const mayConcern = (place: string) => regions.some((region) => region === place || mayBeIn(region, place))
  const toConfirm = laws
    .filter(
      ({ id, reach, jurisdiction }) => reach === "residents" && !configured.includes(id) && mayConcern(jurisdiction),
    )
    .map(({ id }) => id)
  return { laws: [...configured, ...toConfirm], toConfirm }
}
