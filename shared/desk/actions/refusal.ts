import { mostCorrespondence } from "../cases/correspondence.ts"
import { dutyRefusals } from "../duties/duty-refusals.ts"
import { mostEvidence } from "../evidence-file.ts"
import {
  conflict,
  forbidden,
  invalid,
  invalidField,
  notFound,
  preconditionFailed,
  type RefusalRule,
} from "../refusal-rule.ts"
import type { Obstacle } from "./closing-obstacles.ts"
import type { RestrictionRefusal } from "./renew-or-release.ts"

const ofRestrictions = {
  unknownRestriction: notFound("data.restrictionId", "unknownReference")("No restriction with this id concerns you."),
  sharedRestriction: forbidden("data.restrictionId", "notYours")("You cannot decide about this restriction alone."),
  notStanding: conflict("data.restrictionId", "conflict")("The restriction has ended or was released."),
  untilPast: invalidField("until", "tooSmall")("The new end must be in the future."),
  untilTooFar: invalidField("until", "tooBig")("A restriction can be renewed for at most 30 days."),
} satisfies Record<RestrictionRefusal, RefusalRule>

const ofApprovals = {
  approvalNeedsPerson: forbidden(
    "data",
    "notAllowed",
  )("Your organization has a second person approve this, so a person has to ask for it. Sign in to the console."),
  unknownApproval: notFound(
    "data.approvalId",
    "unknownReference",
  )("No action of yours with this approval id waits in this case."),
  approvalDecided: conflict("data.approvalId", "conflict")("Somebody has already approved or declined this action."),
  approvalLapsed: conflict(
    "data.approvalId",
    "conflict",
  )("The case no longer allows the action that waited, so it was dropped. Ask for it anew if it is still due."),
  ownApproval: forbidden(
    "data.approvalId",
    "notAllowed",
  )("You asked for this action yourself. Another person has to approve it."),
} satisfies Record<string, RefusalRule>

const ofLetters = {
  unknownLetter: notFound("data.letterId", "unknownReference")("You have no letter with this id in this case."),
  letterOver: conflict("data.letterId", "conflict")("The letter was answered or revoked, or its link has ended."),
  answerTooLate: conflict(
    "data.letterId",
    "conflict",
  )("The answer is recorded. It changes nothing, because the case no longer allows it."),
  noSuchCounterparty: conflict(
    "data.to",
    "unknownReference",
  )("The case has no carrier of this name that you named. Only such a carrier gets letters."),
} satisfies Record<string, RefusalRule>

const ofViews = {
  unknownRegulator: invalidField(
    "regulator",
    "unknownReference",
  )("No law of the catalogue has breaches reported to a regulator with this code."),
  unknownOtherParty: invalidField(
    "beside",
    "unknownReference",
  )("You deal with no party in this case that has this alias of it."),
  tooManyViews: conflict("data.step", "conflict")("You have 20 open views of this case. Revoke one first."),
  unknownView: notFound("data.viewId", "unknownReference")("You opened no view with this id in this case."),
  viewOver: conflict("data.viewId", "conflict")("The view has ended or was revoked."),
} satisfies Record<string, RefusalRule>

const ofEvidence = {
  tooMuchEvidence: conflict(
    "data.bytes",
    "limit",
  )(
    `You can add ${mostEvidence.files} files of evidence to a case, of ${mostEvidence.bytes / 1_000_000} MB together. ` +
      "Put several into one ZIP archive, leave out what shows nothing, or keep the rest yourself and write a note about it.",
  ),
} satisfies Record<string, RefusalRule>

const ofNotices = {
  writeAgainInPast: invalidField(
    "writeAgainBy",
    "tooSmall",
  )("The time by which you write again must be in the future."),
  writeAgainTooFar: invalidField(
    "writeAgainBy",
    "tooBig",
  )("People can be promised a notice within 365 days. State an earlier time."),
  wroteAgainInFuture: invalidField(
    "wroteAgainAt",
    "tooBig",
  )("The time at which you wrote again is in the future. State it once the notices were sent."),
  wroteAgainBeforeNotice: invalidField(
    "wroteAgainAt",
    "tooSmall",
  )("You recorded no notice to people before that time. Record the receipts of the first notices first."),
} satisfies Record<string, RefusalRule>

const ofTexts = {
  noSuchText: conflict(
    "data.text",
    "conflict",
  )("The hub has no such other text of this law for your side of the case. Read the case again: otherTexts has them."),
} satisfies Record<string, RefusalRule>

