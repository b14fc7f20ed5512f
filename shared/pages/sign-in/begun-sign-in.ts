import { timingSafeEqual } from "node:crypto"
import * as z from "zod"
import { boundedString } from "../../base/contracts/bounded-string.ts"
import type { SignInSecrets } from "./identity-provider.ts"
import { returnPath } from "./return-path.ts"

/** Name of the cookie that a sign-in has until it is finished. */
export const begunCookieName = "__Host-wayseal-sign-in"

/** How long a person may take at the provider. */
export const begunSeconds = 600

/** A sign-in that began in this browser, and the provider at which it began. */
export type BegunSignIn = SignInSecrets & {
  readonly partyId: string
  readonly issuer: string
  readonly clientId: string
  readonly returnTo: string
}

/** Signs a text under the hub's key, now and under the keys of a rotation. */
export type SignatureTools = {
  readonly sign: (text: string) => string
  readonly signatures: (text: string) => readonly string[]
}

const content = z.object({
  partyId: boundedString(2_048),
  issuer: boundedString(2_048),
  clientId: boundedString(2_048),
  state: boundedString(2_048),
  nonce: boundedString(2_048),
  verifier: boundedString(2_048),
  returnTo: boundedString(2_048).transform(returnPath),
  until: z.number(),
})

/**
 * The value of the cookie. The hub signs it, so that nobody can put secrets together that were made for another party's
 * provider: such a provider saw them (RFC 9700, section 4.4).
 */
export function begunCookieValue({ sign }: SignatureTools, begun: BegunSignIn, now: Date): string {
  const until = now.getTime() + begunSeconds * 1_000
  const text = Buffer.from(JSON.stringify({ ...begun, until })).toString("base64url")
  return `${text}.${sign(text)}`
}

/** The sign-in of a cookie that the hub made less than ten minutes ago. Anything else counts as none. */
export function readBegun({ signatures }: SignatureTools, value: string, now: Date): BegunSignIn | undefined {
  const [, text, signature] = /^([\w-]+)\.([\w-]{43})$/.exec(value) ?? []
  if (text === undefined || signature === undefined) return undefined
  const isGenuine = signatures(text).some((one) => timingSafeEqual(Buffer.from(one), Buffer.from(signature)))
  if (!isGenuine) return undefined
  // A hub of another version may have made it.
  const read = content.safeParse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")))
  if (!read.success) return undefined
  const { until, ...begun } = read.data
  return now.getTime() < until ? begun : undefined
}
