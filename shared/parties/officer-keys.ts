import * as z from "zod"
import { type ActPublicKey, p256PublicKey } from "../base/contracts/act-signature.ts"
import { keyThumbprint } from "../base/contracts/signature.ts"
import { thumbprintOfActKey } from "../base/platform/signing/act-key.ts"
import { userId } from "./officer.ts"

/** A public key whose private half a person keeps in a browser. It signs what that person does, and no token. */
export const officerKey = z.object({
  ...p256PublicKey.shape,
  kid: keyThumbprint,
  by: userId.meta({ description: "Whose key it is. The hub takes its signatures from that person alone" }),
})
export type OfficerKey = z.infer<typeof officerKey>

export const officerKeysAtMost = 20

const sameKey = (one: OfficerKey, other: OfficerKey): boolean => one.kid === other.kid && one.by === other.by

/** The key itself, without who keeps it. */
export const publicKeyOf = ({ kty, crv, x, y }: OfficerKey): ActPublicKey => ({ kty, crv, x, y })

/**
 * What stands against a change of the keys: a key has another thumbprint than its `kid`, or a person adds one for a
 * colleague.
 *
 * @param officer absent: a program of the party asks, which may
 */
export function officerKeyProblems(
  after: readonly OfficerKey[] | null | undefined,
  {
    before = [],
    officer,
  }: { readonly before: readonly OfficerKey[] | undefined; readonly officer: string | undefined },
): string[] {
  const added = (after ?? []).filter((key) => !before.some((known) => sameKey(known, key)))
  if (added.some((key) => thumbprintOfActKey(publicKeyOf(key)) !== key.kid))
    return ["officerKeys has a kid that is not the thumbprint (RFC 7638) of its key. Compute it anew"]
  if (officer === undefined || added.every(({ by }) => by === officer)) return []
  return ["officerKeys may get your own keys alone. Write your user id as by, or let your colleague add the key"]
}
