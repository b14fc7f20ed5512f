import * as z from "zod"
import { letterRowSchema } from "../../../shared/breach-desk/cases/letter-rows.ts"

/** The answers about letters to carriers that take no part. */

const { letterId, to, request, askedAt, state, linkEndsAt, sentAt, answerBy, seenAt } = letterRowSchema.shape
const { acknowledgedAt, unansweredAt, answeredAt, answer, file, late } = letterRowSchema.shape

export const letterAnswers = {
  letters: z.strictObject({
    letters: z.array(
      z.strictObject({
        letterId,
        to,
        request,
        askedAt,
        state: state.meta({
          description: "`notDelivered`: the mail was refused. Correct the address and send it again",
        }),
        linkEndsAt,
        sentAt,
        answerBy,
        seenAt,
        acknowledgedAt,
        unansweredAt,
        answeredAt,
        answer,
        file: file.meta({ description: "It is among your files of evidence, under this `evidenceId`" }),
        late,
        hasLink: z.boolean().meta({ description: "Whether there is a link with which it can be answered" }),
      }),
    ),
  }),
  lettered: z.strictObject({ outcome: z.enum(["done", "repeated"]), letterId: z.string().optional() }),
}
