import type { ApprovalKind } from "../../base/contracts/words.ts"
import type { VerifiedSignature } from "../../parties/act-signatures/verify-act-signature.ts"
import type { Party } from "../../parties/party.ts"
import type { PartyRow } from "../cases/case-rows.ts"
import type { Participant } from "../cases/participant.ts"
import type { ByLetter } from "../letters/act-by-letter.ts"
import type { Viewer } from "../visibility.ts"

/** An action that is to wait for approval. `by`: the opaque id of the person who asks for it. */
export type Awaiting = {
  readonly approvalId: string
  readonly kind: ApprovalKind
  readonly by: string
  readonly sealedRequest: string
  /** The party's signature of the request, sealed, if it signed. */
  readonly sealedSignature?: string | undefined
}

/** The approval of an action. `by`: the opaque id of the person who approves it. */
export type Approving = { readonly approvalId: string; readonly by: string }

/**
 * The party's signature of what it does. `isWhole`: the timeline says all that the signed body says, so that the body
 * is kept with the signature, and those that read the entry can check it.
 */
export type SignedAct = { readonly signature: VerifiedSignature; readonly isWhole: boolean }

/**
 * Which party acts on which case. The same id twice is one action. `content` is a keyed hash of what an event asks for,
 * by which another event under its id is recognised.
 */
export type Action = {
  party: Party
  caseAlias: string
  actionId: string
  content?: string
  /** The person who acts for the party, where one does. */
  officer?: string | undefined
  /** Absent: the party did not sign it. */
  signed?: SignedAct | undefined
  /** Of an action that a second person has to approve: what is to be noted in place of doing it. */
  awaits?: Awaiting | undefined
  /** Of an action that was asked for before: who approves it. */
  approves?: Approving | undefined
  /** Of an act of a named counterparty: the letter by whose link it acts. */
  byLetter?: ByLetter | undefined
  /** Whether the party still sees the case as it read it. If absent, that does not matter. */
  isAsRead?: ((participant: Participant) => Promise<boolean>) | undefined
}

/** The participant that acts, and the rows of the parties that it deals with in the case. */
export type ActingParticipant = Participant & { others: PartyRow[]; viewer: Viewer }
