import * as z from "zod"
import { boundedString, ownString } from "../../base/contracts/bounded-string.ts"
import { partyId } from "../../base/contracts/words.ts"
import { answersWith, declareRoute } from "../../base/platform/http-route.ts"
import { type Route, serve } from "../../parties/party-route.ts"
import { askByLetter, changeLetter } from "../actions/ask-by-letter.ts"
import { caseKeys } from "../cases/case-keys.ts"
import { type LetterRow, rowsOfType } from "../cases/case-rows.ts"
import { letterRowSchema } from "../cases/letter-rows.ts"
import { checkCodeOf } from "../letters/check-code.ts"
import { lettersOf } from "../letters/letters-of-case.ts"
import { caseCommand, doneOrRepeated, repeatable } from "./desk-commands.ts"
import { answerTo } from "./desk-problems.ts"
import { actionOf, callerIn, type ServedDesk } from "./desk-request.ts"

const letterId = boundedString(64).min(1).meta({ description: "The `letterId` of one of your letters" })

export const letterBody = z.discriminatedUnion("step", [
  z.strictObject({
    step: z.literal("ask"),
    request: z.enum(["tellWhatWasSeen", "stopTool"]).meta({
      description: "What the carrier is asked. To ask for a duty, request the duty",
    }),
    to: partyId.optional().meta({ description: "Id of the carrier, if you named several in this case" }),
  }),
  z.strictObject({ step: z.literal("sendAgain"), letterId }),
  z.strictObject({ step: z.literal("revoke"), letterId }),
])

const { shape } = letterRowSchema

const letterSchema = z.strictObject({
  letterId: shape.letterId,
  to: shape.to,
  request: shape.request,
  askedAt: shape.askedAt,
  state: shape.state.meta({
    description: "`notDelivered`: the mail was refused. Correct the address and send it again",
  }),
  linkEndsAt: shape.linkEndsAt,
  sentAt: shape.sentAt,
  answerBy: shape.answerBy,
  seenAt: shape.seenAt,
  acknowledgedAt: shape.acknowledgedAt,
  unansweredAt: shape.unansweredAt,
  answeredAt: shape.answeredAt,
  answer: shape.answer,
  file: shape.file.meta({ description: "It is among your files of evidence, under this `evidenceId`" }),
  late: shape.late,
  checkCode: ownString().meta({
    description: "What the letter tells the carrier to ask for when it calls to check that the letter is genuine",
    examples: ["4821-0937"],
  }),
  reference: ownString()
    .optional()
    .meta({
      description: "The carrier's own alias of the case, which the letter tells it to name when it calls",
      examples: ["WS-7K2Q9M4XTB"],
    }),
  hasLink: z.boolean().meta({ description: "Whether there is a link with which it can be answered" }),
})

const path = "/v1/cases/{caseAlias}/letters"

export const letterApi = {
  list: declareRoute({
    method: "GET",
    path,
    authentication: "required",
    summary: "The letters to carriers that the caller named, and what became of them, oldest first",
    answers: answersWith("The letters", z.strictObject({ letters: z.array(letterSchema) })),
  }),
  write: declareRoute({
    ...caseCommand,
    path,
    body: letterBody,
    summary: `Ask a carrier that the caller named by letter, send a letter again, or end its link. ${repeatable}`,
    answers: answersWith(
      "Which letter it is",
      z.strictObject({ outcome: doneOrRepeated, letterId: ownString().optional() }),
    ),
  }),
}

/** List the letters to the carriers that the caller named, and ask, send again or revoke one. */
export function letterRoutes(desk: ServedDesk): Route[] {
  return serve(letterApi)({
    async list(request) {
      const { current, own } = await callerIn(desk, request)
      const letters = (await lettersOf(desk, current.caseId)).filter(({ by }) => by === own.partyId)
      letters.sort((one, other) => (one.askedAt < other.askedAt ? -1 : 1))
      const carriers = [...new Set(letters.map(({ to }) => caseKeys.party(current.caseId, to)))]
      const aliases = new Map(
        rowsOfType(await desk.cases.items(carriers), "party").map((row) => [row.partyId, row.alias]),
      )
      const view = (letter: LetterRow) => ({ ...letterView(letter), reference: aliases.get(letter.to) })
      return { status: 200, body: { letters: letters.map(view) } }
    },
    async write(request) {
      const { body } = request
      const action = actionOf(desk, request)
      return answerTo(await (body.step === "ask" ? askByLetter(desk, action, body) : changeLetter(desk, action, body)))
    },
  })
}

/** A letter as the retailer sees it: all but its link. */
function letterView({
  pk: _,
  sk: __,
  caseId: ___,
  type: ____,
  linkHash,
  sentFor: _____,
  by: ______,
  ...letter
}: LetterRow) {
  return {
    ...letter,
    checkCode: checkCodeOf(letter.letterId),
    hasLink: linkHash !== undefined && letter.state !== "answered",
  }
}
