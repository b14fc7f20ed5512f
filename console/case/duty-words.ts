import { isByContract } from "../../shared/base/contracts/by-contract.ts"
import { labelled, type Pair, pair } from "../../shared/base/platform/bilingual.ts"
import { kindInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import type { OtherParty, OthersDuty, OwnDuty } from "./case-view.ts"
import { knownLaws } from "./known-laws.ts"

type NamedDuty = Pick<OwnDuty | OthersDuty, "kind" | "law" | "towards"> & { readonly addressee?: string }

/** Puts duties into words: what is owed and to whom, such as "Notify the regulator: …". */
export function useDutyWords(): (duty: NamedDuty) => string {
  const { language } = useLanguage()
  const nameParty = usePartyWords()
  return ({ kind, law, towards, addressee }) => {
    const what = kindInWords(kind, language)
    if (towards !== undefined) return labelled(what, nameParty(towards), language)
    if (kind !== "tellRegulator") return what
    const regulators = knownLaws.find(({ id }) => id === law)?.regulators ?? []
    const to = regulators.find(({ code }) => code === addressee)?.name[language]
    return to === undefined ? what : labelled(what, to, language)
  }
}

/** Names a party of a case: by its public name, or by what it is. */
export function usePartyWords(): (party: Pick<OtherParty, "alias"> & { readonly kind: string }) => string {
  const say = useSay()
  return ({ alias, kind }) => {
    if (alias !== undefined) return alias
    if (kind === "carrier") return say("party.carrier")
    if (kind === "retailer") return say("party.retailer")
    return kind === "hub" ? say("party.hub") : say("party.other")
  }
}

const contractName = pair("Contract", "Contrat")

/** The short name of a law, or its id if the hub does not know it. A contract is none. */
export const lawName = (id: string): Pair =>
  isByContract({ law: id }) ? contractName : (knownLaws.find((law) => law.id === id)?.shortName ?? pair(id, id))

/** The regulators to which the laws have a breach reported, by their codes. */
export const regulatorNames: ReadonlyMap<string, Pair> = new Map(
  knownLaws.flatMap(({ regulators }) => regulators.map(({ code, name }) => [code, name])),
)

/** The name of a regulator, or its code if the hub does not know it. */
export const regulatorName = (code: string): Pair => regulatorNames.get(code) ?? { en: code, fr: code }

/** The short name of a law in the language of the page. */
export function useLawWords(): (law: string) => string {
  const { language } = useLanguage()
  return (law) => lawName(law)[language]
}
