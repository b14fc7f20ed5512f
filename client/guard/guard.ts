import type { Proof } from "../../shared/base/contracts/words.ts"
import type { Access } from "../../shared/watch/detection/access.ts"
import { lookupOutcomeOf } from "../access-logs/lookup-outcome.ts"
import { isIn, type LookupRules, lookupReader, type NamedLookup, sessionStarts } from "./access-of-lookup.ts"
import type { AskedLookup, Demand, Shows, Verdict } from "./asked-lookup.ts"
import { type GuardMemory, guardMemory } from "./guard-memory.ts"
import { type JudgeRules, lookupJudge } from "./lookup-judge.ts"
import { asksMore } from "./mapped-demand.ts"
import { provenParcels } from "./proven-parcels.ts"

/** What a guard goes by. */
export type GuardRules = LookupRules &
  JudgeRules & {
    /** Whether the tool reports its answers. Otherwise every lookup that passes counts as a hit. */
    readonly outcomes: "reported" | "assumed"
    /** What strangers to a parcel are shown. */
    readonly strangers: Shows
  }

/** Judges lookups before they are answered. Times are epoch seconds. */
export type Guard = {
  /**
   * What to do with a request, as the lookups before it and what was proven say. A request that is no lookup is shown
   * what a stranger is, and one of an exempt network details.
   *
   * @throws AskedWrongly where the request has no address
   */
  ask(asked: AskedLookup, at: number): Verdict
  /**
   * What the tool answered to a request that passed: its HTTP status, and in `asked` what was proven by it and where
   * the parcel goes.
   */
  report(asked: AskedLookup, status: number, at: number): void
  readonly memory: GuardMemory & {
    /** Nothing is asked or reported any more: lookups that wait for their outcome count as hits. */
    settle(): void
  }
  readonly counts: GuardCounts
}

/** What a guard did since it began. */
export type GuardCounts = {
  lookups: number
  phase: number
  details: number
  proof: number
  /** Of those that need proof: because of the hub's map alone. */
  mapped: number
  refuse: number
  /** Outcomes that were reported. */
  reports: number
  /** Lookups whose outcome nobody reported in time, so that they count as hits. */
  unreported: number
  restrictions: number
  contacts: number
}

/** An outcome that is not reported by then is not waited for. */
const longestAnswerSeconds = 10
/** So many lookups of a network wait for their outcomes. Further ones count as hits at once. */
const mostWaitingOfNetwork = 8
const mostWaiting = 20_000

type Waiting = { readonly lookup: NamedLookup; readonly network: Access["network"]["fingerprint"]; readonly at: number }

/** @param isEnforcing whether a lookup that is not allowed gets no answer, and so does not count */
export function makeGuard(rules: GuardRules, { isEnforcing }: { readonly isEnforcing: boolean }): Guard {
  const { read, judge, proven, waiting, memory } = partsOf(rules)
  const isExempt = isIn(rules.exemptNetworks)
  const counts = { lookups: 0, phase: 0, details: 0, proof: 0, mapped: 0, refuse: 0, reports: 0 }

  return {
    ask(asked, at) {
      waiting.settle(at)
      const lookup = read(asked, at)
      if (lookup === undefined) return isExempt(asked.address?.trim() ?? "") ? "details" : rules.strangers
      counts.lookups += 1
      const access = lookup.access("hit")
      const isRemembered = proven.has(lookup.provenKey, at)
      const judged = isRemembered ? { ...access, proof: "strong" as const } : access
      const own = judge.verdictOf(judged, at)
      const demand = own === "allow" && asksMore(lookup.scopes, judged.proof) ? "proof" : own
      if (demand !== own) counts.mapped += 1
      const verdict = verdictOf(demand, isRemembered || isProof(asked.proof) ? "details" : rules.strangers)
      counts[verdict] += 1
      if (demand !== "allow") judge.refused(access)
      if (demand !== "allow" && isEnforcing) return verdict
      if (rules.outcomes === "assumed" || !waiting.add(lookup, access.network.fingerprint, at)) judge.observe(access)
      return verdict
    },
    report(asked, status, at) {
      const named = read(asked, at)
      if (named === undefined) return
      counts.reports += 1
      const lookup = waiting.take(named.id) ?? named
      const outcome = lookupOutcomeOf({ status })
      if (outcome === undefined || outcome === "other") return
      judge.observe(lookup.access(outcome, asked))
      if (outcome === "hit" && isProof(asked.proof)) proven.add(named.provenKey, at)
    },
    memory,
    get counts() {
      return { ...counts, ...judge.counts, unreported: waiting.late }
    },
  }
}

/** What a guard remembers with. */
function partsOf(rules: GuardRules) {
  const [sessions, judge] = [sessionStarts(), lookupJudge(rules)]
  const proven = provenParcels({ rememberedSeconds: rules.rememberedSeconds, mostProven: rules.mostContacts })
  const waiting = waitingLookups((late) => judge.observe(late.access("hit")))
  const memory = {
    ...guardMemory({ ...judge.parts, proven, sessions }, rules.rememberedSeconds),
    settle: () => waiting.settle(Number.POSITIVE_INFINITY),
  }
  return { read: lookupReader(rules, sessions), judge, proven, waiting, memory }
}

const verdictOf = (demand: Demand, shows: Shows): Verdict => (demand === "allow" ? shows : demand)

const isProof = (proof: Proof | undefined): boolean => proof !== undefined && proof !== "none"

/** Lookups that passed, until their outcome is reported. Those who wait are in order of time. */
function waitingLookups(onLate: (lookup: NamedLookup) => void) {
  const waiting = new Map<number, Waiting>()
  const waitingOf = new Map<Waiting["network"], number>()
  let late = 0

  const take = (id: number): NamedLookup | undefined => {
    const found = waiting.get(id)
    if (found === undefined) return undefined
    waiting.delete(id)
    const others = (waitingOf.get(found.network) ?? 1) - 1
    if (others === 0) waitingOf.delete(found.network)
    else waitingOf.set(found.network, others)
    return found.lookup
  }
  return {
    take,
    /** Whether it waits. It does not while too many of its network do. */
    add(lookup: NamedLookup, network: Waiting["network"], at: number): boolean {
      const others = waitingOf.get(network) ?? 0
      if (others >= mostWaitingOfNetwork) return false
      if (waiting.has(lookup.id)) return true
      waiting.set(lookup.id, { lookup, network, at })
      waitingOf.set(network, others + 1)
      return true
    },
    /** Takes those that wait for too long, or are too many. */
    settle(at: number): void {
      for (const [id, { lookup, at: since }] of waiting) {
        if (at - since < longestAnswerSeconds && waiting.size <= mostWaiting) return
        take(id)
        late += 1
        onLate(lookup)
      }
    },
    /** How many were taken so. */
    get late() {
      return late
    },
  }
}
