import {
  type ActPublicKey,
  actAlgorithms,
  actComponents,
  actPublicKey,
  actSignatureSeconds,
  actSignatureTag,
  type PartySignature,
  signatureBase,
} from "../../base/contracts/act-signature.ts"
import type { HttpRequest } from "../../base/platform/http-route.ts"
import { digestOfBody, isSignedWith, thumbprintOfActKey } from "../../base/platform/signing/act-key.ts"
import { bytesOfMember, readSignatureInput, type SignatureInput } from "../../base/platform/signing/signature-input.ts"
import type { Caller } from "../authenticate-party.ts"
import { signatureRefused } from "./act-signature-refusals.ts"

/** A signature that holds, with the body that it is over. */
export type VerifiedSignature = Omit<PartySignature, "body"> & { readonly body: string }

const fields = ["signature", "signature-input", "content-digest"] as const
const knownParameters = ["created", "keyid", "tag", "alg", "expires", "nonce"]

/** Longest `signature-input` that is read. */
const longestInput = 1_000

/**
 * Checks the signature that a party put on what it does, if it put one. It has to be of a key that the party has now,
 * and made within five minutes of now.
 *
 * @returns `undefined` without any of the three headers
 * @throws HttpProblem if the signature is incomplete or does not hold
 */
export function verifyActSignature(
  request: Pick<HttpRequest<unknown, Caller>, "headers" | "caller" | "raw" | "receivedAt">,
): VerifiedSignature | undefined {
  const { headers, caller, raw, receivedAt } = request
  const given = fields.filter((name) => headers[name] !== undefined)
  if (given.length === 0) return undefined
  if (given.length < fields.length || headers["idempotency-key"] === undefined)
    throw signatureRefused("signatureIncomplete")
  const input = actInput(headers["signature-input"] ?? "")
  const signature = input && bytesOfMember(headers["signature"] ?? "", input.label)
  if (input === undefined || signature === undefined) throw signatureRefused("signatureMalformed")
  assertFresh(input, Date.parse(receivedAt) / 1_000)
  const publicKey = keyOf(caller, String(input.parameters["keyid"]))
  if (publicKey === undefined) throw signatureRefused("signatureKeyUnknown")
  if (bytesOfMember(headers["content-digest"] ?? "", "sha-256") !== digestOfBody(raw.body))
    throw signatureRefused("digestDiffers")
  const values: Readonly<Record<string, string>> = { ...headers, "@method": raw.method, "@path": raw.path }
  const base = signatureBase(
    input.components.map((name) => [name, values[name] ?? ""]),
    input.text,
  )
  const { alg = actAlgorithms[publicKey.kty] } = input.parameters
  if (alg !== actAlgorithms[publicKey.kty] || !isSignedWith(publicKey, base, signature))
    throw signatureRefused("signatureWrong")
  return { base, signature, publicKey, thumbprint: thumbprintOfActKey(publicKey), body: textOf(raw.body) }
}

/** The body has been read as JSON, so it is UTF-8, and the text has the very bytes that came. */
const textOf = (body: Uint8Array): string => Buffer.from(body).toString("utf8")

/** The one signature that is of an act. Others on the same request are of no matter here. */
function actInput(field: string): SignatureInput | undefined {
  if (field.length > longestInput) return undefined
  const [input, ...more] = (readSignatureInput(field) ?? []).filter(
    ({ parameters }) => parameters["tag"] === actSignatureTag,
  )
  if (input === undefined || more.length > 0) return undefined
  const { components, parameters } = input
  const isCovered = components.length === actComponents.length && actComponents.every((one) => components.includes(one))
  const isKnown = Object.keys(parameters).every((name) => knownParameters.includes(name))
  const isDated = typeof parameters["created"] === "number" && typeof (parameters["expires"] ?? 0) === "number"
  return isCovered && isKnown && isDated && typeof parameters["keyid"] === "string" ? input : undefined
}

/** @param now epoch seconds */
function assertFresh({ parameters }: SignatureInput, now: number): void {
  const [created, expires] = [Number(parameters["created"]), Number(parameters["expires"] ?? now)]
  if (created > now + actSignatureSeconds) throw signatureRefused("signatureInFuture")
  if (created < now - actSignatureSeconds || expires < now) throw signatureRefused("signatureTooOld")
}

/** The present key of this `kid` or thumbprint: of the party, or of the person who acts. */
function keyOf({ party, officer }: Caller, keyId: string): ActPublicKey | undefined {
  const { credentials, officerKeys = [] } = party
  const ownKeys = officerKeys.filter(({ by }) => by === officer?.userId)
  const keys = [...(credentials !== undefined && "publicKeys" in credentials ? credentials.publicKeys : []), ...ownKeys]
  for (const { kid, kty, crv, x, y } of keys) {
    const key = actPublicKey.safeParse(y === undefined ? { kty, crv, x } : { kty, crv, x, y }).data
    if (key !== undefined && (kid === keyId || thumbprintOfActKey(key) === keyId)) return key
  }
  return undefined
}
