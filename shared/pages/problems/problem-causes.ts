import type { ProblemCode } from "../../base/platform/http-problem.ts"
import type { DeskReason } from "../../desk/api/desk-problems.ts"
import type { ActSignatureReason } from "../../parties/act-signatures/act-signature-refusals.ts"
import type { PartyReason } from "../../parties/refusals.ts"
import { assessmentCauses } from "./assessment-causes.ts"
import { correspondenceCauses } from "./correspondence-causes.ts"
import { letterCauses } from "./letter-causes.ts"
import { type Cause, readTheCase } from "./problem-cause.ts"
import { requestCauses } from "./request-causes.ts"
import { restrictionCauses } from "./restriction-causes.ts"
import { signatureCauses } from "./signature-causes.ts"
import { viewCauses } from "./view-causes.ts"

export type { Cause } from "./problem-cause.ts"

/** Every code that a problem of the API can have. */
export type Code = ProblemCode | PartyReason | ActSignatureReason | DeskReason

const clocks = "Set the clock of the machine that signs from a time server, and sign each token when you send it."

/** Causes of every code. Without an entry for a new code this does not compile. */
export const problemCauses: Readonly<Record<Code, Cause>> = {
  invalid: {
    causes: "A field of the body or a query parameter is missing, misspelt, or has another type or format.",
    mend: "Read `problems`: each has the path of a field and the rule that it breaks. `detail` says what is allowed.",
  },
  unauthenticated: {
    causes: "The route needs a signed token. A more precise code is given wherever one is known.",
    mend: "Send the header `authorization: Bearer <token>`.",
  },
  noToken: {
    causes: "The header `authorization` is missing, or its scheme is not `Bearer`.",
    mend: "Sign a JWT with your key, and send it as `authorization: Bearer <token>`. People sign in at `/desk/sign-in`.",
  },
  sessionExpired: {
    causes:
      "The person did nothing for 30 minutes, signed in 12 hours ago, signed out elsewhere, or the party changed where " +
      "its people sign in.",
    mend: "Sign in again at `/desk/sign-in`.",
  },
  noConsoleHeader: {
    causes: "A program or another site used the cookie of the console, or the header was left out.",
    mend: "Send the header `x-wayseal-console: 1` with each request of the console that is not a GET.",
  },
  readersMayNotChange: {
    causes: "The role that your identity provider gives the person is that of a reader.",
    mend: "Let an officer do it, or let your identity provider give the person the role of an officer.",
  },
  noSession: {
    causes: "A program with a bearer token asked who is signed in.",
    mend: "Ask with the cookie of the console, or not at all.",
  },
  malformedToken: {
    causes: "The token was cut off, quoted, encoded twice or encrypted, or its header or claims are no JSON.",
    mend: "Print the token on the sending side. It has to be `header.claims.signature` in base64url without padding.",
  },
  unknownIssuer: {
    causes:
      "`iss` is not the id of a party, the party has no key yet, the hub has not approved it yet, or for a token of an OIDC issuer `sub` is another one.",
    mend: "Compare `iss` with your party id. Ask the hub whether your organisation is approved.",
  },
  unknownKey: {
    causes: "The `kid` in the token's header names no key that the hub knows, such as one that was rotated away.",
    mend: "Use the `kid` of a key in your settings, or send the hub the new public key first.",
  },
  wrongAlgorithm: {
    causes: "The library signed with RS256, HS256 or none, or the key is of another curve than the one you sent.",
    mend: "Sign with EdDSA for an Ed25519 key, and with ES256 for a P-256 key.",
  },
  badSignature: {
    causes: "The private key is not the one of this `kid`, or the token was changed after it was signed.",
    mend: "Sign with the private key whose public half the hub has under this `kid`.",
  },
  tokenExpired: {
    causes: "`exp` has passed: the token was kept and used again, or the clock of the sender is slow.",
    mend: clocks,
  },
  tokenNotYetValid: {
    causes: "`nbf` is in the future, because the clock of the sender is fast.",
    mend: clocks,
  },
  wrongAudience: {
    causes: "The token was made for another stage, such as a test system, or `aud` is missing the stage.",
    mend: "Set `aud` to `wayseal-<stage>`. The hub names the stage in its letter.",
  },
  invalidClaims: {
    causes: "`exp` or `jti` is missing, `jti` is shorter than 8 characters, or `onBehalfOf` has an unknown field.",
    mend: "Compare the claims with the description of tokens in the OpenAPI document.",
  },
  tokenTooLong: {
    causes: "`exp` is more than five minutes ahead.",
    mend: "Sign a token for each request, valid for a minute or two.",
  },
  issuerDiffers: {
    causes: "The discovery document of your OIDC issuer names another `issuer` than the one that you entered.",
    mend: "Enter the issuer exactly as its discovery document spells it, with or without the slash at its end.",
  },
  issuerUnusable: {
    causes:
      "`/.well-known/openid-configuration` or the key set of your issuer is no JSON, or names no HTTPS address of keys.",
    mend: "Open the address of the discovery document, and correct it at the issuer.",
  },
  issuerUnreachable: {
    causes:
      "Your OIDC issuer does not answer within three seconds, answers with an error or a redirect, or has no public address.",
    mend: "Wait as `retry-after` says, and send the same request again. Check that the issuer is reachable from the internet.",
  },
  forbidden: {
    causes: "Your kind of party, or your part in a case, may not do this.",
    mend: "Read `code` and `detail`. Another party may have to do it.",
  },
  publishFromOwnAccount: {
    causes: "The hub knows an AWS account of your organisation, so it accepts your events from there alone.",
    mend: "Publish through EventBridge from that account, or ask the hub to remove the account.",
  },
  notThroughEdge: {
    causes: "The request went to the address of the API itself, which this stage has behind a public address.",
    mend: "Use the address that the hub named.",
  },
  notFound: {
    causes:
      "The path is misspelt, an id is unknown, or what it names belongs to another party. The answer is the same for all.",
    mend: "Compare the path with the OpenAPI document, and the id with the one that you were given.",
  },
  methodNotAllowed: {
    causes: "The path exists, but not with this method.",
    mend: "Use a method that the header `allow` names.",
  },
  conflict: {
    causes: "Something changed since you read it, or an earlier step is missing.",
    mend: "Read `code` and `detail`, then read the state again.",
  },
  preconditionFailed: {
    causes: "Somebody changed the settings since you read them.",
    mend: "Read them again, and send the new `etag` as `if-match`.",
  },
  preconditionRequired: {
    causes: "The header `if-match` is missing.",
    mend: "Read the settings first, and send their `etag` as `if-match`.",
  },
  tooLarge: {
    causes: "The body has more bytes than this route takes. `detail` names the limit.",
    mend: "Send fewer entries in one call.",
  },
  unsupportedMediaType: {
    causes: "The header `content-type` is missing or names another format. curl sends a form by default.",
    mend: "Send `content-type: application/json`, and JSON in the body.",
  },
  tooManyRequests: {
    causes: "Your organisation calls faster than the stage allows one party.",
    mend: "Wait for the seconds in `retry-after`. Send several events in one call. Lookups of your visitors count as yours.",
  },
  unavailable: {
    causes: "Something that the service needs does not answer at present.",
    mend: "Wait for the seconds in `retry-after`, and send the same request again.",
  },
  internal: {
    causes: "A fault of the service. The hub is alarmed.",
    mend: "Send the same request again later. Tell the hub if it stays so.",
  },
  ...signatureCauses,
  ...requestCauses,
  unknownCase: {
    causes: "The alias is misspelt, or it is the alias of another party for the same case. Each party has its own.",
    mend: "Take the alias from `GET /v1/cases` or from the alert.",
  },
  idempotencyKeyReused: {
    causes: "A key was used again for another body or another path, such as one that is fixed in a script.",
    mend: "Make a new random `idempotency-key` for each new request. Repeat a request only as it was.",
  },
  requestInProgress: {
    causes: "The request was repeated while its first sending was still under way.",
    mend: "Wait for the seconds in `retry-after`, and send the same request with the same key again.",
  },
  tokenReplayed: {
    causes:
      "Without an `idempotency-key` the `jti` of the token identifies the request, and it came with another one before.",
    mend: "Sign a token with a new `jti` for each request, or send an `idempotency-key`.",
  },
  caseClosed: { causes: "The case was closed before your request.", mend: readTheCase },
  caseChanged: {
    causes: "Somebody acted on the case, it grew, or a duty fell due, after you read the `etag` in `if-match`.",
    mend: `${readTheCase} Send what you still want with the new \`etag\`, under the same \`idempotency-key\` or a new one.`,
  },
  unknownDuty: {
    causes: "The id is misspelt, or the duty is one that you may not see.",
    mend: "Take the id from the `duties` of the case.",
  },
  approvalNeedsPerson: {
    causes: "A program sent a report, an assessment or a closing, which your organization has approved by two people.",
    mend: "Have an officer ask for it in the console, and another approve it. `approvals` of `GET /v1/settings` says for what.",
  },
  unknownApproval: {
    causes: "The approval id is mistyped, or belongs to another case.",
    mend: "Read `GET /v1/cases/{caseAlias}/approvals`, which lists what waits.",
  },
  approvalDecided: {
    causes: "Two officers decided at the same time, or the decision was sent again under another key.",
    mend: `${readTheCase} The timeline says who decided.`,
  },
  ...correspondenceCauses,
  ...letterCauses,
  ...restrictionCauses,
  ...viewCauses,
  tooMuchEvidence: {
    causes:
      "With this file your organisation would have more than 100 files of evidence in the case, or more than 500 MB. " +
      "Files that were declared and not sent count too.",
    mend: "Put several files into one ZIP archive, or keep some yourself and write a note about them.",
  },
  approvalLapsed: {
    causes: "Between the request and the approval the case was closed or grew, or the duty changed.",
    mend: `${readTheCase} \`detail\` says what the action met.`,
  },
  ownApproval: {
    causes: "The person who approves is the one who asked.",
    mend: "Have another officer approve it, or decline it to take it back.",
  },
  unknownColleague: {
    causes: "The user id is mistyped, is another party's, or is that of somebody who never signed in.",
    mend: "Read `GET /v1/colleagues`, and send the `userId` of one of them. Who is not listed has to sign in once.",
  },
  ambiguousDuty: {
    causes: "Several duties have this law and kind, one for each counterparty.",
    mend: "Send `dutyId` in place of law and kind.",
  },
  notPartyToCase: { causes: "The duty belongs to a case in which you have no part.", mend: readTheCase },
  notAllowedToActor: {
    causes: "You act on a duty of another party, or take over your own.",
    mend: "See `docs/breach-desk.md` for who may do what with a duty.",
  },
  notInThisState: {
    causes: "The duty was discharged, declined or taken over before.",
    mend: readTheCase,
  },
  notYetOverdue: {
    causes: "The owner of the duty has accepted it, and its time has not passed.",
    mend: "Ask the owner, or wait until `dueAt`.",
  },
  receiptOfWrongKind: {
    causes: "Each kind of duty is discharged by one kind of receipt.",
    mend: "Send the kind of receipt that the obstacle or the duty names.",
  },
  notEverybodyTold: {
    causes: "Receipts are missing for some of the exposed shipments.",
    mend: "Send them to `POST /v1/cases/{caseAlias}/receipts` first.",
  },
  assessmentSaysOwed: {
    causes: "By your own answers the law asks for the notice.",
    mend: "Give a reason that excuses the duty, or carry the duty out.",
  },
  assessmentOfOtherTest: {
    causes: "`law` or `test` of the assessment are those of another duty.",
    mend: "Copy them from the duty in the case.",
  },
  factorMissing: {
    causes: "The law names factors to weigh, and the assessment leaves one out.",
    mend: "Weigh every factor under `questions` of the case.",
  },
  prohibitionWithoutEnd: {
    causes: "`until` is missing from an assessment by which law enforcement prohibits the notice.",
    mend: "Add `until`.",
  },
  prohibitionEnded: { causes: "`until` is in the past.", mend: "Send a later `until`, or carry the duty out." },
  recordAlwaysOwed: {
    causes: "You decline a duty to keep a record of the breach.",
    mend: "Keep the record, and send its receipt.",
  },
  wrongKindOfReference: {
    causes: "A retailer sent tracking numbers, or a carrier sent shipment ids.",
    mend: "Send your own kind of reference.",
  },
  notClosable: {
    causes: "Duties are open, or people are not recorded as notified.",
    mend: "Do what the `remedy` of each of the `obstacles` says.",
  },
  alreadyToldOthers: {
    causes: "The case is closed as a false alarm after people or a regulator were notified.",
    mend: "Close it with the outcome `resolved`.",
  },
  discoveredInFuture: {
    causes: "`discoveredAt` is later than now. Time zones are often mixed up.",
    mend: "Send the past instant, with its offset.",
  },
  determinedInFuture: {
    causes: "`determinedAt` is later than now. Time zones are often mixed up.",
    mend: "Send the past instant, with its offset.",
  },
  determinedBeforeDiscovered: {
    causes: "`determinedAt` is earlier than `discoveredAt`.",
    mend: "Correct one of the two.",
  },
  actedInFuture: {
    causes: "`at` is later than now. Time zones are often mixed up.",
    mend: "Send the past instant, with its offset.",
  },
  measureInFuture: {
    causes: "The measure's `at` is later than now, such as a measure that is only planned.",
    mend: "Record the measure once it was taken, with that instant.",
  },
  notifiedInFuture: {
    causes: "`notifiedAt` is later than now, such as a notice that is to go out tomorrow.",
    mend: "Record the notice once it was given, with that instant.",
  },
  notifiedBeforeBreach: {
    causes: "`notifiedAt` is before the first recorded lookup and before any time at which you say that you knew.",
    mend: "Correct it. If you knew earlier, state `discoveredAt` and `earlyDateReason` first.",
  },
  writeAgainInPast: {
    causes: "`writeAgainBy` is now or earlier. Time zones are often mixed up.",
    mend: "Send the instant until which you write again, with its offset.",
  },
  writeAgainTooFar: {
    causes: "`writeAgainBy` is more than 365 days ahead, such as a wrong year.",
    mend: "Correct it.",
  },
  wroteAgainInFuture: {
    causes: "`wroteAgainAt` is later than now, such as a notice that is to go out tomorrow.",
    mend: "State it once everybody was written to again, with that instant.",
  },
  wroteAgainBeforeNotice: {
    causes: "You recorded no direct notice in this case, or the latest one is not before `wroteAgainAt`.",
    mend: "Record the receipts of the first notices with `POST /receipts`, or correct the instant.",
  },
  receiptInFuture: {
    causes: "The receipt's `at` is later than now.",
    mend: "Discharge the duty once it was done, with that instant.",
  },
  receiptBeforeBreach: {
    causes:
      "The receipt's `at` is before the first recorded lookup and before any time at which you say that you knew.",
    mend: "Correct it. If you knew earlier, state `discoveredAt` and `earlyDateReason` first.",
  },
  assessedInFuture: {
    causes: "`assessedAt` is later than now. Time zones are often mixed up.",
    mend: "Send the past instant, with its offset.",
  },
  assessedBeforeGrowth: {
    causes: "More shipments, people or fields came to the case after `assessedAt`.",
    mend: "Read the case again, assess what is known now, and send the new instant.",
  },
  ...assessmentCauses,
  earlyDateWithoutReason: {
    causes: "The stated time is before the first recorded lookup, which makes terms of law begin earlier.",
    mend: "Add `earlyDateReason`, or correct the time.",
  },
}
