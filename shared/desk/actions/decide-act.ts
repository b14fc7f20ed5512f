import { signatureMember } from "../../base/contracts/act-signature.ts"
import { publicName } from "../../parties/public-name.ts"
import { type CaseDraft, type Decided, type PlannedEntry, readersOfEntry } from "../cases/case-draft.ts"
import { caseKeys, type ItemKey } from "../cases/case-keys.ts"
import type { CaseItem, CaseRow, LetterRow, MarkerRow, PartyRow } from "../cases/case-rows.ts"
import type { ForwardedMessage, MessageContent, PlannedMessage } from "../cases/outbox-message.ts"
import type { ApprovalRow } from "../cases/paper-rows.ts"
import type { Law } from "../law/law.ts"
import { changesOfLetter, withLetter } from "../letters/act-by-letter.ts"
import type { TimelineData } from "../timeline.ts"
import type { TimelineEntryType } from "../timeline-entry-type.ts"
import { readersOf, readersOfSignature, type Viewer } from "../visibility.ts"
import type { ActingParticipant, Action, Awaiting, SignedAct } from "./action.ts"
import { decidedRow, draftOfAsking, draftOfLapse } from "./approvals.ts"
import { type Persons, withPersons } from "./persons.ts"
import type { Refusal } from "./refusal.ts"

/** An entry with more readers gives the signature to the party itself alone: a row holds the copies of all of them. */
const readersOfSignatureAtMost = 100

/**
 * The entries of what a party did, with its signature in the copies of those that may have it. Whoever gets the entry
 * without it has what the hub received.
 */
function withSignature(
  entries: readonly PlannedEntry[],
  { own: { partyId, alias }, viewer }: { own: Pick<PartyRow, "partyId" | "alias">; viewer: Viewer },
  signed: SignedAct | undefined,
): PlannedEntry[] {
  if (signed === undefined) return [...entries]
  const { body, ...rest } = signed.signature
  const signature = signed.isWhole ? { ...rest, body } : rest
  return entries.map((entry) => {
    if (entry.actor !== alias) return entry
    const { data, shown = {} } = entry
    const entitled = readersOfSignature(viewer, readersOfEntry(entry), signed)
    const readers = entitled.length > readersOfSignatureAtMost ? [partyId] : entitled
    const copies = readers.map((id) => {
      const own = shown[id]
      return [id, { ...own, data: { ...(own?.data ?? data), [signatureMember]: signature } }] as const
    })
    return { ...entry, shown: { ...shown, ...Object.fromEntries(copies) } }
  })
}

/**
 * The result of an action. `repeated`: the same event id did it before. `awaitsApproval`: nothing is done before a
 * second person approves it, under this `approvalId`.
 */
export type Acted<More = unknown> = { outcome: "done" | "repeated" | "awaitsApproval"; approvalId?: string } & More

/** What an action changes. */
export type Decision<More> =
  | Refusal
  | ({ items?: CaseItem[]; removed?: ItemKey[]; case?: Partial<CaseRow>; entries: PlannedEntry[] } & { more: More })

/** What deciding on an action gets: the side of the party that acts, and of whom and when. */
export type Acting = ActingParticipant & {
  readonly action: Action
  readonly laws: readonly Law[]
  /** ISO instant of the hub's clock. */
  readonly at: string
}

export type ResultOf<More> = Refusal | Acted<{ caseId: string; more?: More }>

/**
 * What an action is decided on. A refusal, or the id of the case in which the action was done before: then nothing else
 * is read. `rows`: what this kind of action reads; `undefined` if the case is closed for it.
 */
export type ActRows<Rows> =
  | Refusal
  | { repeatedIn: string }
  | { side: ActingSide; rows: { of: Rows } | undefined; laws: readonly Law[]; at: string }

/** Decides on one action of a party, of which `decide` says what it changes. */
export function decideAct<Rows, More>(
  found: ActRows<Rows>,
  action: Action,
  decide: (acting: Acting, rows: Rows) => Decision<More>,
): Decided<ResultOf<More>> {
  if ("refused" in found) return { result: found }
  if ("repeatedIn" in found) {
    const { awaits } = action
    const outcome = awaits === undefined ? ({ outcome: "repeated" } as const) : awaitsApproval(awaits)
    return { result: { ...outcome, caseId: found.repeatedIn } }
  }
  const { side, rows, laws, at } = found
  const decision =
    rows === undefined ? ({ refused: "caseClosed" } as const) : decide({ ...side, action, laws, at }, rows.of)
  return carriedOut(action, side, { decision, at })
}

