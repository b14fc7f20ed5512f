import type { Pair } from "../../shared/base/platform/bilingual.ts"
import { lawCatalogue } from "../../shared/desk/law/catalogue.ts"

/**
 * What the console says of a law: its short name, the regulators to which it has a breach reported, and whether a party
 * names its own.
 */
type KnownLaw = {
  readonly id: string
  readonly shortName: Pair
  readonly isAuthorityOwn: boolean
  readonly regulators: readonly { readonly code: string; readonly name: Pair }[]
}

/**
 * The laws that the hub knows. The build puts this value into the page in place of this file, because the laws
 * themselves are as large as all else that an overview needs.
 */
export const knownLaws: readonly KnownLaw[] = lawCatalogue.map(({ id, shortName, rules }) => ({
  id,
  shortName,
  isAuthorityOwn: rules.some(({ to }) => to.chosenByParty === true),
  regulators: rules.filter(({ kind }) => kind === "tellRegulator").map(({ to: { code, name } }) => ({ code, name })),
}))
