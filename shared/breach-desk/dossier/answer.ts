import { say } from "../../platform/bilingual.ts"
import type { FactRow } from "./document.ts"
import type { Perspective } from "./perspective.ts"

/** An answer to one required item. `withheld` names the kinds of personal data for which prose was left out. */
export type Answer = Pick<FactRow, "values" | "standing"> & { readonly withheld: readonly string[] }

export const known = (...values: readonly string[]): Answer => ({
  values: [...values],
  standing: "known",
  withheld: [],
})

export const unknown = ({ language }: Perspective, why?: { en: string; fr: string }): Answer => ({
  values: [
    why?.[language] ??
      say(language, "Not known when this document was prepared.", "Inconnu au moment de la préparation du document."),
  ],
  standing: "unknown",
  withheld: [],
})

export const toComplete = ({ language }: Perspective): Answer => ({
  values: [say(language, "To be completed by the organisation.", "À compléter par l’organisation.")],
  standing: "toComplete",
  withheld: [],
})