/** What becomes of a decision: it is committed, or waits for approval, or is refused. */
function carriedOut<More>(
  action: Action,
  side: ActingSide,
  { decision, at }: { decision: Decision<More>; at: string },
): Decided<ResultOf<More>> {
  const { current, own, approval } = side
  const { caseId } = current
  const { approves, awaits } = action
  const marker = markerOf(action, side, at)
  const ofLetter = letterChanges(action, side, { at, late: "refused" in decision ? decision.refused : undefined })
  if ("refused" in decision) {
    const because = decision.refused
    if (ofLetter !== undefined) {
      const draft = { case: current, items: [...ofLetter.items, marker], entries: ofLetter.entries }
      return { draft, result: { refused: "answerTooLate", because } }
    }
    if (approval === undefined || approves === undefined) return { result: decision }
    const draft = draftOfLapse(approves, { ...side, row: approval, because, at })
    return { draft, result: { refused: "approvalLapsed", because } }
  }
  if (awaits !== undefined) {
    const draft = draftOfAsking(action, { ...side, awaits, marker, at })
    return { draft, result: { ...awaitsApproval(awaits), caseId } }
  }
  const decided = { state: "approved", decidedBy: approves?.by, decidedAt: at } as const
  const entries = vouchedFor(decision.entries, action, side)
  const draft: CaseDraft = {
    case: { ...current, ...decision.case },
    items: [
      ...(decision.items ?? []),
      marker,
      ...(approval === undefined ? [] : [decidedRow(approval, decided)]),
      ...(ofLetter?.items ?? []),
    ],
    removed: decision.removed ?? [],
    entries:
      side.letter === undefined ? entries : [...(ofLetter?.entries ?? []), ...withLetter(entries, own, side.letter)],
  }
  return { draft, result: { outcome: "done", caseId, more: decision.more } }
}

/** The entries with the party's signature, and with the persons who acted. */
const vouchedFor = (entries: readonly PlannedEntry[], action: Action, side: ActingSide): PlannedEntry[] =>
  withPersons(withSignature(entries, side, action.signed), side.own, withRequester(action, side.approval))

/** The side of a party that acts, with the approval of its action or the letter by which it acts. */
export type ActingSide = ActingParticipant & { approval: ApprovalRow | undefined; letter: LetterRow | undefined }

function markerOf({ actionId, content }: Action, { current: { caseId }, own }: ActingSide, at: string): MarkerRow {
  const command = caseKeys.command(caseId, own.partyId, actionId)
  return { ...command, caseId, type: "marker", at, ...(content === undefined ? {} : { content }) }
}

function letterChanges({ byLetter }: Action, side: ActingSide, when: { at: string; late: string | undefined }) {
  const { letter } = side
  if (byLetter === undefined || letter === undefined) return undefined
  return changesOfLetter(side, { letter, step: byLetter.step, ...when })
}

/** Of an approved action, the person who acts is the one who asked for it. */
function withRequester(action: Action, approval: ApprovalRow | undefined): Persons {
  return approval === undefined ? action : { officer: approval.by, approves: action.approves }
}

function awaitsApproval({ approvalId }: Awaiting) {
  return { outcome: "awaitsApproval", approvalId } as const
}

/** How a forwarded message begins: the receiver's alias of the case, and which party acted. */
export type ForwardedBeginning = Pick<ForwardedMessage["facts"], "caseAlias" | "actor">

/** What an action says to each party that it concerns; `undefined` if it sends no message. */
type ForwardedContent = (beginning: ForwardedBeginning) => MessageContent<ForwardedMessage> | undefined

/** One entry about what a party did, visible to the party and to those that it concerns. */
export function entryAndMessages(
  { own, viewer, action }: Pick<Acting, "own" | "viewer" | "action">,
  entry: { type: TimelineEntryType; data: TimelineData; concerned: readonly PartyRow[] },
  content: ForwardedContent,
): PlannedEntry {
  const { type, data, concerned } = entry
  return {
    actor: own.alias,
    type,
    data,
    visibleTo: readersOf(
      type,
      viewer,
      concerned.map(({ partyId }) => partyId),
    ),
    messages: concerned.flatMap((row) => forward(own, action, row, content)),
  }
}

/** The message that passes on to one party what another party did, if there is one. */
export function forward(
  own: PartyRow,
  action: Action,
  receiver: PartyRow,
  content: ForwardedContent,
): PlannedMessage[] {
  const message = content({ caseAlias: receiver.alias, actor: publicName(action.party) })
  if (message === undefined) return []
  return [{ ...message, audience: receiver.partyId, once: `${own.partyId}#${action.actionId}` }]
}
