import type { AccessProfileErasure, AccessProfileReader } from "../detection/profiles/access-profiles.ts"
import { blockKey, blockNamed, codeBlockKey, missBlockKey } from "../detection/retailers/number-blocks.ts"
import type { Disclosure } from "../lookups/ledger/disclosure.ts"
import type { ReferenceTag } from "../lookups/references/looked-up.ts"
import { pairTag } from "../lookups/references/pair-tag.ts"
import { chunksOf } from "../platform/chunks-of.ts"
import type { KeyedHash } from "../tracking/keyed-hash.ts"

/** Profiles that are read and changed at the same time. */
const profilesAtOnce = 10

export type ForgettingTools = {
  profiles: AccessProfileReader & AccessProfileErasure
  hashes: Pick<KeyedHash, "referenceTag">
}

/**
 * Removes a shipment from the access profiles of the visitors that saw it, of their networks, and of the blocks of
 * numbers that it is in. What a profile holds of a lookup that showed nothing cannot be found by the shipment. It
 * expires after 30 days.
 *
 * @param kept entries of the ledger whose visitors' profiles stay as they are
 */
export async function forgetLookups(
  tools: ForgettingTools,
  tags: readonly ReferenceTag[],
  { removed, kept }: { removed: readonly Disclosure[]; kept: readonly Disclosure[] },
): Promise<void> {
  const keptKeys = new Set(kept.flatMap(profileKeysOf))
  const own = new Set(tags.map(({ tag }) => tag))
  const forgotten = new Map<string, Set<string>>()
  for (const key of removed.flatMap(profileKeysOf)) if (!keptKeys.has(key)) forgotten.set(key, own)
  const subjects = new Set(removed.map(({ subject }) => subject))
  const vouchers = new Set([undefined, ...removed.flatMap(vouchersOf)])
  for (const { series, ordinal, tag } of tags) {
    if (ordinal === undefined) continue
    const pairs = new Set(
      [...subjects]
        .filter((subject) => !keptKeys.has(subject))
        .map((subject) => pairTag(tools.hashes, series, { subject: subject.slice("subject#".length), tag })),
    )
    for (const vouchedBy of vouchers)
      for (const keyOf of [blockKey, missBlockKey, codeBlockKey])
        forgotten.set(keyOf(series, ordinal, vouchedBy), pairs)
  }
  for (const some of chunksOf([...forgotten], profilesAtOnce))
    await Promise.all(some.map(([profileKey, names]) => forgetIn(tools, profileKey, names)))
}

async function forgetIn({ profiles }: ForgettingTools, profileKey: string, tags: ReadonlySet<string>): Promise<void> {
  const { attributes } = await profiles.read(profileKey)
  // The name of an entry ends with the tag.
  const names = attributes.map(({ name }) => name).filter((name) => tags.has(name.slice(1)))
  if (names.length > 0) await profiles.forget(profileKey, names)
}

/** The parties that may have named a visitor: who reported the lookup or asked for it, and those of the shipment. */
function vouchersOf({ block = "", reportedBy, retailerId, carrierId }: Disclosure): (string | undefined)[] {
  return [blockNamed(block)?.numbers.vouchedBy, reportedBy, retailerId, carrierId]
}

function profileKeysOf({ subject, network, prefix }: Disclosure): string[] {
  return [subject, network, ...(prefix === undefined ? [] : [prefix])]
}
