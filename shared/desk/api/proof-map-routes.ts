import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { derivedId, instant } from "../../base/contracts/envelope.ts"
import { digestCharacters } from "../../base/contracts/mapped-reference.ts"
import { restrictionScope } from "../../base/contracts/words.ts"
import { HttpProblem } from "../../base/platform/http-problem.ts"
import { declareRoute } from "../../base/platform/http-route.ts"
import { type Route, serve } from "../../parties/party-route.ts"
import { isPlaceOfNote } from "../../watch/detection/decisions/decision-note.ts"
import { nextPage, usualPageQuery } from "./list-pages.ts"
import { mostNumbersPerPage, type ProofMapDesk, proofMapFor } from "./proof-map-of-carrier.ts"

const ofNumbers = {
  scope: restrictionScope.extract(["neighbourhood", "codeBlock"]).meta({
    description: "neighbourhood: strangers need proof; codeBlock: a postal code needs a house number",
  }),
  until: instant.meta({ description: "End, unless renewed or released" }),
}

const place = z.int().nonnegative()

const proofMapAnswer = z.strictObject({
  numbers: z.array(
    z.union([
      z.strictObject({
        ...ofNumbers,
        first: place.meta({ description: "Of the caller's tracking numbers: the last 12 digits of the number" }),
        last: place,
        prefix: ownString().meta({ description: "What stands before the number, in capitals" }),
        digits: z.int().positive().meta({ description: "Digits of the number, without check digit" }),
        behind: z.int().nonnegative().meta({ description: "Characters behind the number: check digit and suffix" }),
      }),
      z.strictObject({
        ...ofNumbers,
        cut: z.int().positive().meta({ description: "How many characters to cut from the end of an order reference" }),
        digests: z.array(ownString()).meta({
          description:
            "Of order references in capitals, without blanks and hyphens, and cut: the first " +
            `${digestCharacters} characters of the SHA-256 in base64url`,
        }),
      }),
    ]),
  ),
  asOf: instant.meta({ description: "When the map was read" }),
  next: nextPage,
})

const pageEtag = { etag: "What is in force on this page. Send it as `if-none-match` with the next question" }

export const proofMapApi = {
  read: declareRoute({
    method: "GET",
    path: "/v1/proof-map",
    authentication: "required",
    requestHeaders: z.object({
      "if-none-match": ownString().optional().meta({ description: "The `etag` of this page as you have it" }),
    }),
    query: usualPageQuery("Restrictions of numbers on one page", mostNumbersPerPage),
    summary: "For which numbers a carrier's own tool should ask strangers for proof, by its own reports and the hub's",
    answers: {
      200: { description: "What is in force, the latest end first", schema: proofMapAnswer, headers: pageEtag },
      304: { description: "What is in force on this page is what you have", headers: pageEtag },
    },
  }),
}

/** The numbers for which strangers need proof, for a program that asks again and again. */
export const proofMapRoutes = (desk: ProofMapDesk): Route[] =>
  serve(proofMapApi)({
    async read({ caller: { party }, headers, receivedAt, query }) {
      if (query.after !== undefined && !isPlaceOfNote(query.after))
        throw new HttpProblem("invalid", { problems: [{ path: "query.after", rule: "unknownReference" }] })
      const body = await proofMapFor(desk, party, query, receivedAt)
      const etag = `"${derivedId("proof-map", JSON.stringify([body.numbers, body.next]))}"`
      if (headers["if-none-match"] === etag) return { status: 304, headers: { etag }, body: undefined }
      return { status: 200, headers: { etag }, body }
    },
  })
