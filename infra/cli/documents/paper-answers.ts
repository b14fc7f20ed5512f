import * as z from "zod"
import { askedActionSchema } from "../../../shared/breach-desk/actions/asked-action.ts"
import { draftFormSchema } from "../../../shared/breach-desk/cases/paper-rows.ts"
import { evidenceFileSchema } from "../../../shared/breach-desk/evidence-file.ts"
import { instant } from "../../../shared/contracts/envelope.ts"
import { extensible } from "../../../shared/contracts/extensible.ts"
import { approvalKind } from "../../../shared/contracts/words.ts"
import { userId } from "../../../shared/parties/officer.ts"
import { letterAnswers } from "./letter-answers.ts"
import { viewAnswers } from "./view-answers.ts"

/** The answers about what a party keeps to itself in a case. */

const outcome = z.enum(["done", "repeated"])
const next = z.string().optional().meta({ description: "`after` of the next page; absent on the last" })
const by = userId.optional().meta({ description: "The person of the caller who did it. Absent: a program did" })
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const approvalId = z.string().meta({ examples: ["mX7cJq2VbR9nTz4sLw1kYd"] })
const evidenceId = z.string().meta({ examples: ["T4nB8vQ1sXc6yLr0KpZ2Wd"] })

export const paperAnswers = {
  ...letterAnswers,
  ...viewAnswers,
  awaits: z.strictObject({ outcome: z.literal("awaitsApproval"), approvalId }),
  approvals: z.strictObject({
    approvals: z.array(
      z.strictObject({
        approvalId,
        kind: approvalKind,
        requestedAt: instant,
        requestedBy: userId.meta({ description: "Who asked for it. Another person has to approve it" }),
        request: askedActionSchema.meta({ description: "What is done once it is approved" }),
      }),
    ),
  }),
  evidenceDeclared: z.strictObject({
    outcome,
    evidenceId,
    upload: z.strictObject({
      method: z.literal("PUT"),
      url: z.string().meta({ description: "Whoever has it can upload this very file until `expiresAt`, once" }),
      headers: z.record(z.string(), z.string()).meta({ description: "Send all of them" }),
      expiresAt: instant,
    }),
  }),
  evidence: z.strictObject({
    evidence: z.array(
      z.strictObject({
        evidenceId,
        ...evidenceFileSchema.shape,
        at: instant,
        by,
        letterId: z.string().optional().meta({ description: "The letter whose answer brought it" }),
        state: z.enum(["declared", "stored", "refused"]).meta({
          ...extensible,
          description:
            "`declared`: it was not uploaded yet. `refused`: it does not begin as a file of its type does. It is not kept " +
            "as evidence, and `detail` says what to do",
        }),
        detail: z.string().optional().meta({ description: "Why it is refused, and what to do" }),
        link: z
          .strictObject({
            url: z.string().meta({ description: "Whoever has it can read the file until `expiresAt`" }),
            expiresAt: instant,
          })
          .optional()
          .meta({ description: "Once it is stored: a new link with each call, for 5 minutes" }),
      }),
    ),
    next,
  }),
  drafted: z.strictObject({ at: instant }),
  drafts: z.strictObject({
    drafts: z.array(z.strictObject({ ...draftFormSchema.shape, at: instant, content: z.string() })),
  }),
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
