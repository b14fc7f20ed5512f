import type { PartyFacts } from "../facts.ts"
import type { Law, Rule } from "../law/law.ts"

type OwnAuthority = PartyFacts["authorities"][number]

/**
 * The laws with the authorities that a party names, in place of the words of laws that leave it open which authority it
 * is. Who complains may still turn to any of them (GDPR, art. 77(1)), so that stays in the law's words.
 */
export const withOwnAuthorities = (laws: readonly Law[], authorities: readonly OwnAuthority[]): readonly Law[] =>
  laws.map((law) => {
    const own = authorities.filter((authority) => authority.law === law.id)
    return own.length === 0 ? law : { ...law, ...complaints(law), rules: law.rules.map((rule) => addressed(rule, own)) }
  })

function addressed(rule: Rule, own: readonly OwnAuthority[]): Rule {
  if (rule.to.chosenByParty === undefined) return rule
  const name = own.map((authority) => authority.name).join("; ")
  const howToReach = own.length === 1 ? own[0]?.reportAt : undefined
  return { ...rule, to: { code: rule.to.code, name: { en: name, fr: name }, howToReach } }
}

function complaints({ complaintsTo, rules }: Law): Pick<Law, "complaintsTo"> {
  return { complaintsTo: complaintsTo ?? rules.find(({ kind }) => kind === "tellRegulator")?.to.name }
}
