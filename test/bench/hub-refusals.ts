/**
 * What the hub refuses after its alarms, by its own rules: an alert restricts its subject or, for its network, the
 * unproven lookups of visitors that proved nothing before, or all unproven lookups in its neighbourhood of numbers. The
 * carrier refuses a visitor two seconds after the alarm.
 */

import type { Access, Fingerprint } from "../../shared/watch/detection/access.ts"
import {
  type Accessor,
  networkKey,
  prefixKey,
  refusedNetworkKeys,
  subjectKey,
} from "../../shared/watch/detection/accessor.ts"
import type { KeyedFinding } from "../../shared/watch/detection/memory-detector.ts"
import type { Contact } from "../../shared/watch/detection/profiles/access-profile.ts"
import { encodeContact } from "../../shared/watch/detection/profiles/profile-encoding.ts"
import { type Restriction, restrictsAt } from "../../shared/watch/detection/restrictions/restriction.ts"
import { blockKey, codeBlockKey, neighbourhoodKey } from "../../shared/watch/detection/retailers/number-blocks.ts"
import type { RetailerKnowledge } from "../../shared/watch/detection/retailers/retailer-knowledge.ts"
import type { ProfileKey } from "../../shared/watch/detection/scoring/finding.ts"
import { takeUnproven } from "../../shared/watch/lookups/guesses/guess-budgets.ts"
import { earningParcel, type KnownVisitor, knownParcels } from "../../shared/watch/lookups/guesses/known-parcels.ts"
import { isRefused } from "../../shared/watch/lookups/guesses/refusal.ts"
import { restartRestrictions } from "../../shared/watch/lookups/guesses/restart-restrictions.ts"
import type { ObservedAccess } from "../../shared/watch/lookups/recording/access-observer.ts"
import { makeRaiseAnomalies } from "../../shared/watch/lookups/recording/raise-anomalies.ts"
import { nobody } from "../../shared/watch/lookups/references/looked-up.ts"
import type { VisitorCookie } from "../../shared/watch/lookups/visitor/visitor-cookie.ts"
import { memoryRestrictions } from "../watch/detection/memory-stores.ts"
import { memoryChallengeFailures } from "../watch/lookups/memory-stores.ts"
import { observedAccess, retailerId, storedTag } from "./observed-accesses.ts"

/** Seconds from the lookup that crosses a threshold until the visitor is refused. */
export const hubLagSeconds = 2

export type HubRefusals = {
  /** Restricts because of findings about one lookup. */
  raise(access: Access, found: readonly KeyedFinding[]): Promise<void>
  /** Whether the subject or the network of a lookup was ever restricted. Only then {@link refusalOf} need be asked. */
  concerns(access: Access): boolean
  /**
   * The reading of the alarm because of which a lookup is refused, such as `network:guess`; undefined if answered.
   *
   * @param cookie of the visitor, if it has one
   */
  refusalOf(access: Access, cookie: VisitorCookie | undefined): Promise<string | undefined>
}

export type HubRefusalsOptions = {
  readonly retailers: RetailerKnowledge
  /** What the detector holds of a subject. */
  readonly subjectEntries: (subject: Fingerprint) => readonly Contact[]
  /** In a carrier's own tool the hub restricts visitors and networks, and no numbers. By default false. */
  readonly isCarrierTool?: boolean
}

