/**
 * The hub's restrictions in one tool: the product's functions over stores in memory, and how long a tool needs to hear
 * of a restriction.
 */

import type { Access, Fingerprint } from "../../shared/watch/detection/access.ts"
import { type Accessor, refusedNetworkKeys, subjectKeys } from "../../shared/watch/detection/accessor.ts"
import type { KeyedFinding } from "../../shared/watch/detection/memory-detector.ts"
import type { Contact } from "../../shared/watch/detection/profiles/access-profile.ts"
import { encodeContact } from "../../shared/watch/detection/profiles/profile-encoding.ts"
import { restrictedScopeOf } from "../../shared/watch/detection/restrictions/restricted-scope.ts"
import { type Restriction, restrictsAt } from "../../shared/watch/detection/restrictions/restriction.ts"
import {
  type Asked,
  askedIn,
  askedOfWhom,
  isProofRefused,
  type ToolKind,
} from "../../shared/watch/detection/restrictions/tool-policy.ts"
import { codeBlockKey, neighbourhoodKey } from "../../shared/watch/detection/retailers/number-blocks.ts"
import type { RetailerKnowledge } from "../../shared/watch/detection/retailers/retailer-knowledge.ts"
import { takeUnproven } from "../../shared/watch/lookups/guesses/guess-budgets.ts"
import { earningParcel, type KnownVisitor, knownParcels } from "../../shared/watch/lookups/guesses/known-parcels.ts"
import { askedOf, isRefused } from "../../shared/watch/lookups/guesses/refusal.ts"
import { restartRestrictions } from "../../shared/watch/lookups/guesses/restart-restrictions.ts"
import type { AnomalyContext } from "../../shared/watch/lookups/recording/access-observer.ts"
import { profileKeyOf } from "../../shared/watch/lookups/recording/observe-access.ts"
import { makeRaiseAnomalies } from "../../shared/watch/lookups/recording/raise-anomalies.ts"
import { nobody } from "../../shared/watch/lookups/references/looked-up.ts"
import type { VisitorCookie } from "../../shared/watch/lookups/visitor/visitor-cookie.ts"
import { memoryRestrictions } from "../watch/detection/memory-stores.ts"
import { memoryChallengeFailures } from "../watch/lookups/memory-stores.ts"
import { observedAccess, retailerId, storedTag } from "./observed-accesses.ts"

/** Tools in which the hub's own decisions refuse. */
export const hubTools = ["hub", "enforced"] as const satisfies readonly ToolKind[]
export type HubTool = (typeof hubTools)[number]

/** Seconds from the lookup that crosses a threshold until the tool refuses. The hub hears of itself at once. */
export const lagSecondsOf = { hub: 0, enforced: 2 } as const satisfies Readonly<Record<HubTool, number>>

/** A restriction that refuses a lookup. */
export type Refusal = {
  /** The reading of the alarm that caused it, such as `network:guess`. */
  readonly cause: string
  readonly restrictionId: string
  readonly asked: Asked
}

export type HubRefusals = {
  /** Restricts because of findings about one lookup. */
  raise(access: Access, found: readonly KeyedFinding[]): Promise<void>
  /** Whether the subject or the network of a lookup was ever restricted. Only then {@link refusalOf} need be asked. */
  concerns(access: Access): boolean
  /**
   * What refuses a lookup; undefined if it is answered.
   *
   * @param cookie of the visitor, if it has one
   */
  refusalOf(access: Access, cookie: VisitorCookie | undefined): Promise<Refusal | undefined>
}

export type HubRefusalsOptions = {
  readonly retailers: RetailerKnowledge
  /** What the detector holds of a subject. */
  readonly subjectEntries: (subject: Fingerprint) => readonly Contact[]
  readonly tool: HubTool
}

/** How an anomaly names each tool. */
const contextIn = {
  hub: { tool: "guarded", carrierIds: ["carrier"], accessorTokens: [], accessIds: [] },
  enforced: { tool: "observed:carrier", carrierIds: ["carrier"], accessorTokens: [], accessIds: [] },
} as const satisfies Readonly<Record<HubTool, AnomalyContext>>

