/** Why a request usually gets a problem, and what its sender does. In English, for engineers of parties. */
export type Cause = { readonly causes: string; readonly mend: string }

export const readTheCase = "Read the case again with `GET /v1/cases/{caseAlias}`, and decide anew."
