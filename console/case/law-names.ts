import { use } from "react"
import type { Law } from "../../shared/desk/law/law.ts"

const laws = import("../../shared/desk/law/catalogue.ts").then(({ lawCatalogue }) => lawCatalogue)

/** The laws that the hub knows. They are a file of their own, which is loaded once. */
export const useLaws = (): readonly Law[] => use(laws)

export function useLawName(): (id: string) => Law["shortName"] {
  const known = useLaws()
  return (id) => known.find((law) => law.id === id)?.shortName ?? { en: id, fr: id }
}
