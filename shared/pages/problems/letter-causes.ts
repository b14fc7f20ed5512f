import { type Cause, readTheCase } from "./problem-cause.ts"

/** Causes of the codes about letters to named counterparties. */
export const letterCauses = {
  unknownLetter: {
    causes: "The id is of no letter of this case, or of one to a carrier that another retailer named.",
    mend: "Read the ids of your letters with `GET /v1/cases/{caseAlias}/letters`.",
  },
  letterOver: {
    causes: "The carrier has answered the letter, or you revoked it.",
    mend: "Read its answer with `GET /v1/cases/{caseAlias}/letters`. To ask something else, write another letter.",
  },
  answerTooLate: {
    causes: "The answer to a letter came after the duty was taken over or the case was closed.",
    mend: `${readTheCase} The timeline has the answer.`,
  },
  noSuchCounterparty: {
    causes: "You named no carrier in this case, or several and `to` names none of them.",
    mend: "Write in `to` the `carrierId` under which your shipments name the carrier.",
  },
} as const satisfies Readonly<Record<string, Cause>>
