import { type DeclineReason, declineReasonSchema } from "../../base/contracts/words.ts"
import type { LetterAnswer, LetterRequest } from "../cases/letter-rows.ts"

type Kind = LetterRequest["kind"]
export type AnswerKind = LetterAnswer["kind"]

/** What a counterparty can answer to a request, in the order of the form. */
export const answersTo: Readonly<Record<Kind, readonly AnswerKind[]>> = {
  tellWhatWasSeen: ["inform", "decline"],
  doDuty: ["accept", "decline"],
  stopTool: ["stopped", "accept", "decline"],
}

/** Reasons that are about notifying people. */
const aboutPeople: ReadonlySet<DeclineReason> = new Set(["noContactDetails", "requesterShouldTell", "alreadyTold"])

/** Why a counterparty can decline a request. */
export const reasonsToDecline = (kind: Kind): readonly DeclineReason[] =>
  kind === "doDuty"
    ? declineReasonSchema.options
    : declineReasonSchema.options.filter((reason) => !aboutPeople.has(reason))

/** Whether an answer fits a request. What was seen is told by a file. */
export function fits({ kind }: LetterRequest, answer: LetterAnswer, hasFile: boolean): boolean {
  if (!answersTo[kind].includes(answer.kind)) return false
  if (answer.kind === "inform") return hasFile
  return answer.kind !== "decline" || reasonsToDecline(kind).includes(answer.reason)
}
