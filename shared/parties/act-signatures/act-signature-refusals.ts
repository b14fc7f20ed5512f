import type { ProblemRule } from "../../base/contracts/problem.ts"
import { HttpProblem } from "../../base/platform/http-problem.ts"

/** Why the signature of an act is refused. An act without one is never refused for that. */
export const actSignatureRefusals = {
  signatureIncomplete: {
    answer: "invalid",
    field: "headers.signature",
    rule: "required",
    sentence:
      "A signed act has the headers `signature`, `signature-input`, `content-digest` and `idempotency-key`. To act " +
      "without a signature, leave out the first three.",
  },
  signatureMalformed: {
    answer: "invalid",
    field: "headers.signature-input",
    rule: "format",
    sentence:
      "The signature has to cover `@method`, `@path`, `content-digest` and `idempotency-key`, without parameters and " +
      "nothing else, and to have the parameters `created`, `keyid` and `tag`, which is `wayseal-act`. It may have `alg`, " +
      "`expires` and `nonce`, and each label, component and parameter once. Bytes are base64 with padding.",
  },
  signatureTooOld: {
    answer: "invalid",
    field: "headers.signature-input",
    rule: "invalid",
    sentence:
      "The signature has expired, or its `created` is more than five minutes ago. Compare your clock with ours in the " +
      "header `date`, and sign the act again.",
  },
  signatureInFuture: {
    answer: "invalid",
    field: "headers.signature-input",
    rule: "inFuture",
    sentence:
      "The signature's `created` is more than five minutes in the future. Compare your clock with ours in the header " +
      "`date`, and sign the act again.",
  },
  signatureKeyUnknown: {
    answer: "invalid",
    field: "headers.signature-input",
    rule: "unknownReference",
    sentence:
      "The party has no public key with this `keyid`: it was revoked, or the hub never got it. Sign with a key that the " +
      "hub has, under its `kid` or its thumbprint (RFC 7638).",
  },
  signatureWrong: {
    answer: "invalid",
    field: "headers.signature",
    rule: "invalid",
    sentence:
      "The signature is not one of this key over this request. Sign method, path, body and `idempotency-key` as you send " +
      "them, with `ed25519` for an Ed25519 key and `ecdsa-p256-sha256` for a P-256 key.",
  },
  digestDiffers: {
    answer: "invalid",
    field: "headers.content-digest",
    rule: "conflict",
    sentence:
      "`content-digest` is not the SHA-256 of this body. Write `sha-256=:<base64>:` over the bytes of the body as you " +
      "send them.",
  },
  signedBodyTooLong: {
    answer: "invalid",
    field: "body",
    rule: "tooBig",
    sentence:
      "The timeline keeps the body of this act with its signature, so that it may have 2,000 bytes at most. Send it " +
      "without spaces.",
  },
} as const satisfies Record<string, { answer: "invalid"; field: string; rule: ProblemRule; sentence: string }>

export type ActSignatureReason = keyof typeof actSignatureRefusals

export function signatureRefused(reason: ActSignatureReason): HttpProblem<ActSignatureReason> {
  const { answer, field: path, rule, sentence } = actSignatureRefusals[reason]
  return new HttpProblem<ActSignatureReason>(answer, { reason, detail: sentence, problems: [{ path, rule }] })
}
