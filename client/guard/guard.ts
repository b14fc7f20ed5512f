import type { Proof } from "../../shared/base/contracts/words.ts"
import type { Access } from "../../shared/watch/detection/access.ts"
import { lookupOutcomeOf } from "../access-logs/lookup-outcome.ts"
import { isIn, type LookupRules, lookupReader, type NamedLookup } from "./access-of-lookup.ts"
import type { AskedLookup, Demand, Shows, Verdict } from "./asked-lookup.ts"
import { type JudgeRules, lookupJudge } from "./lookup-judge.ts"
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
  readonly counts: GuardCounts
}

/** What a guard did since it began. */
export type GuardCounts = {
  lookups: number
  phase: number
  details: number
  proof: number
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
  const [read, judge] = [lookupReader(rules), lookupJudge(rules)]
  const proven = provenParcels({ rememberedSeconds: rules.rememberedSeconds, mostProven: rules.mostContacts })
  const [isExempt, waiting] = [isIn(rules.exemptNetworks), waitingLookups()]
  const counts = { lookups: 0, phase: 0, details: 0, proof: 0, refuse: 0, reports: 0, unreported: 0 }

  return {
    ask(asked, at) {
      for (const late of waiting.takeLate(at)) {
        counts.unreported += 1
        judge.observe(late.access("hit"))
      }
      const lookup = read(asked, at)
      if (lookup === undefined) return isExempt(asked.address?.trim() ?? "") ? "details" : rules.strangers
      counts.lookups += 1
      const access = lookup.access("hit")
      const isRemembered = proven.has(lookup.provenKey, at)
      const demand = judge.verdictOf(isRemembered ? { ...access, proof: "strong" } : access, at)
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
    get counts() {
      return { ...counts, ...judge.counts }
    },
  }
}

const verdictOf = (demand: Demand, shows: Shows): Verdict => (demand === "allow" ? shows : demand)

const isProof = (proof: Proof | undefined): boolean => proof !== undefined && proof !== "none"

/** Lookups that passed, until their outcome is reported. Those who wait are in order of time. */
function waitingLookups() {
  const waiting = new Map<number, Waiting>()
  const waitingOf = new Map<Waiting["network"], number>()

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
    *takeLate(at: number): Generator<NamedLookup> {
      for (const [id, { lookup, at: since }] of waiting) {
        if (at - since < longestAnswerSeconds && waiting.size <= mostWaiting) return
        take(id)
        yield lookup
      }
    },
  }
}
