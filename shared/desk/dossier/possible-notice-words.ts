import { type Pair, pair } from "../../base/platform/bilingual.ts"

/** What a notice says in place of other sentences, if nobody knows whether a delivery was seen. */
export const possibleNoticeSentences = {
  yoursPerhaps: pair("Yours may have been one of them.", "La vôtre en faisait peut-être partie."),
  mayBeShown: pair("What may have been shown:", "Ce qui a pu être affiché :"),
} as const satisfies Readonly<Record<string, Pair>>