/** Makes the part of the hub that restricts and refuses, with its state in memory. */
export const makeHubRefusals = (options: HubRefusalsOptions): HubRefusals => {
  const { retailers, subjectEntries, isCarrierTool = false } = options
  let now = 0
  const store = memoryRestrictions()
  const raise = makeRaiseAnomalies({
    anomalies: { raise: async () => "raised" },
    restrictions: store,
    retailers,
    clock: () => new Date(now * 1000),
    rememberedMilliseconds: 60_000,
    onSubjectRestricted: () => undefined,
  })
  const failures = memoryChallengeFailures()
  const rows = new Map<string, Restricted>()
  const keys = new Set<string>()
  /** A refused lookup of a new reference restarts the restrictions of its subject and of its neighbourhood. */
  const restart = async (visitor: KnownVisitor, current: readonly Restriction[]) => {
    await restartRestrictions(store, visitor, current)
    for (const restriction of await store.of(current.map(({ accessorKey }) => accessorKey))) {
      const known = rows.get(restriction.accessorKey)
      if (known !== undefined) rows.set(restriction.accessorKey, { ...known, restriction })
    }
  }

  return {
    async raise(access, found) {
      now = access.at
      const observed = observedAccess(access)
      for (const { keyName, key, finding } of found) {
        const accessorKey = keyOf(key.kind, observed)
        if (finding.severity !== "alert" || accessorKey === undefined) continue
        if (isCarrierTool && "series" in key) continue
        const restricts = "series" in key ? undefined : key.kind === "subject" ? "subject" : "network"
        const findings = [{ accessorKey, access: observed, finding, isNews: true, restricts } as const]
        for (const { restriction } of await raise(findings, () => context)) {
          if (restriction === undefined) continue
          keys.add("series" in key ? restriction.accessorKey : keyName)
          const known = rows.get(restriction.accessorKey)
          const isSame = known?.restriction.restrictionId === restriction.restrictionId
          const cause = { reading: `${key.kind}:${finding.reading}`, refusesFrom: access.at + hubLagSeconds }
          rows.set(restriction.accessorKey, { ...(isSame ? known : cause), restriction })
        }
      }
    },
    concerns: (access) =>
      keys.size > 0 &&
      [
        `subject#${access.subject.fingerprint}`,
        `network#${access.network.fingerprint}`,
        `prefix#${access.network.prefix}`,
        ...numbersAround(retailerId(access.series), access.ordinal),
      ].some((key) => keys.has(key)),
    async refusalOf(access, cookie) {
      const observed = observedAccess(access)
      const { accessor, at, tag, proof } = observed
      const inForce = (key: string) => {
        const row = rows.get(key)
        return row === undefined || access.at <= row.refusesFrom || !restrictsAt(row.restriction, at) ? [] : [row]
      }
      const current = [subjectKey(accessor), ...refusedNetworkKeys(accessor)].flatMap(inForce)
      // A wrong postal code is refused like a wrong one anywhere, and enters the profiles where it is compared.
      const [neighbourhood, codes] = numbersAround(observed.series, observed.ordinal)
      if (access.outcome !== "challengeFailed") current.push(...inForce(neighbourhood))
      const [guessed] = access.outcome === "challengeFailed" ? inForce(codes) : []
      if (guessed !== undefined) return guessed.reading
      current.push(...inForce(codes))
      if (current.length === 0) return undefined
      const restrictions = current.map(({ restriction }) => restriction)
      const entries = subjectEntries(access.subject.fingerprint)
      const visitor = await knownVisitor({ accessor, at, cookie }, entries, restrictions)
      const refusing = current.find(({ restriction }) => isRefused({ tag, proof }, visitor, [restriction]))
      const isNew = entries.every((entry) => entry.tag !== access.tag)
      if (refusing !== undefined && isNew) await restart(visitor, restrictions)
      if (refusing !== undefined || proof !== "none") return refusing?.reading
      const earningTag = earningParcel({ tag, proof }, visitor, restrictions)
      const isWithinBudget = earningTag === undefined || (await takeUnproven(failures, { earningTag, accessor, at }))
      return isWithinBudget ? undefined : current[0]?.reading
    },
  }
}

/** The key that a finding restricts; undefined for blocks of misses. */
const keyOf = (kind: ProfileKey["kind"], access: ObservedAccess): string | undefined => {
  switch (kind) {
    case "subject":
      return subjectKey(access.accessor)
    case "network":
      return networkKey(access.accessor)
    case "prefix":
      return prefixKey(access.accessor)
    case "block":
      return blockKey(access.series ?? nobody, access.ordinal ?? 0)
    case "codeBlock":
      return codeBlockKey(access.series ?? nobody, access.ordinal ?? 0)
    case "missBlock":
      return undefined
  }
}

const numbersAround = (series: string = nobody, ordinal?: number | null): readonly [string, string] => [
  neighbourhoodKey(series, ordinal ?? 0),
  codeBlockKey(series, ordinal ?? 0),
]

/** A restriction, the reading that caused it, and the time after which the visitor is refused, epoch seconds. */
type Restricted = { readonly restriction: Restriction; readonly reading: string; readonly refusesFrom: number }

const context = { tool: "observed:carrier", carrierIds: ["carrier"], accessorTokens: [], accessIds: [] }

/** The visitor with the parcels that it knew before its network was restricted. */
const knownVisitor = async (
  of: { accessor: Accessor; at: string; cookie: VisitorCookie | undefined },
  entries: readonly Contact[],
  restrictions: readonly Restriction[],
): Promise<KnownVisitor> => {
  const { at, cookie } = of
  const accessor = cookie === undefined ? of.accessor : { ...of.accessor, cookieMintedAt: cookie.mintedAt }
  const attributes = entries.map((entry) => encodeContact({ ...entry, tag: storedTag(entry.tag) }, "accessor"))
  const reader = { read: async () => ({ attributes, trimmed: false }) }
  return { accessor, at, known: await knownParcels(reader, { accessor, at, cookie }, restrictions) }
}
