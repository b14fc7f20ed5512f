import type { LookupOutcome } from "../../shared/base/contracts/words.ts"
import { lookupOutcomeOf } from "../access-logs/lookup-outcome.ts"
import { type LookupRules, lookupReader, type NamedLookup } from "./access-of-lookup.ts"
import type { AskedLookup, Verdict } from "./asked-lookup.ts"
import { type JudgeRules, lookupJudge } from "./lookup-judge.ts"

/** What a guard goes by. */
export type GuardRules = LookupRules &
  JudgeRules & {
    /** Whether the tool reports its answers. Otherwise every lookup that passes counts as a hit. */
    readonly outcomes: "reported" | "assumed"
  }

/** Judges lookups before they are answered. Times are epoch seconds. */
export type Guard = {
  /**
   * What to do with a request, as the lookups before it say. `allow` also for a request that is no lookup.
   *
   * @throws AskedWrongly where the request has no address
   */
  ask(asked: AskedLookup, at: number): Verdict
  /** What the tool answered to a request that passed: its HTTP status. */
  report(asked: AskedLookup, status: number, at: number): void
  readonly counts: GuardCounts
}

/** What a guard did since it began. */
export type GuardCounts = {
  lookups: number
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

type Waiting = { readonly lookup: NamedLookup; readonly network: string; readonly at: number }

/** @param isEnforcing whether a lookup that is not allowed gets no answer, and so does not count */
export function makeGuard(rules: GuardRules, { isEnforcing }: { readonly isEnforcing: boolean }): Guard {
  const read = lookupReader(rules)
  const judge = lookupJudge(rules)
  const waiting = waitingLookups()
  const counts = { lookups: 0, proof: 0, refuse: 0, reports: 0, unreported: 0 }

  return {
    ask(asked, at) {
      for (const late of waiting.takeLate(at)) {
        counts.unreported += 1
        judge.observe(late.access("hit"))
      }
      const lookup = read(asked, at)
      if (lookup === undefined) return "allow"
      counts.lookups += 1
      const access = lookup.access("hit")
      const verdict = judge.verdictOf(access, at)
      if (verdict !== "allow") counts[verdict] += 1
      if (verdict !== "allow" && isEnforcing) return verdict
      const network = String(access.network.fingerprint)
      if (rules.outcomes === "assumed" || waiting.isFull(network)) judge.observe(access)
      else waiting.add(lookup, network, at)
      return verdict
    },
    report(asked, status, at) {
      const named = read(asked, at)
      if (named === undefined) return
      counts.reports += 1
      const lookup = waiting.take(named.id) ?? named
      const outcome: LookupOutcome | "other" = lookupOutcomeOf({ status }) ?? "other"
      if (outcome !== "other") judge.observe(lookup.access(outcome))
    },
    get counts() {
      return { ...counts, ...judge.counts }
    },
  }
}

/** Lookups that passed, until their outcome is reported. Those who wait are in order of time. */
function waitingLookups() {
  const waiting = new Map<number, Waiting>()
  const waitingOf = new Map<string, number>()

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
    isFull: (network: string): boolean => (waitingOf.get(network) ?? 0) >= mostWaitingOfNetwork,
    add(lookup: NamedLookup, network: string, at: number): void {
      if (waiting.has(lookup.id)) return
      waiting.set(lookup.id, { lookup, network, at })
      waitingOf.set(network, (waitingOf.get(network) ?? 0) + 1)
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
