import * as z from "zod"
import { ownString } from "../../contracts/bounded-string.ts"
import { type Route, route } from "../../parties/party-route.ts"
import { hashOfNote, type NotesDesk, noteSeal, writeNote } from "../actions/write-note.ts"
import type { NoteRow } from "../cases/paper-rows.ts"
import { noteBody } from "./desk-bodies.ts"
import { answerTo } from "./desk-problems.ts"
import { actionOf, callerIn, type ServedDesk } from "./desk-request.ts"
import { pageQuery } from "./list-pages.ts"
import { papersPage } from "./papers-page.ts"

const mostNotesOnPage = 100

const sealedNote = z.object({ text: ownString(), salt: ownString() })

/** Read and write the caller's private notes about a case. */
export function noteRoutes(desk: ServedDesk): Route[] {
  return [
    route({
      method: "GET",
      path: "/v1/cases/{caseAlias}/notes",
      authentication: "required",
      query: pageQuery({
        most: mostNotesOnPage,
        description: `Notes on one page: ${mostNotesOnPage} when absent, and at most`,
      }),
      handle: async (request) => {
        const participant = await callerIn(desk, request)
        const { limit = mostNotesOnPage, after } = request.query
        const { rows, next } = await papersPage(desk, participant, "NOTE#", { limit, after })
        const notes = await Promise.all(rows.map((row) => (row.type === "note" ? noteView(desk, row) : undefined)))
        const found = notes.filter((note) => note !== undefined)
        return { status: 200, body: { notes: found, ...(next === undefined ? {} : { next }) } }
      },
    }),
    route({
      method: "POST",
      path: "/v1/cases/{caseAlias}/notes",
      authentication: "required",
      body: noteBody,
      handle: async (request) => answerTo(await writeNote(desk, actionOf(desk, request), request.body.text)),
    }),
  ]
}

/** A note in clear; `undefined` once the data key of its party was destroyed. */
async function noteView(desk: Pick<NotesDesk, "sealer">, { noteId, partyId, at, by, sealedText }: NoteRow) {
  const opened = await desk.sealer.unseal(...noteSeal(partyId, noteId), sealedText)
  if (opened === undefined) return undefined
  const note = sealedNote.parse(JSON.parse(opened))
  return { noteId, at, ...(by === undefined ? {} : { by }), text: note.text, salt: note.salt, hash: hashOfNote(note) }
}
