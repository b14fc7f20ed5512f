import type { KeyedHash } from "../../../base/keyed-hash/keyed-hash.ts"
import { chunksOf } from "../../../base/platform/chunks-of.ts"
import type { AccessProfileErasure, AccessProfileReader } from "../../detection/profiles/access-profiles.ts"
import { blockKey, blockNamed, codeBlockKey, missBlockKey } from "../../detection/retailers/number-blocks.ts"
import type { Disclosure } from "../ledger/disclosure.ts"
import type { ReferenceTag } from "../references/looked-up.ts"
import { pairTag } from "../references/pair-tag.ts"

/** Profiles that are read or changed at the same time. */
const profilesAtOnce = 10

export type ProfileTools = {
  profiles: AccessProfileReader & AccessProfileErasure
  hashes: Pick<KeyedHash, "referenceTag">
}

/** What access profiles have of a shipment: the entries to forget, by profile, and how many stay. */
export type ProfileTraces = {
  readonly forgotten: readonly { readonly profileKey: string; readonly names: readonly string[] }[]
  readonly kept: number
}

/** Tags of the entries of one profile to forget, and to keep. */
type Tags = { readonly forget: ReadonlySet<string>; readonly keep: ReadonlySet<string> }

/**
 * Finds a shipment in the access profiles of the visitors that saw it, of their networks, and of the blocks of numbers
 * that it is in. What a profile holds of a lookup that showed nothing cannot be found by the shipment. It expires after
 * 30 days.
 *
 * @param kept entries of the ledger whose visitors' profiles stay as they are
 */
export async function profileTracesOf(
  tools: ProfileTools,
  tags: readonly ReferenceTag[],
  { removed, kept }: { removed: readonly Disclosure[]; kept: readonly Disclosure[] },
): Promise<ProfileTraces> {
  const keptKeys = new Set(kept.flatMap(profileKeysOf))
  const own = new Set(tags.map(({ tag }) => tag))
  const wanted = new Map<string, Tags>()
  for (const key of removed.flatMap(profileKeysOf)) wanted.set(key, { forget: own, keep: new Set() })
  for (const key of keptKeys) wanted.set(key, { forget: new Set(), keep: own })
  const subjects = new Set([...removed, ...kept].map(({ subject }) => subject))
  const vouchers = new Set([undefined, ...[...removed, ...kept].flatMap(vouchersOf)])
  for (const { series, ordinal, tag } of tags) {
    if (ordinal === undefined || subjects.size === 0) continue
    const pairOf = (subject: string) =>
      pairTag(tools.hashes, series, { subject: subject.slice("subject#".length), tag })
    const pairs: Tags = {
      forget: new Set([...subjects].filter((subject) => !keptKeys.has(subject)).map(pairOf)),
      keep: new Set([...subjects].filter((subject) => keptKeys.has(subject)).map(pairOf)),
    }
    for (const vouchedBy of vouchers)
      for (const keyOf of [blockKey, missBlockKey, codeBlockKey]) wanted.set(keyOf(series, ordinal, vouchedBy), pairs)
  }
  return readTraces(tools, wanted)
}

async function readTraces({ profiles }: ProfileTools, wanted: ReadonlyMap<string, Tags>): Promise<ProfileTraces> {
  const forgotten: { profileKey: string; names: string[] }[] = []
  let kept = 0
  for (const some of chunksOf([...wanted], profilesAtOnce))
    await Promise.all(
      some.map(async ([profileKey, { forget, keep }]) => {
        const { attributes } = await profiles.read(profileKey)
        // The name of an entry ends with the tag.
        const names = attributes.map(({ name }) => name).filter((name) => forget.has(name.slice(1)))
        if (names.length > 0) forgotten.push({ profileKey, names })
        kept += attributes.filter(({ name }) => keep.has(name.slice(1))).length
      }),
    )
  return { forgotten, kept }
}

/** Removes these entries from their profiles. A repeat changes nothing. */
export async function forgetTraces(
  { profiles }: Pick<ProfileTools, "profiles">,
  forgotten: ProfileTraces["forgotten"],
): Promise<void> {
  for (const some of chunksOf(forgotten, profilesAtOnce))
    await Promise.all(some.map(({ profileKey, names }) => profiles.forget(profileKey, names)))
}

/** The parties that may have named a visitor: who reported the lookup or asked for it, and those of the shipment. */
function vouchersOf({ block = "", reportedBy, retailerId, carrierId }: Disclosure): (string | undefined)[] {
  return [blockNamed(block)?.numbers.vouchedBy, reportedBy, retailerId, carrierId]
}

function profileKeysOf({ subject, network, prefix }: Disclosure): string[] {
  return [subject, network, ...(prefix === undefined ? [] : [prefix])]
}
