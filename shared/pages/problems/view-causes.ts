import type { Cause } from "./problem-cause.ts"

const readTheViews = "Read `GET /v1/cases/{caseAlias}/views`."

/** Causes of the codes about views for regulators. */
export const viewCauses = {
  unknownRegulator: {
    causes: "`regulator` is misspelt, or is the code of no regulator in the catalogue of laws.",
    mend: "Take the code from the documentation of laws: it is the addressee of the duty to report.",
  },
  unknownOtherParty: {
    causes: "`beside` is no alias of this case, or the alias of a party that you do not deal with.",
    mend: `${readTheViews} Its \`parties\` are those that a view can stand next to.`,
  },
  tooManyViews: { causes: "You opened 20 views of this case that have not ended.", mend: "Revoke one, or let it end." },
  unknownView: { causes: "The id is of no view of this case, or of another party's.", mend: readTheViews },
  viewOver: {
    causes: "The view has ended, or you revoked it before.",
    mend: "Nothing is left to do: its link opens nothing.",
  },
} as const satisfies Readonly<Record<string, Cause>>
