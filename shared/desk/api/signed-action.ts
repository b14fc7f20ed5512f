import { signatureRefused } from "../../parties/act-signatures/act-signature-refusals.ts"
import { verifyActSignature } from "../../parties/act-signatures/verify-act-signature.ts"
import type { Action } from "../actions/action.ts"
import { refusedProblem } from "./desk-problems.ts"
import { actionOf, callerIn, type PartyRequest, type ServedDesk } from "./desk-request.ts"

/** Longest body that an entry keeps, in bytes of UTF-8. */
const longestBody = 2_000

/**
 * The action of a request, with the party's signature if the request has one.
 *
 * @param isWhole whether the timeline says all that the body says
 * @throws HttpProblem if the signature does not hold
 */
export async function signedActionOf(
  desk: ServedDesk,
  request: PartyRequest,
  { isWhole }: { readonly isWhole: boolean },
): Promise<Action> {
  const action = actionOf(desk, request)
  const signature = verifyActSignature(request)
  if (signature === undefined) return action
  if (isWhole && request.raw.body.byteLength > longestBody) throw signatureRefused("signedBodyTooLong")
  // Entries name the party by its present alias. A signed path with another one would prove nothing about them.
  const { own } = await callerIn(desk, request)
  if (own.alias !== action.caseAlias) throw refusedProblem("signedUnderFormerId")
  return { ...action, signed: { signature, isWhole } }
}
