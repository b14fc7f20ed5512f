import { matchesPattern } from "./event-pattern.ts"
import type { Random } from "./random.ts"
import type { Scheduler } from "./scheduler.ts"

/** An entry of PutEvents. */
export type BusEntry = {
  source: string
  detailType: string
  detail: string
  account: string
  resources?: readonly string[]
}

/** An event as EventBridge hands it to a target. */
export type BusEvent = {
  version: "0"
  id: string
  source: string
  "detail-type": string
  account: string
  time: string
  region: string
  resources: string[]
  detail: unknown
}

/** A rule: what it matches, and what receives it. */
export type BusRule = { name: string; pattern: unknown; deliver: (event: BusEvent) => void }

export type SimulatedBus = {
  readonly name: string
  /** Everything the bus accepted, in order. */
  readonly accepted: BusEvent[]
  /** Details of the entries that the bus refused. */
  readonly refused: unknown[]
  /** Events that no rule matched. On the ingress bus there must be none, because they are lost. */
  readonly unmatched: BusEvent[]
  addRule(rule: BusRule): void
  /** Accepts or refuses one entry. Delivers an accepted one later, at least once, in any order. */
  put(entry: BusEntry): { eventId: string } | { errorCode: string }
}

/** An event bus that delivers at least once, in any order, to every rule that matches. */
export function makeSimulatedBus(name: string, scheduler: Scheduler, random: Random): SimulatedBus {
  const accepted: BusEvent[] = []
  const refused: unknown[] = []
  const unmatched: BusEvent[] = []
  const rules: BusRule[] = []

  return {
    name,
    accepted,
    refused,
    unmatched,
    addRule: (rule) => {
      rules.push(rule)
    },
    put: (entry) => {
      const faults = scheduler.faults()
      if (faults.failedEntry > 0 && random.chance(faults.failedEntry)) {
        scheduler.struck["failedEntry"] = (scheduler.struck["failedEntry"] ?? 0) + 1
        refused.push(JSON.parse(entry.detail))
        return { errorCode: "ThrottlingException" }
      }
      const event: BusEvent = {
        version: "0",
        id: uuidFrom(random),
        source: entry.source,
        "detail-type": entry.detailType,
        account: entry.account,
        time: `${scheduler.clock().toISOString().slice(0, 19)}Z`,
        region: "ca-central-1",
        resources: [...(entry.resources ?? [])],
        detail: JSON.parse(entry.detail),
      }
      accepted.push(event)
      const matching = rules.filter((rule) => matchesPattern(rule.pattern, event))
      if (matching.length === 0) unmatched.push(event)
      for (const rule of matching) {
        const copies = faults.duplicate > 0 && random.chance(faults.duplicate) ? 2 : 1
        for (let copy = 0; copy < copies; copy++) {
          scheduler.after(random.integer(1, copies === 1 ? 400 : 4_000), () => rule.deliver(event))
        }
      }
      return { eventId: event.id }
    },
  }
}

/** A party publishes again what the bus did not accept. */
export function publishUntilAccepted(
  bus: SimulatedBus,
  { detail, ...entry }: Omit<BusEntry, "detail"> & { detail: unknown },
): BusEvent {
  for (;;) {
    const answer = bus.put({ ...entry, detail: JSON.stringify(detail) })
    const event = bus.accepted.at(-1)
    if ("eventId" in answer && event !== undefined) return event
  }
}

function uuidFrom(random: Random): string {
  const digits = random.id() + random.id()
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20, 32),
  ].join("-")
}
