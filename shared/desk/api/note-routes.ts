import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { instant } from "../../base/contracts/envelope.ts"
import { answersWith, declareRoute } from "../../base/platform/http-route.ts"
import { type Route, serve } from "../../parties/party-route.ts"
import { hashOfNote, type NotesDesk, noteSchema, noteSeal, writeNote } from "../actions/write-note.ts"
import type { NoteRow } from "../cases/paper-rows.ts"
import { noteBody } from "./desk-bodies.ts"
import { caseCommand, doneOrRepeated, repeatable } from "./desk-commands.ts"
import { answerTo } from "./desk-problems.ts"
import { actionOf, callerIn, type ServedDesk } from "./desk-request.ts"
import { nextPage, usualPageQuery } from "./list-pages.ts"
import { byPerson, papersPage } from "./papers-page.ts"

const mostNotesOnPage = 100

const noteAnswer = z.strictObject({
  noteId: ownString(),
  at: instant,
  by: byPerson,
  ...noteSchema.shape,
  hash: ownString()
    .regex(/^[0-9a-f]{64}$/)
    .meta({
      description:
        'What the entry NoteWritten of the timeline has: SHA-256 over the canonical JSON (RFC 8785) of {"salt", "text"}',
    }),
})

const path = "/v1/cases/{caseAlias}/notes"

export const noteApi = {
  list: declareRoute({
    method: "GET",
    path,
    authentication: "required",
    query: usualPageQuery("Notes on one page", mostNotesOnPage),
    summary: "The caller's private notes about a case, oldest first",
    answers: answersWith("A page of notes", z.strictObject({ notes: z.array(noteAnswer), next: nextPage })),
  }),
  write: declareRoute({
    ...caseCommand,
    path,
    body: noteBody,
    summary: `Write a private note, also when the case is closed. ${repeatable}`,
    answers: answersWith("The note is written", z.strictObject({ outcome: doneOrRepeated, noteId: ownString() })),
  }),
}

/** Read and write the caller's private notes about a case. */
export function noteRoutes(desk: ServedDesk): Route[] {
  return serve(noteApi)({
    async list(request) {
      const participant = await callerIn(desk, request)
      const { limit = mostNotesOnPage, after } = request.query
      const { rows, next } = await papersPage(desk, participant, "NOTE#", { limit, after })
      const notes = await Promise.all(rows.map((row) => (row.type === "note" ? noteView(desk, row) : undefined)))
      const found = notes.filter((note) => note !== undefined)
      return { status: 200, body: { notes: found, ...(next === undefined ? {} : { next }) } }
    },
    write: async (request) => answerTo(await writeNote(desk, actionOf(desk, request), request.body)),
  })
}

/** A note in clear; `undefined` once the data key of its party was destroyed. */
async function noteView(desk: Pick<NotesDesk, "sealer">, { noteId, partyId, at, by, sealedText }: NoteRow) {
  const opened = await desk.sealer.unseal(...noteSeal(partyId, noteId), sealedText)
  if (opened === undefined) return undefined
  const note = noteSchema.parse(JSON.parse(opened))
  return { noteId, at, ...(by === undefined ? {} : { by }), ...note, hash: hashOfNote(note) }
}
