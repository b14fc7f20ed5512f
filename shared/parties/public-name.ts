import type { Party } from "./party.ts"
import { itself, type Relation, type Rule, shownAs, thoseItDealsWith } from "./relation-rule.ts"

/** A party as another party may know it: by kind and alias, or by its kind alone. */
export type PublicName = { kind: "retailer" | "carrier"; alias?: string }

/** How a party is named to others. A discreet party goes by its kind, also to those that it deals with. */
export const nameRules = {
  named: { ...thoseItDealsWith, stranger: "code" },
  discreet: { ...itself, counterparty: "code", stranger: "code" },
} as const satisfies Record<string, Rule>

/** How a party is named to a party that it deals with, or to one that relates to it in another way. */
export function publicName(
  { kind, alias, discreet }: Pick<Party, "kind" | "alias" | "discreet">,
  relation: Relation = "counterparty",
): PublicName {
  const name = shownAs(discreet ? nameRules.discreet : nameRules.named, relation, alias)
  return name === undefined ? { kind } : { kind, alias: name }
}
