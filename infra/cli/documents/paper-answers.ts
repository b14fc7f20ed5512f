import * as z from "zod"
import { instant } from "../../../shared/contracts/envelope.ts"
import { userId } from "../../../shared/parties/officer.ts"

/** The answers about what a party keeps to itself in a case. */

const outcome = z.enum(["done", "repeated"])
const next = z.string().optional().meta({ description: "`after` of the next page; absent on the last" })
const by = userId.optional().meta({ description: "The person of the caller who did it. Absent: a program did" })
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

export const paperAnswers = {
  noted: z.strictObject({ outcome, noteId: z.string() }),
  notes: z.strictObject({
    notes: z.array(
      z.strictObject({
        noteId: z.string(),
        at: instant,
        by,
        text: z.string(),
        salt: z.string(),
        hash: sha256.meta({
          description:
            'What the entry NoteWritten of the timeline has: SHA-256 over the canonical JSON (RFC 8785) of {"salt", "text"}',
        }),
      }),
    ),
    next,
  }),
}
