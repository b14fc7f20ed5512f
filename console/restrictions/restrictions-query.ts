import { answerOf, api } from "../api/console-api.ts"

/** A page of the restrictions that concern the party, after those before it. */
export const readRestrictions = (after: string | undefined) =>
  answerOf(api.GET("/v1/restrictions", { params: { query: after === undefined ? {} : { after } } }))

/** A page of the attempts that concern the party and showed nothing, after those before it. */
export const readAttempts = (after: string | undefined) =>
  answerOf(api.GET("/v1/refused-attempts", { params: { query: after === undefined ? {} : { after } } }))

export type Attempt = Awaited<ReturnType<typeof readAttempts>>["body"]["attempts"][number]

export type Restriction = Awaited<ReturnType<typeof readRestrictions>>["body"]["restrictions"][number]
