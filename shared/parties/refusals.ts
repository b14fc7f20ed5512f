import { HttpProblem, type ProblemCode } from "../base/platform/http-problem.ts"

/**
 * Why a call of a party is refused before its use case runs. Code and sentence are public, and quote no value.
 *
 * The claims are looked at once the signature holds. Who has no key of a party learns only that an issuer or a key id
 * is unknown, or that the signature is wrong.
 */
export const partyRefusals = {
  noToken: {
    answer: "unauthenticated",
    sentence:
      "The request has neither a bearer token nor a session of the console. Sign a token, and send it as " +
      "`authorization: Bearer <token>`, or sign in at `/desk/sign-in`.",
  },
  sessionExpired: {
    answer: "unauthenticated",
    sentence: "The session of the console has ended. Sign in again at `/desk/sign-in`.",
  },
  noConsoleHeader: {
    answer: "forbidden",
    sentence:
      "A request with the session of the console that changes something needs the header `x-wayseal-console: 1`.",
  },
  readersMayNotChange: {
    answer: "forbidden",
    sentence: "You are signed in as a reader, who may see everything and change nothing. Ask an officer of your party.",
  },
  noSession: {
    answer: "unauthenticated",
    sentence: "Only a person who signed in to the console has a session. A bearer token has none.",
  },
  malformedToken: {
    answer: "unauthenticated",
    sentence: "The bearer token is no JWT: three parts in base64url, joined by dots.",
  },
  unknownIssuer: {
    answer: "unauthenticated",
    sentence:
      "No party that takes part in the exchange has this issuer and credential. Set `iss` to your party id, or to your " +
      "OIDC issuer with the `sub` that the hub pinned. If it is right, ask the hub whether it has approved you and your key.",
  },
  unknownKey: {
    answer: "unauthenticated",
    sentence:
      "The party has no public key with this key id. Set `kid` in the token's header to the id under which you gave the " +
      "hub the public key, or give the hub your new one first.",
  },
  wrongAlgorithm: {
    answer: "unauthenticated",
    sentence: "The token's `alg` does not fit the key: EdDSA for Ed25519, ES256 for P-256.",
  },
  badSignature: {
    answer: "unauthenticated",
    sentence:
      "The token's signature is not one of this key. Sign with the private key whose public half the hub has under this " +
      "`kid`, and send the token as it was signed.",
  },
  tokenExpired: {
    answer: "unauthenticated",
    sentence: "The token has expired. Sign a new one, and compare your clock with ours in the header `date`.",
  },
  tokenNotYetValid: {
    answer: "unauthenticated",
    sentence: "The token's `nbf` is in the future. Compare your clock with ours in the header `date`.",
  },
  wrongAudience: {
    answer: "unauthenticated",
    sentence: "The token is for another audience. Its `aud` must be `wayseal-<stage>`, or what your OIDC entry names.",
  },
  invalidClaims: {
    answer: "unauthenticated",
    sentence: "A claim of the token is missing or does not fit its schema. Needed are `iss`, `aud`, `exp` and `jti`.",
  },
  tokenReplayed: {
    answer: "unauthenticated",
    sentence: "This token was used for another request. Sign a new one for each, or send an `idempotency-key`.",
  },
  tokenTooLong: {
    answer: "unauthenticated",
    sentence: "The token is valid for more than five minutes. Set `exp` to at most five minutes ahead.",
  },
  issuerDiffers: {
    answer: "unauthenticated",
    sentence:
      "The discovery document names another issuer. Give the hub the issuer exactly as that document spells it.",
  },
  issuerUnusable: {
    answer: "unauthenticated",
    sentence:
      "The issuer's discovery document or key set does not fit its schema. Open its " +
      "`/.well-known/openid-configuration`, and correct it at the issuer.",
  },
  issuerUnreachable: {
    answer: "unavailable",
    sentence: "The issuer's keys cannot be fetched at present. Send the request again later.",
  },
  publishFromOwnAccount: { answer: "forbidden", sentence: "A party with an AWS account publishes from that account." },
} as const satisfies Record<string, { answer: ProblemCode; sentence: string }>

/** Why a call of a party is refused. */
export type PartyReason = keyof typeof partyRefusals

/** Where no token is at fault, the answer calls none invalid. */
const withoutToken: ReadonlySet<PartyReason> = new Set(["noToken", "sessionExpired", "noSession"])

/** The refusal for a reason. A 401 names it in `www-authenticate` as RFC 6750 section 3 asks for. */
export function refused(reason: PartyReason): HttpProblem<PartyReason> {
  const { answer, sentence: detail } = partyRefusals[reason]
  if (answer !== "unauthenticated" || withoutToken.has(reason))
    return new HttpProblem<PartyReason>(answer, { reason, detail })
  const headers = { "www-authenticate": `Bearer error="invalid_token", error_description="${reason}"` }
  return new HttpProblem<PartyReason>(answer, { reason, detail, headers })
}
