import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { approvalKind } from "../../base/contracts/words.ts"
import { evidenceFileSchema } from "../evidence-file.ts"
import { instant, key } from "./participant-rows.ts"

/**
 * A party's own papers of a case, which no other party and no other use case reads. They rest beside the case in the
 * partition `PAPERS#<partyId>#<alias>`, so that a merge, which lets the alias lead to another case, moves none of them.
 */
const paper = {
  ...key,
  partyId: ownString().min(1),
  at: instant,
  by: ownString().optional().meta({ description: "Opaque id of the person who wrote it. Absent: a program did" }),
}

export const noteRowSchema = z.object({
  ...paper,
  type: z.literal("note"),
  noteId: ownString().min(1),
  sealedText: ownString().meta({ description: "Text and salt, sealed under the data key of the party" }),
})
export type NoteRow = z.infer<typeof noteRowSchema>

export const evidenceRowSchema = z.object({
  ...paper,
  type: z.literal("evidence"),
  evidenceId: ownString().min(1),
  ...evidenceFileSchema.omit({ name: true }).shape,
  sealedName: ownString().meta({ description: "Its name, sealed under the data key of the party" }),
  letterId: ownString()
    .optional()
    .meta({ description: "The letter whose answer brought it. Absent: the party added it" }),
})
export type EvidenceRow = z.infer<typeof evidenceRowSchema>

export const approvalRowSchema = z.object({
  ...paper,
  type: z.literal("approval"),
  by: ownString().min(1).meta({ description: "Opaque id of the person who asked for it" }),
  approvalId: ownString().min(1),
  kind: approvalKind,
  state: z.enum(["waiting", "approved", "declined", "lapsed"]),
  sealedRequest: ownString().optional().meta({
    description: "The action, sealed under the data key of the party. Absent once it no longer waits",
  }),
  sealedSignature: ownString().optional().meta({
    description: "The party's signature of the action, sealed likewise. Absent if it did not sign",
  }),
  decidedBy: ownString().optional().meta({ description: "Opaque id of the person who decided" }),
  decidedAt: instant.optional(),
  lapsedBecause: ownString().optional().meta({ description: "Code of the refusal that the action met when approved" }),
})
export type ApprovalRow = z.infer<typeof approvalRowSchema>

/** What a person typed into a form, and nobody else reads. No change of a case reads or writes it. */
export const draftRowSchema = z.object({
  ...paper,
  type: z.literal("draft"),
  form: ownString().min(1).meta({ description: "The console's own name of the form, such as `fact causes`" }),
  sealedContent: ownString().min(1).meta({ description: "What was typed, sealed under the data key of the party" }),
  expiresAt: z.int().positive(),
})
export type DraftRow = z.infer<typeof draftRowSchema>
