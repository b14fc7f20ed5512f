import * as z from "zod"
import { HttpProblem } from "../../../shared/base/platform/http-problem.ts"
import type { Caller } from "../../../shared/parties/authenticate-party.ts"
import type { Party } from "../../../shared/parties/party.ts"

/** Stands for tokens of parties: who a header says that it is of, as JSON. */
export function callerOf(parties: { named(id: string): Party | undefined }) {
  return async (authorization: string | undefined): Promise<Caller> => {
    const signed = signedAs.safeParse(JSON.parse((authorization ?? "null").replace(/^Bearer /, "")))
    const party = signed.success ? parties.named(signed.data.party) : undefined
    if (!signed.success || party === undefined) throw new HttpProblem("unauthenticated")
    const { onBehalfOf } = signed.data
    return { party, tokenId: "token-1", ...(onBehalfOf === undefined ? {} : { onBehalfOf }) }
  }
}

const signedAs = z.object({
  party: z.string(),
  onBehalfOf: z
    .object({
      ip: z.string(),
      session: z.string().optional(),
      sessionStartedAt: z.string().optional(),
      userAgent: z.string().optional(),
    })
    .optional(),
})
