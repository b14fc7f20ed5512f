import type { ActSignatureReason } from "../../parties/act-signatures/act-signature-refusals.ts"
import type { Cause } from "./problem-cause.ts"

/** Causes of the codes about signatures of acts. */
export const signatureCauses: Readonly<Record<ActSignatureReason | "signedUnderFormerId", Cause>> = {
  signedUnderFormerId: {
    causes: "Two cases of yours became one, and your program still uses an id that ended.",
    mend: "Read the case again with `GET /v1/cases/{caseAlias}`, and sign with the ids that it gives.",
  },
  signatureIncomplete: {
    causes: "A proxy dropped a header, or the program signs without an `idempotency-key` or without a digest.",
    mend: "Send all four headers. `connectApi` of `@wayseal/client/api` does it.",
  },
  signatureMalformed: {
    causes:
      "The signing library covers other components by default, leaves out `tag`, or signs twice for `wayseal-act`.",
    mend: 'Sign as "Signing what you do" in `docs/breach-desk.md` shows.',
  },
  signatureTooOld: {
    causes: "The act was signed, and sent later, or the clock of the machine that signs is slow.",
    mend: "Set the clock from a time server. Sign each act when you send it, also when you repeat it.",
  },
  signatureInFuture: {
    causes: "The clock of the machine that signs is fast.",
    mend: "Set the clock from a time server, and sign the act again.",
  },
  signatureKeyUnknown: {
    causes:
      "The key was rotated away or revoked, the `keyid` is misspelt, or the party signs in with OIDC and has no key.",
    mend: "Sign with a present key of your party. What you signed with the old one before stays valid.",
  },
  signatureWrong: {
    causes:
      "The signature was made for another case, path, body or `idempotency-key`, with another private key, or an ECDSA " +
      "signature is in DER instead of the 64 bytes r and s.",
    mend: "Sign the request that you send. Compare your signature base with the example in `docs/breach-desk.md`.",
  },
  digestDiffers: {
    causes: "The body was changed after it was signed, or the digest is over another text, such as one without spaces.",
    mend: "Compute the digest over the very bytes that you send.",
  },
  signedBodyTooLong: {
    causes: "The body is written with many spaces.",
    mend: "Send the JSON without indentation.",
  },
}
