import * as z from "zod"
import { boundedString } from "../../contracts/bounded-string.ts"
import { partyId } from "../../contracts/words.ts"
import { type Route, route } from "../../parties/party-route.ts"
import { askByLetter, changeLetter } from "../actions/ask-by-letter.ts"
import type { LetterRow } from "../cases/case-rows.ts"
import { lettersOf } from "../letters/letters-of-case.ts"
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

/** List the letters to the carriers that the caller named, and ask, send again or revoke one. */
export function letterRoutes(desk: ServedDesk): Route[] {
  return [
    route({
      method: "GET",
      path: "/v1/cases/{caseAlias}/letters",
      authentication: "required",
      handle: async (request) => {
        const { current, own } = await callerIn(desk, request)
        const letters = (await lettersOf(desk, current.caseId)).filter(({ by }) => by === own.partyId)
        letters.sort((one, other) => (one.askedAt < other.askedAt ? -1 : 1))
        return { status: 200, body: { letters: letters.map(letterView) } }
      },
    }),
    route({
      method: "POST",
      path: "/v1/cases/{caseAlias}/letters",
      authentication: "required",
      body: letterBody,
      handle: async (request) => {
        const { body } = request
        const action = actionOf(desk, request)
        return answerTo(
          await (body.step === "ask" ? askByLetter(desk, action, body) : changeLetter(desk, action, body)),
        )
      },
    }),
  ]
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
  return { ...letter, hasLink: linkHash !== undefined && letter.state !== "answered" }
}
