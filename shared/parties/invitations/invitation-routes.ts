import * as z from "zod"
import { boundedString, ownString } from "../../base/contracts/bounded-string.ts"
import { HttpProblem } from "../../base/platform/http-problem.ts"
import { answersWith, declareRoute, type RouteDeclaration } from "../../base/platform/http-route.ts"
import { issueSentences } from "../issue-sentences.ts"
import { type Route, serve } from "../party-route.ts"
import type { AnswerInvitation } from "./answer-invitation.ts"
import { enteredParty } from "./entered-party.ts"
import { invitationView, type ReadInvitation } from "./read-invitation.ts"

const token = boundedString(200).min(1).meta({ description: "The token in the hub's letter. Give it to nobody" })

const readingBody = z.strictObject({ token }).meta({ title: "Invitation to read" })

const answeringBody = z
  .strictObject({
    token,
    party: enteredParty.meta({ description: "What you enter about your organisation" }),
    newWebhookSecret: z
      .boolean()
      .default(false)
      .meta({ description: "Whether the webhook gets another secret, also at an address that has one" }),
  })
  .meta({ title: "Answer to an invitation" })

const answered = invitationView.extend({
  webhookSecret: ownString()
    .optional()
    .meta({ description: "The key that signs what is posted to the webhook. It is shown this once. Keep it" }),
})

/** More than entries may have, so that a sentence says so. */
const maxBodyBytes = 64 * 1024

const askAgain =
  "No open invitation has this token. It is unknown, it ran out, or it was used. Ask the hub for another."

const sentence = (sentences: readonly string[]): string => `${sentences.join(". ")}.`

/** Fields of the party are named as the party enters them, without `party` before them. */
const inSentences =
  (schema: z.ZodType): NonNullable<RouteDeclaration["explain"]> =>
  (error, json) =>
    sentence(
      error.issues.flatMap((issue) => {
        const from = issue.path.length > 1 && issue.path[0] === "party" ? 1 : 0
        return issueSentences(issue, json, schema, { quotes: false, from })
      }),
    )

const common = {
  method: "POST",
  authentication: "none",
  maxBodyBytes,
  problems: { 404: { description: "No open invitation has this token: it is unknown, ran out or was used" } },
} as const

export const invitationApi = {
  read: declareRoute({
    ...common,
    path: "/v1/invitations/read",
    body: readingBody,
    explain: inSentences(readingBody),
    summary: "What an invitation asks for, what was entered so far, and what happens next",
    answers: answersWith("The invitation", invitationView),
  }),
  answer: declareRoute({
    ...common,
    path: "/v1/invitations/answer",
    body: answeringBody,
    explain: inSentences(answeringBody),
    summary:
      "Enter keys, contacts, laws and the rest. It replaces what was entered before, any number of times until the " +
      "hub approves",
    answers: answersWith("It waits for the hub's approval", answered),
  }),
}

/** What an invited party does before it can sign requests. */
export function invitationRoutes(tools: {
  readInvitation: ReadInvitation
  answerInvitation: AnswerInvitation
}): Route[] {
  return serve(invitationApi)({
    async read({ body, receivedAt }) {
      const view = await tools.readInvitation({ token: body.token, at: receivedAt })
      if (view === undefined) throw new HttpProblem("notFound", { detail: askAgain })
      return { status: 200, body: view }
    },
    async answer({ body, receivedAt }) {
      const { token: given, party: entered, newWebhookSecret } = body
      const result = await tools.answerInvitation({ token: given, entered, newWebhookSecret, at: receivedAt })
      if (result.outcome === "unknown") throw new HttpProblem("notFound", { detail: askAgain })
      if (result.outcome === "invalid") throw new HttpProblem("invalid", { detail: sentence(result.sentences) })
      const { view, webhookSecret } = result
      return { status: 200, body: { ...view, ...(webhookSecret === undefined ? {} : { webhookSecret }) } }
    },
  })
}
