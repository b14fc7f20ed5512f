import { type DeclineReason, declineReasonSchema } from "../../base/contracts/words.ts"
import type { LetterAnswer, LetterRequest } from "../cases/letter-rows.ts"

type Kind = LetterRequest["kind"]
export type AnswerKind = LetterAnswer["kind"]

const answersOfKind: Readonly<Record<Kind, readonly AnswerKind[]>> = {
  tellWhatWasSeen: ["inform", "decline"],
  doDuty: ["accept", "decline"],
  stopTool: ["stopped", "accept", "decline"],
}

/** What a counterparty can answer to a request, in the order of the form. A record cannot be declined. */
export const answersTo = (request: LetterRequest): readonly AnswerKind[] =>
  request.kind === "doDuty" && request.dutyKind === "keepRecord" ? ["accept"] : answersOfKind[request.kind]

/** Reasons that are about notifying people. */
const aboutPeople: ReadonlySet<DeclineReason> = new Set(["noContactDetails", "requesterShouldTell", "alreadyTold"])

/** Why a counterparty can decline a request. */
export const reasonsToDecline = (kind: Kind): readonly DeclineReason[] =>
  kind === "doDuty"
    ? declineReasonSchema.options
    : declineReasonSchema.options.filter((reason) => !aboutPeople.has(reason))

/** Whether an answer fits a request. What was seen is told by a file. */
export function fits(request: LetterRequest, answer: LetterAnswer, hasFile: boolean): boolean {
  if (!answersTo(request).includes(answer.kind)) return false
  if (answer.kind === "inform") return hasFile
  return answer.kind !== "decline" || reasonsToDecline(request.kind).includes(answer.reason)
}
