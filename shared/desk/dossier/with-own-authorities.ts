import { documentLanguages } from "../../base/contracts/words.ts"
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
    if (own.length === 0) return law
    const rules = law.rules.map((rule) => addressed(rule, own))
    return { ...law, ...languagesOf(own), ...complaints(law), rules }
  })

/** The languages that all of them take, if there is one: they get the same report. */
function languagesOf(own: readonly OwnAuthority[]): Pick<Law, "reportLanguages"> {
  const shared = documentLanguages.filter((language) => own.every(({ languages = [] }) => languages.includes(language)))
  return shared.length === 0 ? {} : { reportLanguages: shared }
}

function addressed(rule: Rule, own: readonly OwnAuthority[]): Rule {
  if (rule.to.chosenByParty === undefined) return rule
  const name = own.map((authority) => authority.name).join("; ")
  const howToReach = own.length === 1 ? own[0]?.reportAt : undefined
  return { ...rule, to: { code: rule.to.code, name: { en: name, fr: name }, howToReach } }
}

function complaints({ complaintsTo, rules }: Law): Pick<Law, "complaintsTo"> {
  return { complaintsTo: complaintsTo ?? rules.find(({ kind }) => kind === "tellRegulator")?.to.name }
}
