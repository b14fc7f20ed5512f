import { createHash } from "node:crypto"
import * as z from "zod"
import { keyThumbprint } from "../../base/contracts/signature.ts"
import { type Statement, statement } from "../../base/contracts/statement.ts"
import { compactStatement } from "../../base/contracts/statement-made.ts"
import { type PublicKeySet, trustedKeys } from "../../base/platform/signing/public-keys.ts"
import { signedText } from "../../base/platform/signing/signed-text.ts"
import { isSignedBy } from "../../base/platform/signing/verify-signature.ts"

/** A statement whose signature holds. `hash` is what the next statement has as `previous`. */
export type VerifiedStatement = { readonly statement: Statement; readonly hash: string; readonly keyId: string }

/**
 * Why a statement does not count. `malformed`: no compact JWS of a statement. `unknownKey`: no pinned key, nor one that
 * a pinned key endorses. `signature`: the key did not sign it.
 */
export type StatementRefusal = "malformed" | "unknownKey" | "signature"

export type StatementCheck = ({ readonly ok: true } & VerifiedStatement) | { ok: false; refusal: StatementRefusal }

/**
 * Checks the signature of a statement. It needs nothing of the hub but its public keys.
 *
 * @param jws the compact JWS as the hub sent it
 * @param keys the answer of `GET /v1/signing-keys`, from then or from now
 * @param pinned thumbprints of keys that the party got on a way that it trusts
 */
export function verifyStatement(jws: string, keys: PublicKeySet, pinned: readonly string[]): StatementCheck {
  const read = readStatement(jws)
  if (read === undefined) return { ok: false, refusal: "malformed" }
  const key = trustedKeys(keys, pinned).get(read.keyId)
  if (key === undefined) return { ok: false, refusal: "unknownKey" }
  if (!isSignedBy(key, "statement", read.statement, { keyId: read.keyId, value: read.value }))
    return { ok: false, refusal: "signature" }
  const { statement: content, keyId, hash } = read
  return { ok: true, statement: content, keyId, hash }
}

const headerSchema = z.looseObject({ kid: keyThumbprint })

/** What a compact JWS says, without a look at its signature. Undefined if it is no statement in the hub's own form. */
export function readStatement(jws: string): (VerifiedStatement & { readonly value: string }) | undefined {
  if (!compactStatement.safeParse(jws).success) return undefined
  const [header = "", content = "", value = ""] = jws.split(".")
  const kid = headerSchema.safeParse(jsonOf(header))
  const said = statement.safeParse(jsonOf(content))
  if (!kid.success || !said.success) return undefined
  // The signature is over the text. Another text of the same content would have another hash.
  if (signedText("statement", kid.data.kid, said.data) !== `${header}.${content}`) return undefined
  return { statement: said.data, hash: hashOfStatement(jws), keyId: kid.data.kid, value }
}

/**
 * The hash of a statement, by which the next one names it: SHA-256 of what the signature is over. The signature itself
 * is left out, because whoever has one can make a second one that also holds.
 */
export function hashOfStatement(jws: string): string {
  return createHash("sha256")
    .update(jws.slice(0, jws.lastIndexOf(".")), "utf8")
    .digest("base64url")
}

function jsonOf(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8"))
  } catch {
    return undefined
  }
}
