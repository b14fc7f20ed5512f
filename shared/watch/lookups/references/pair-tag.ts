import type { KeyedHash } from "../../../base/keyed-hash/keyed-hash.ts"

/** The name of a pair of subject and reference in the profile of a block of numbers. */
export function pairTag(
  keyedHash: Pick<KeyedHash, "referenceTag">,
  series: string | undefined,
  { subject, tag }: { subject: string; tag: string },
): string {
  return keyedHash.referenceTag(`block ${series}`, `${subject}|${tag}`)
}