const ofCorrespondence = {
  correspondenceInFuture: invalidField(
    "at",
    "tooBig",
  )("The time is in the future. Record what was received, answered or told once it was."),
  termTooEarly: invalidField(
    "dueAt",
    "tooSmall",
  )("The answer must be due after the question came. More time must end after the term before it."),
  unknownQuestion: notFound(
    "data.questionId",
    "unknownReference",
  )("You recorded no question with this id in this case."),
  questionOver: conflict("data.questionId", "conflict")("You recorded the answer to this question already."),
  tooMuchCorrespondence: conflict(
    "data.step",
    "limit",
  )(
    `A case takes ${mostCorrespondence.questions} questions of regulators and ${mostCorrespondence.told} records of whom ` +
      "you told. Write a private note about more.",
  ),
} satisfies Record<string, RefusalRule>

/** Every reason for which the desk refuses an action. Codes are public; answers never carry a value of the request. */
export const refusals = {
  unknownCase: notFound("data.caseAlias", "unknownReference")("You have no case with this alias."),
  caseClosed: conflict("data.caseAlias", "conflict")("The case is closed."),
  caseChanged: preconditionFailed(
    "data.caseAlias",
    "conflict",
  )("The case has changed since you read it. Read it again, and send its `etag` as `if-match`."),
  signedUnderFormerId: conflict(
    "data.caseAlias",
    "conflict",
  )(
    "The signed path names the case or the duty by an id from before a merge. Read the case again, and sign the act " +
      "with the present ids.",
  ),
  unknownDuty: notFound("data.duty", "unknownReference")("The case has no such duty that you may see."),
  unknownColleague: invalidField(
    "userId",
    "unknownReference",
  )("Nobody with this user id has signed in for your organization. Colleagues are listed by their ids."),
  ambiguousDuty: conflict("data.duty.dutyId", "required")("Several duties fit. Name one by its id."),
  wrongKindOfReference: invalid(
    "data.recipients.kind",
    "notAllowed",
  )("A retailer names shipment ids, a carrier names tracking numbers."),
  notClosable: conflict("data.outcome", "conflict")("Something still keeps the case open. See `obstacles`."),
  alreadyToldOthers: conflict(
    "data.outcome",
    "conflict",
  )("People or a regulator were already notified, so this cannot be closed as a false alarm. Close it as resolved."),
  discoveredInFuture: invalidField(
    "discoveredAt",
    "tooBig",
  )("The time of discovery is in the future. State when it happened."),
  determinedInFuture: invalidField(
    "determinedAt",
    "tooBig",
  )("The time of determination is in the future. State when it happened."),
  determinedBeforeDiscovered: invalidField(
    "determinedAt",
    "tooSmall",
  )("Nobody can determine a breach before it was discovered. Correct one of the two times."),
  actedInFuture: invalidField(
    "at",
    "tooBig",
  )("The time of the action is in the future. State when it happened, or leave it out over HTTPS."),
  measureInFuture: invalid(
    "data.measure.at",
    "tooBig",
    "body.at",
  )("The time of the measure is in the future. State when it was taken."),
  notifiedInFuture: invalidField(
    "notifiedAt",
    "tooBig",
  )("The time of the notice is in the future. Record it once it was given."),
  returnedInFuture: invalidField(
    "returnedAt",
    "tooBig",
  )("The time at which the notices came back is in the future. Record them once they are back."),
  notifiedBeforeBreach: invalidField(
    "notifiedAt",
    "tooSmall",
  )("The time of the notice is before the breach. If you knew earlier, state discoveredAt with its reason first."),
  ...ofNotices,
  ...ofTexts,
  receiptInFuture: invalid(
    "data.receipt.at",
    "tooBig",
    "body.step.receipt.at",
  )("The time of the receipt is in the future. Give it once the duty was done."),
  receiptBeforeBreach: invalid(
    "data.receipt.at",
    "tooSmall",
    "body.step.receipt.at",
  )("The time of the receipt is before the breach. If you knew earlier, state discoveredAt with its reason first."),
  earlyDateWithoutReason: invalidField(
    "earlyDateReason",
    "required",
  )("The time is before the first lookup that is recorded. Give the reason in earlyDateReason."),
  ...ofApprovals,
  ...ofLetters,
  ...ofViews,
  ...ofEvidence,
  ...ofCorrespondence,
  ...dutyRefusals,
  ...ofRestrictions,
} satisfies Record<string, RefusalRule>

export type RefusalCode = keyof typeof refusals

/** All of them. */
export const refusalCodes = Object.keys(refusals).filter((code): code is RefusalCode => code in refusals)

/** Why an action is refused. `unknownCase` also when the case is another party's. */
export type Refusal = {
  refused: RefusalCode
  obstacles?: Obstacle[]
  /** Code of the refusal that an approved action met. */
  because?: string | undefined
}

export const ruleOf = ({ refused }: Refusal): RefusalRule => refusals[refused]
