import { answerOf, api } from "../api/console-api.ts"

/** A page of the restrictions that concern the party, after those before it. */
export const readRestrictions = (after: string | undefined) =>
  answerOf(api.GET("/v1/restrictions", { params: { query: after === undefined ? {} : { after } } }))

export type Restriction = Awaited<ReturnType<typeof readRestrictions>>["body"]["restrictions"][number]
