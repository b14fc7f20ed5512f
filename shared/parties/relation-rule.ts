/**
 * How a viewer relates to the party that a fact is about. Retailers never learn of each other, and carriers never learn
 * of each other: to one another they are strangers, and so are a retailer and a carrier that share nothing in the case.
 */
export type Relation = "self" | "counterparty" | "stranger" | "hub"

/** What a viewer gets of a fact: the fact, a code in its place, or nothing. */
export type Shown = "shown" | "code" | "hidden"

/** What each viewer gets of a fact, by its relation to the party that the fact is about. */
export type Rule = Readonly<Record<Relation, Shown>>

export const everyParty = {
  self: "shown",
  counterparty: "shown",
  stranger: "shown",
  hub: "shown",
} as const satisfies Rule
export const thoseItDealsWith = { ...everyParty, stranger: "hidden" } as const satisfies Rule
export const itself = { ...thoseItDealsWith, counterparty: "hidden" } as const satisfies Rule
/** Not even the hub asks for it: who does what inside of a party is its own business. */
export const itselfAlone = { ...itself, hub: "hidden" } as const satisfies Rule
export const counterparties = { ...thoseItDealsWith, self: "hidden" } as const satisfies Rule
export const hubAlone = { ...itself, self: "hidden" } as const satisfies Rule

/** The value if the viewer may see it, a code in its place, or `undefined`. */
export function shownAs<Value>(rule: Rule, relation: Relation, value: Value, code?: Value): Value | undefined {
  const shown = rule[relation]
  if (shown === "hidden") return undefined
  return shown === "shown" ? value : code
}

export function isShown(rule: Rule, relation: Relation): boolean {
  return rule[relation] === "shown"
}
