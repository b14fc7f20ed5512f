import { dutyRefusals } from "../duties/duty-refusals.ts"
import { mostEvidence } from "../evidence-file.ts"
import type { RefusalRule } from "../refusal-rule.ts"
import type { Obstacle } from "./closing-obstacles.ts"
import type { RestrictionRefusal } from "./renew-or-release.ts"

const ofRestrictions = {
  unknownRestriction: {
    answer: "notFound",
    problem: { path: "data.restrictionId", rule: "unknownReference" },
    sentence: "No restriction with this id concerns you.",
  },
  sharedRestriction: {
    answer: "forbidden",
    problem: { path: "data.restrictionId", rule: "notYours" },
    sentence: "You cannot decide about this restriction alone.",
  },
  notStanding: {
    answer: "conflict",
    problem: { path: "data.restrictionId", rule: "conflict" },
    sentence: "The restriction has ended or was released.",
  },
  untilPast: {
    answer: "invalid",
    problem: { path: "data.until", rule: "tooSmall" },
    field: "body.until",
    sentence: "The new end must be in the future.",
  },
  untilTooFar: {
    answer: "invalid",
    problem: { path: "data.until", rule: "tooBig" },
    field: "body.until",
    sentence: "A restriction can be renewed for at most 30 days.",
  },
} as const satisfies Record<RestrictionRefusal, RefusalRule>

const ofApprovals = {
  approvalNeedsPerson: {
    answer: "forbidden",
    problem: { path: "data", rule: "notAllowed" },
    sentence:
      "Your organization has a second person approve this, so a person has to ask for it. Sign in to the console.",
  },
  unknownApproval: {
    answer: "notFound",
    problem: { path: "data.approvalId", rule: "unknownReference" },
    sentence: "No action of yours with this approval id waits in this case.",
  },
  approvalDecided: {
    answer: "conflict",
    problem: { path: "data.approvalId", rule: "conflict" },
    sentence: "Somebody has already approved or declined this action.",
  },
  approvalLapsed: {
    answer: "conflict",
    problem: { path: "data.approvalId", rule: "conflict" },
    sentence:
      "The case no longer allows the action that waited, so it was dropped. Ask for it anew if it is still due.",
  },
  ownApproval: {
    answer: "forbidden",
    problem: { path: "data.approvalId", rule: "notAllowed" },
    sentence: "You asked for this action yourself. Another person has to approve it.",
  },
} as const satisfies Record<string, RefusalRule>

const ofLetters = {
  unknownLetter: {
    answer: "notFound",
    problem: { path: "data.letterId", rule: "unknownReference" },
    sentence: "You have no letter with this id in this case.",
  },
  letterOver: {
    answer: "conflict",
    problem: { path: "data.letterId", rule: "conflict" },
    sentence: "The letter was answered or revoked, or its link has ended.",
  },
  answerTooLate: {
    answer: "conflict",
    problem: { path: "data.letterId", rule: "conflict" },
    sentence: "The answer is recorded. It changes nothing, because the case no longer allows it.",
  },
  noSuchCounterparty: {
    answer: "conflict",
    problem: { path: "data.to", rule: "unknownReference" },
    sentence: "The case has no carrier of this name that you named. Only such a carrier gets letters.",
  },
} as const satisfies Record<string, RefusalRule>

const ofViews = {
  unknownRegulator: {
    answer: "invalid",
    problem: { path: "data.regulator", rule: "unknownReference" },
    field: "body.regulator",
    sentence: "No law of the catalogue has breaches reported to a regulator with this code.",
  },
  unknownOtherParty: {
    answer: "invalid",
    problem: { path: "data.beside", rule: "unknownReference" },
    field: "body.beside",
    sentence: "You deal with no party in this case that has this alias of it.",
  },
  tooManyViews: {
    answer: "conflict",
    problem: { path: "data.step", rule: "conflict" },
    sentence: "You have 20 open views of this case. Revoke one first.",
  },
  unknownView: {
    answer: "notFound",
    problem: { path: "data.viewId", rule: "unknownReference" },
    sentence: "You opened no view with this id in this case.",
  },
  viewOver: {
    answer: "conflict",
    problem: { path: "data.viewId", rule: "conflict" },
    sentence: "The view has ended or was revoked.",
  },
} as const satisfies Record<string, RefusalRule>

const ofEvidence = {
  tooMuchEvidence: {
    answer: "conflict",
    problem: { path: "data.bytes", rule: "limit" },
    sentence:
      `You can add ${mostEvidence.files} files of evidence to a case, of ${mostEvidence.bytes / 1_000_000} MB together. ` +
      "Put several into one ZIP archive, leave out what shows nothing, or keep the rest yourself and write a note about it.",
  },
} as const satisfies Record<string, RefusalRule>

const ofNotices = {
  writeAgainInPast: {
    answer: "invalid",
    problem: { path: "data.writeAgainBy", rule: "tooSmall" },
    field: "body.writeAgainBy",
    sentence: "The time by which you write again must be in the future.",
  },
  writeAgainTooFar: {
    answer: "invalid",
    problem: { path: "data.writeAgainBy", rule: "tooBig" },
    field: "body.writeAgainBy",
    sentence: "People can be promised a notice within 365 days. State an earlier time.",
  },
  wroteAgainInFuture: {
    answer: "invalid",
    problem: { path: "data.wroteAgainAt", rule: "tooBig" },
    field: "body.wroteAgainAt",
    sentence: "The time at which you wrote again is in the future. State it once the notices were sent.",
  },
  wroteAgainBeforeNotice: {
    answer: "invalid",
    problem: { path: "data.wroteAgainAt", rule: "tooSmall" },
    field: "body.wroteAgainAt",
    sentence: "You recorded no notice to people before that time. Record the receipts of the first notices first.",
  },
} as const satisfies Record<string, RefusalRule>

