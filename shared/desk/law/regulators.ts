import { lawCatalogue } from "./catalogue.ts"
import type { Law } from "./law.ts"

/** A regulator as the laws name it. */
export type Regulator = Law["rules"][number]["to"]

/**
 * The regulators to which the laws of the catalogue have a breach reported, by their codes. Pages in a browser are
 * built with this value in place of this file, because a browser cannot read the laws.
 */
export const regulators: ReadonlyMap<string, Regulator> = new Map(
  lawCatalogue
    .flatMap(({ rules }) => rules)
    .filter(({ kind }) => kind === "tellRegulator")
    .map(({ to }) => [to.code, to]),
)
