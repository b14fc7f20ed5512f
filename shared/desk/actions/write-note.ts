import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { derivedId } from "../../base/contracts/envelope.ts"
import { canonicalJson } from "../../base/platform/canonical-json.ts"
import type { Sealer } from "../../base/platform/sealing.ts"
import type { PlannedEntry } from "../cases/case-draft.ts"
import { paperKeys } from "../cases/case-keys.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import type { NoteRow } from "../cases/paper-rows.ts"
import { sha256 } from "../timeline.ts"
import { readersOf } from "../visibility.ts"
import { act, type KindOfAct, readNothing } from "./act.ts"
import type { Action } from "./action.ts"
import type { Acted } from "./decide-act.ts"
import type { Refusal } from "./refusal.ts"

/** What private notes need: they are sealed at rest. */
export type NotesDesk = CaseDesk & { sealer: Pick<Sealer, "seal" | "unseal"> }

/**
 * A note as it is sealed. The salt keeps anybody who sees its hash from finding a short text by trying. That a note is
 * privileged is sealed with it: outside of its party nothing tells that there is such a note.
 */
export const noteSchema = z.object({ text: ownString(), salt: ownString(), privileged: z.literal(true).optional() })
type Note = z.infer<typeof noteSchema>

/** What the timeline keeps of a note: hexadecimal SHA-256 over the canonical JSON (RFC 8785) of salt and text. */
export const hashOfNote = ({ text, salt }: Pick<Note, "text" | "salt">): string => sha256(canonicalJson({ salt, text }))

/** What a note is sealed for: its party and its id. */
export const noteSeal = (partyId: string, noteId: string) => [`party#${partyId}`, noteId, "note"] as const

/** Writes a private note of the party, also when the case is closed. The timeline keeps its hash and not its text. */
export async function writeNote(
  desk: NotesDesk,
  action: Action,
  written: Omit<Note, "salt">,
): Promise<Refusal | Acted<{ noteId: string }>> {
  const noteId = derivedId("note", action.actionId)
  const note = { ...written, salt: desk.randomId() }
  const sealedText = await desk.sealer.seal(...noteSeal(action.party.id, noteId), JSON.stringify(note))
  const result = await act(desk, action, writing, { noteId, sealedText, hash: hashOfNote(note) })
  return "refused" in result ? result : { outcome: result.outcome, noteId }
}

type SealedNote = { noteId: string; sealedText: string; hash: string }

const writing: KindOfAct<CaseDesk, SealedNote, undefined, object> = {
  alsoWhenClosed: true,
  read: readNothing,
  decide({ own, viewer, action, at }, { noteId, sealedText, hash }) {
    const { partyId } = own
    const of = { ...paperKeys.note(own, { at, noteId }), partyId, at, noteId, sealedText }
    const row: NoteRow = { ...of, type: "note", ...(action.officer === undefined ? {} : { by: action.officer }) }
    const entry: PlannedEntry = {
      actor: own.alias,
      type: "NoteWritten",
      data: {},
      visibleTo: readersOf("NoteWritten", viewer),
      shown: { [partyId]: { data: { noteId, hash } } },
    }
    return { items: [row], entries: [entry], more: {} }
  },
}