/** Every reason for which the desk refuses an action. Codes are public; answers never carry a value of the request. */
export const refusals = {
  unknownCase: {
    answer: "notFound",
    problem: { path: "data.caseAlias", rule: "unknownReference" },
    sentence: "You have no case with this alias.",
  },
  caseClosed: {
    answer: "conflict",
    problem: { path: "data.caseAlias", rule: "conflict" },
    sentence: "The case is closed.",
  },
  caseChanged: {
    answer: "preconditionFailed",
    problem: { path: "data.caseAlias", rule: "conflict" },
    sentence: "The case has changed since you read it. Read it again, and send its `etag` as `if-match`.",
  },
  signedUnderFormerId: {
    answer: "conflict",
    problem: { path: "data.caseAlias", rule: "conflict" },
    sentence:
      "The signed path names the case or the duty by an id from before a merge. Read the case again, and sign the act " +
      "with the present ids.",
  },
  unknownDuty: {
    answer: "notFound",
    problem: { path: "data.duty", rule: "unknownReference" },
    sentence: "The case has no such duty that you may see.",
  },
  unknownColleague: {
    answer: "invalid",
    problem: { path: "data.userId", rule: "unknownReference" },
    field: "body.userId",
    sentence: "Nobody with this user id has signed in for your organization. Colleagues are listed by their ids.",
  },
  ambiguousDuty: {
    answer: "conflict",
    problem: { path: "data.duty.dutyId", rule: "required" },
    sentence: "Several duties fit. Name one by its id.",
  },
  wrongKindOfReference: {
    answer: "invalid",
    problem: { path: "data.recipients.kind", rule: "notAllowed" },
    sentence: "A retailer names shipment ids, a carrier names tracking numbers.",
  },
  notClosable: {
    answer: "conflict",
    problem: { path: "data.outcome", rule: "conflict" },
    sentence: "Something still keeps the case open. See `obstacles`.",
  },
  alreadyToldOthers: {
    answer: "conflict",
    problem: { path: "data.outcome", rule: "conflict" },
    sentence:
      "People or a regulator were already notified, so this cannot be closed as a false alarm. Close it as resolved.",
  },
  discoveredInFuture: {
    answer: "invalid",
    problem: { path: "data.discoveredAt", rule: "tooBig" },
    field: "body.discoveredAt",
    sentence: "The time of discovery is in the future. State when it happened.",
  },
  determinedInFuture: {
    answer: "invalid",
    problem: { path: "data.determinedAt", rule: "tooBig" },
    field: "body.determinedAt",
    sentence: "The time of determination is in the future. State when it happened.",
  },
  determinedBeforeDiscovered: {
    answer: "invalid",
    problem: { path: "data.determinedAt", rule: "tooSmall" },
    field: "body.determinedAt",
    sentence: "Nobody can determine a breach before it was discovered. Correct one of the two times.",
  },
  actedInFuture: {
    answer: "invalid",
    problem: { path: "data.at", rule: "tooBig" },
    field: "body.at",
    sentence: "The time of the action is in the future. State when it happened, or leave it out over HTTPS.",
  },
  measureInFuture: {
    answer: "invalid",
    problem: { path: "data.measure.at", rule: "tooBig" },
    field: "body.at",
    sentence: "The time of the measure is in the future. State when it was taken.",
  },
  notifiedInFuture: {
    answer: "invalid",
    problem: { path: "data.notifiedAt", rule: "tooBig" },
    field: "body.notifiedAt",
    sentence: "The time of the notice is in the future. Record it once it was given.",
  },
  notifiedBeforeBreach: {
    answer: "invalid",
    problem: { path: "data.notifiedAt", rule: "tooSmall" },
    field: "body.notifiedAt",
    sentence:
      "The time of the notice is before the breach. If you knew earlier, state discoveredAt with its reason first.",
  },
  ...ofNotices,
  receiptInFuture: {
    answer: "invalid",
    problem: { path: "data.receipt.at", rule: "tooBig" },
    field: "body.step.receipt.at",
    sentence: "The time of the receipt is in the future. Give it once the duty was done.",
  },
  receiptBeforeBreach: {
    answer: "invalid",
    problem: { path: "data.receipt.at", rule: "tooSmall" },
    field: "body.step.receipt.at",
    sentence:
      "The time of the receipt is before the breach. If you knew earlier, state discoveredAt with its reason first.",
  },
  earlyDateWithoutReason: {
    answer: "invalid",
    problem: { path: "data.earlyDateReason", rule: "required" },
    field: "body.earlyDateReason",
    sentence: "The time is before the first lookup that is recorded. Give the reason in earlyDateReason.",
  },
  ...ofApprovals,
  ...ofLetters,
  ...ofViews,
  ...ofEvidence,
  ...dutyRefusals,
  ...ofRestrictions,
} as const satisfies Record<string, RefusalRule>

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

/** The rule behind a refusal. */
export const ruleOf = ({ refused }: Refusal): RefusalRule => refusals[refused]
