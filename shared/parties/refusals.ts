import { HttpProblem, type ProblemCode } from "../platform/http-problem.ts"

/** Why a call of a party is refused before its use case runs. Code and sentence are public, and quote no value. */
const refusals = {
  noToken: { answer: "unauthenticated", sentence: "The request has no bearer token." },
  invalidToken: { answer: "unauthenticated", sentence: "The token's signature, audience or validity is wrong." },
  invalidClaims: { answer: "unauthenticated", sentence: "A claim of the token does not fit its schema." },
  unknownIssuer: {
    answer: "unauthenticated",
    sentence: "No party that takes part in the exchange has this issuer and credential.",
  },
  unknownKey: { answer: "unauthenticated", sentence: "The party has no public key with this key id." },
  tokenTooLong: { answer: "unauthenticated", sentence: "The token is valid for more than five minutes." },
  issuerDiffers: { answer: "unauthenticated", sentence: "The discovery document names another issuer." },
  publishFromOwnAccount: { answer: "forbidden", sentence: "A party with an AWS account publishes from that account." },
} as const satisfies Record<string, { answer: ProblemCode; sentence: string }>

type PartyReason = keyof typeof refusals

/** The refusal for a reason. */
export function refused(reason: PartyReason): HttpProblem<PartyReason> {
  const { answer, sentence: detail } = refusals[reason]
  return new HttpProblem<PartyReason>(
    answer,
    answer === "unauthenticated" ? { reason, detail, headers } : { reason, detail },
  )
}

const headers = { "www-authenticate": "Bearer" }
