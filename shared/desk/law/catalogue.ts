import type { Law } from "./law.ts"
import { laws } from "./load-laws.ts"

/** The laws that this deployment has: the pack, and those of its own. A bundle has them as data in a file beside it. */
export const lawCatalogue: readonly Law[] = laws

/** Their ids. A law that is not among them binds nobody here. */
export const knownLawIds: readonly string[] = laws.map(({ id }) => id)

/** The law with this id; undefined if there is none. */
export const findLaw = (id: string): Law | undefined => lawCatalogue.find((law) => law.id === id)