/** Makes the part of the hub that restricts and refuses, with its state in memory. */
export const makeHubRefusals = ({ retailers, subjectEntries, tool }: HubRefusalsOptions): HubRefusals => {
  const held = makeRestrictions(retailers, tool)
  const failures = memoryChallengeFailures()
  const refusalBy = ({ cause, restriction }: Restricted, accessor: Accessor): Refusal => {
    const of = askedOf(restriction, accessor)
    const { restrictionId } = restriction
    return { cause, restrictionId, asked: of === undefined ? "nothing" : askedIn(tool, of) }
  }
  return {
    raise: held.raise,
    concerns: held.concerns,
    async refusalOf(access, cookie) {
      const { accessor, at, tag, proof, outcome } = observedAccess(access)
      const current = held.inForce(access, at)
      if (current.length === 0) return undefined
      const restrictions = current.map(({ restriction }) => restriction)
      const entries = subjectEntries(access.subject.fingerprint)
      const visitor = await knownVisitor({ accessor, at, cookie }, entries, restrictions)
      // A wrong postal code is refused where a right one is.
      const offered = { tag, proof: outcome === "challengeFailed" ? "postalCode" : proof } as const
      const refusing = current.find(({ restriction }) => isRefused(offered, visitor, [restriction], tool))
      const isNew = entries.every((entry) => entry.tag !== access.tag)
      if (refusing !== undefined && isNew) await held.restart(visitor, restrictions)
      if (refusing !== undefined) return refusalBy(refusing, accessor)
      if (offered.proof !== "none") return undefined
      const earningTag = earningParcel({ tag, proof: "none" }, visitor, restrictions)
      const isWithinBudget = earningTag === undefined || (await takeUnproven(failures, { earningTag, accessor, at }))
      return isWithinBudget ? undefined : current.map((row) => refusalBy(row, accessor))[0]
    },
  }
}

/** The hub's restrictions, and why and from when on a tool refuses by them. */
const makeRestrictions = (retailers: RetailerKnowledge, tool: HubTool) => {
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
  const rows = new Map<string, Restricted>()
  const asksNothing = (restriction: Restriction) => askedIn(tool, askedOfWhom(restriction, false)) === "nothing"
  const raiseOne = async (access: Access, { key, finding }: KeyedFinding) => {
    const observed = observedAccess(access)
    const accessorKey = profileKeyOf(observed, { kind: key.kind, ordinal: access.ordinal })
    const restricts = finding.severity === "alert" ? restrictedScopeOf(accessorKey) : undefined
    const findings = [{ accessorKey, access: observed, finding, isNews: true, restricts }]
    for (const { restriction } of await raise(findings, () => contextIn[tool])) {
      if (restriction === undefined || asksNothing(restriction)) continue
      const known = rows.get(restriction.accessorKey)
      const isSame = known?.restriction.restrictionId === restriction.restrictionId
      const first = { cause: `${key.kind}:${finding.reading}`, refusesFrom: access.at + lagSecondsOf[tool] }
      rows.set(restriction.accessorKey, { ...(isSame ? known : first), restriction })
    }
  }
  return {
    async raise(access: Access, found: readonly KeyedFinding[]) {
      now = access.at
      for (const one of found) await raiseOne(access, one)
    },
    concerns: (access: Access): boolean => rows.size > 0 && keysOf(access).some((key) => rows.has(key)),
    inForce: (access: Access, at: string): Restricted[] =>
      keysOf(access).flatMap((key) => {
        const row = rows.get(key)
        return row === undefined || access.at <= row.refusesFrom || !restrictsAt(row.restriction, at) ? [] : [row]
      }),
    /** A refused lookup of a new reference restarts the restrictions of its subject and of its neighbourhood. */
    async restart(visitor: KnownVisitor, current: readonly Restriction[]) {
      await restartRestrictions(store, visitor, current)
      for (const restriction of await store.of(current.map(({ accessorKey }) => accessorKey))) {
        const known = rows.get(restriction.accessorKey)
        if (known !== undefined) rows.set(restriction.accessorKey, { ...known, restriction })
      }
    },
  }
}

/** Whether a visitor who has a parcel of its own can do what is asked, with what is printed on it. */
export const isAnswerable = (asked: Asked): boolean => !isProofRefused(asked, "houseNumber")

/** The keys under which a lookup may be refused. */
const keysOf = (access: Access): string[] => {
  const { accessor } = observedAccess(access)
  const [series, ordinal] = [access.ordinal === null ? nobody : retailerId(access.series), access.ordinal ?? 0]
  const numbers = [neighbourhoodKey(series, ordinal), codeBlockKey(series, ordinal)]
  return [...subjectKeys(accessor), ...refusedNetworkKeys(accessor), ...numbers]
}

/** A restriction, the reading that caused it, and the time after which the visitor is refused, epoch seconds. */
type Restricted = { readonly restriction: Restriction; readonly cause: string; readonly refusesFrom: number }

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
