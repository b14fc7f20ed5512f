import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { declineReasonSchema, dutyKindSchema, lawOrContract } from "../../base/contracts/words.ts"
import { evidenceFileSchema } from "../evidence-file.ts"
import { inCase, instant } from "./participant-rows.ts"

/** What a request letter asks of a named counterparty. */
export const letterRequestSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("tellWhatWasSeen") }),
  z.strictObject({ kind: z.literal("stopTool") }),
  z.strictObject({
    kind: z.literal("doDuty"),
    dutyId: ownString().min(1),
    law: lawOrContract,
    dutyKind: dutyKindSchema,
  }),
])
export type LetterRequest = z.infer<typeof letterRequestSchema>
export const letterRequestKind = z.enum(["tellWhatWasSeen", "stopTool", "doDuty"] satisfies LetterRequest["kind"][])

/**
 * What a counterparty answers. `inform`: it gives what was asked for, as a file. `accept`: it will do it. `stopped`:
 * the tool is stopped.
 */
export const letterAnswerSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("inform") }),
  z.strictObject({
    kind: z.literal("accept"),
    promisedBy: z.iso
      .date()
      .meta({ examples: ["2026-11-20"] })
      .optional(),
  }),
  z.strictObject({ kind: z.literal("stopped") }),
  z.strictObject({ kind: z.literal("decline"), reason: declineReasonSchema }),
])
export type LetterAnswer = z.infer<typeof letterAnswerSchema>
export const letterAnswerKind = z.enum(["inform", "accept", "stopped", "decline"] satisfies LetterAnswer["kind"][])

/**
 * How far a letter is. `toSend`: it is on its way. `notDelivered`: the mail was refused. A letter that was answered or
 * revoked has no link.
 */
const letterState = z.enum(["toSend", "sent", "notDelivered", "answered", "revoked"])

/** A file that came with an answer. */
export const letterFileSchema = z.object({
  evidenceId: ownString().min(1),
  ...evidenceFileSchema.omit({ name: true }).shape,
})
export type LetterFile = z.infer<typeof letterFileSchema>

/** A request that goes to a named counterparty by mail, with a link by which it answers. */
export const letterRowSchema = z.object({
  ...inCase,
  type: z.literal("letter"),
  letterId: ownString().min(1),
  to: ownString().min(1).meta({ description: "Id of the counterparty" }),
  by: ownString().min(1).meta({ description: "Id of the retailer that named it, and for which the hub asks" }),
  request: letterRequestSchema,
  askedAt: instant,
  state: letterState,
  sentFor: ownString().optional().meta({ description: "Id of the message for which it was last sent" }),
  linkHash: ownString().optional().meta({ description: "SHA-256 of the token in its link. Absent: no link counts" }),
  linkEndsAt: instant.optional(),
  sentAt: instant.optional(),
  answerBy: instant.optional().meta({ description: "When its term ends. After that it counts as unanswered" }),
  seenAt: instant.optional().meta({ description: "When somebody last opened its link, to the hour" }),
  acknowledgedAt: instant.optional(),
  unansweredAt: instant.optional(),
  answeredAt: instant.optional(),
  answer: letterAnswerSchema.optional(),
  file: letterFileSchema.optional(),
  late: ownString().optional().meta({ description: "Code of the refusal that the answer met: it changed nothing" }),
})
export type LetterRow = z.infer<typeof letterRowSchema>
