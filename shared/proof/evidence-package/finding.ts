import type { ChainFault } from "../../base/chain/timeline-chain.ts"

/** What is checked of a package, in the order in which a person reads it. */
export const checkNames = [
  "manifest",
  "chain",
  "signature",
  "key",
  "heads",
  "evidence",
  "exposures",
  "statements",
  "dossier",
] as const
export type CheckName = (typeof checkNames)[number]

/** How a check can end. What is `unchecked` neither holds nor is it broken. */
export type CheckOutcome = "holds" | "broken" | "unchecked"

/**
 * One result of a check.
 * - `count`: how many things it is about
 * - `names`: which, such as paths or numbers of entries
 */
export type Finding = {
  readonly check: CheckName
  readonly outcome: CheckOutcome
  readonly code: FindingCode
  readonly count?: number
  readonly names?: readonly string[]
  readonly fault?: ChainFault
}

/** Every result that a check can have. `finding-in-words.ts` has a sentence for each. */
export type FindingCode =
  | "filesMatch"
  | "filesDiffer"
  | "filesMissing"
  | "filesUnlisted"
  | "filesNotGiven"
  | "copiesMatch"
  | "otherCase"
  | "chainHolds"
  | "chainBroken"
  | "chainIsBroken"
  | "signatureHolds"
  | "signatureWrong"
  | "signatureAbsent"
  | "signingKeyMissing"
  | "keyPinned"
  | "keyEndorsed"
  | "keyNotTrusted"
  | "keyNotPinned"
  | "headsOnChain"
  | "headsStray"
  | "headsForked"
  | "headsUnreadable"
  | "headsAbsent"
  | "evidenceMatches"
  | "evidenceDiffers"
  | "evidenceNotGiven"
  | "evidenceUnnamed"
  | "evidenceNone"
  | "exposuresMatch"
  | "exposuresDiffer"
  | "exposuresUnsigned"
  | "exposuresAbsent"
  | "statementsHold"
  | "statementsWrong"
  | "statementsUnchained"
  | "statementsAbsent"
  | "dossierUnsigned"
