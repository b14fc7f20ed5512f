import * as z from "zod"
import { type OnBehalfOf, onBehalfOf } from "../../shared/base/contracts/on-behalf-of.ts"
import { HttpProblem } from "../../shared/base/platform/http-problem.ts"
import type { AuthenticateParty } from "../../shared/parties/authenticate-party.ts"
import type { FunctionTools } from "./function-tools.ts"

/** Replaces the signature check, whose cryptography runs outside of virtual time. The token names its party. */
export const authenticatorOf =
  ({ parties }: FunctionTools): AuthenticateParty =>
  async (authorization) => {
    const [, token = ""] = /^Bearer (.+)$/.exec(authorization ?? "") ?? []
    const claims = tokenClaims.safeParse(JSON.parse(Buffer.from(token, "base64url").toString() || "{}"))
    const party = claims.success ? await parties.byId(claims.data.iss) : undefined
    if (party === undefined) throw new HttpProblem("unauthenticated")
    const onBehalf = claims.data?.onBehalfOf
    return { party, tokenId: "token", ...(onBehalf === undefined ? {} : { onBehalfOf: onBehalf }) }
  }

const tokenClaims = z.object({ iss: z.string(), onBehalfOf: onBehalfOf.optional() })

/** A token that `authenticatorOf` accepts. */
export function tokenOf(iss: string, behalf?: OnBehalfOf): string {
  return `Bearer ${Buffer.from(JSON.stringify({ iss, onBehalfOf: behalf })).toString("base64url")}`
}
