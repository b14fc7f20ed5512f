import * as z from "zod"
import { ownString } from "../base/contracts/bounded-string.ts"
import { count } from "../base/contracts/fields.ts"
import { mayBeIn, unknownRegion } from "../intake/tracking/recipient-region.ts"
import type { PartyRow } from "./cases/participant-rows.ts"
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
  laterText: z
    .array(ownString().min(1))
    .optional()
    .meta({
      description:
        "Laws of which this deployment has, for some of what they ask, only a text that came into force after the time " +
        "that counts in this case. What they asked then is not known here, and gives no duty",
      examples: [["ca-on-fippa"]],
    }),
  unread: z
    .array(ownString().min(1))
    .optional()
    .meta({
      description:
        "Laws that bind the party, or may, and that nobody has read here. They give no duty and no date: the party " +
        "checks what they ask",
      examples: [["ca-ab-popa"]],
    }),
  elsewhere: z.array(ownString()).meta({
    description:
      "Countries, provinces and states of recipients that neither the laws nor those in `unread` cover. Their law was " +
      "not read",
    examples: [["US-TX"]],
  }),
  unknown: z
    .enum(["some", "all"])
    .optional()
    .meta({ description: "Of how many of the recipients nobody knows where they are. Absent: of none" }),
})

export type LawCoverage = z.infer<typeof lawCoverageSchema>

/** Of how many rules of a law a lawyer's review is kept, as the stage's own counsel gave it. */
export const lawReviewsSchema = z.strictObject({
  law: ownString()
    .min(1)
    .meta({ examples: ["ca-pipeda"] }),
  reviewed: count.meta({ description: "Rules of whose text a review is kept" }),
  changed: count.meta({ description: "Rules of which another text was reviewed, and this one was not" }),
  unreviewed: count.meta({ description: "Rules of which no review is kept" }),
})

export type LawReviews = z.infer<typeof lawReviewsSchema>

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
