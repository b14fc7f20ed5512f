import { say } from "../../base/platform/bilingual.ts"
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

/** The visible gap that a draft shows where a fact is missing. */
export const gap = ({ language }: Pick<Perspective, "language">): string =>
  say(language, "[to be added]", "[à ajouter]")

/** The fact is missing: the document stays a draft until it is set. */
export const missing = (view: Perspective, withheld: readonly string[] = []): Answer => ({
  values: [gap(view)],
  standing: "missing",
  withheld,
})
