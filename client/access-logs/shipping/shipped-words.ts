import { fieldName, proof } from "../../../shared/base/contracts/words.ts"

/** What a tool may show, for a help text. */
export const disclosedFieldNames = fieldName.options.join(", ")

/** What a tool of a carrier may ask for. */
export const shippedProofs = proof.exclude(["party"]).options
