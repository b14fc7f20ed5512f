import type { Cause } from "./problem-cause.ts"

/** Why a record of a question, of somebody else whom a party told, or of notices that came back is refused. */
export const correspondenceCauses = {
  returnedInFuture: {
    causes: "`returnedAt` is later than now. Time zones are often mixed up.",
    mend: "Send the instant at which the notices were back, with its offset.",
  },
  correspondenceInFuture: {
    causes: "`at` is later than now. Time zones are often mixed up.",
    mend: "Send the instant at which the question came, it was answered, or somebody was told, with its offset.",
  },
  termTooEarly: {
    causes: "`dueAt` is not after `at`, or, of more time, not after the term that it replaces.",
    mend: "Send the term that the regulator set. If you recorded a wrong one that is too late, write a private note.",
  },
  unknownQuestion: {
    causes: "`questionId` is none of the questions that your organisation recorded in this case.",
    mend: "Read the case: `correspondence.questions` has them.",
  },
  questionOver: {
    causes: "The answer to this question is recorded already, perhaps by a colleague.",
    mend: "Read the case. If the regulator asks again, record a new question.",
  },
  tooMuchCorrespondence: {
    causes: "The case has 10 questions of regulators, or 30 records of whom your organisation told.",
    mend: "Write a private note about more.",
  },
} satisfies Record<string, Cause>
