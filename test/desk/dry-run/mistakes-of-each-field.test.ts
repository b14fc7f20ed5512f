import { describe, expect, it } from "@jest/globals"
import { validateOffline } from "../../../client/commands/validate/run-validate.ts"
import { ingressContracts } from "../../../shared/base/contracts/catalogue.ts"
import { checkEvent } from "../../../shared/base/contracts/check-event.ts"
import type { EventContract } from "../../../shared/base/contracts/define-event.ts"
import { eventRejected } from "../../../shared/base/contracts/event-rejected.ts"
import { ignoredProblem } from "../../../shared/base/contracts/ignored-fields.ts"
import { type Problem, problem } from "../../../shared/base/contracts/problem.ts"
import { withFixes } from "../../../shared/base/contracts/problem-fixes.ts"
import { makeAcceptEvents } from "../../../shared/parties/reception/accept-events.ts"
import { queuePipeline } from "../../../shared/parties/reception/queue-pipeline.ts"
import { memoryDeadLetters } from "../../doubles/dead-letters.ts"
import { inMemoryBus } from "../../doubles/event-publisher.ts"
import {
  envelope,
  hubAccount,
  messages,
  recordedTelemetry,
  testDirectory,
  testParties,
} from "../../parties/test-parties.ts"

type Path = readonly (string | number)[]

const now = new Date("2026-11-05T00:00:00Z")

/** Text that no field takes, and that nobody may be told. */
const canary = "CANARY \u0000 7391846"

/** What is wrong with one leaf. `unwise`: only some schemas can tell. */
const kinds: Readonly<Record<string, (value: unknown) => unknown>> = {
  "another type": (value) => (typeof value === "object" ? canary : { [canary]: canary }),
  null: () => null,
  "a list": (value) => [value, canary],
  "too long": () => canary.repeat(2_000),
  "too large": (value) => (typeof value === "number" ? 1e300 : canary.repeat(100_000)),
}

const leavesOf = (value: unknown, path: Path = []): Path[] => {
  if (typeof value !== "object" || value === null) return [path]
  const inner = Object.entries(value).flatMap(([key, one]) =>
    leavesOf(one, [...path, Array.isArray(value) ? Number(key) : key]),
  )
  return inner.length === 0 ? [path] : inner
}

/** A copy of a value with another one at a place; undefined takes the field away. */
function changed(value: unknown, [step, ...rest]: Path, change: (value: unknown) => unknown): unknown {
  if (step === undefined) return change(value)
  const copy: unknown = structuredClone(value)
  if (typeof copy !== "object" || copy === null) throw new Error("no such place")
  Reflect.set(copy, step, changed(Reflect.get(copy, step), rest, change))
  return copy
}

/** The detail with another name for a field. */
const renamed = (detail: unknown, path: Path): unknown =>
  changed(detail, path.slice(0, -1), (parent) =>
    Object.fromEntries(
      Object.entries(Object(parent)).map(([key, one]) => [key === path.at(-1) ? `${key}x` : key, one]),
    ),
  )

const metadata = { id: "evt-1", occurredAt: "2026-11-01T14:03:00.000Z", correlationId: "c-1", version: 1 }

type Wrong = { readonly contract: EventContract; readonly kind: string; readonly path: Path; readonly detail: unknown }

function* mistakesOf(contract: EventContract): Generator<Wrong> {
  for (const data of contract.examples) {
    const detail: unknown = { metadata: { ...metadata, version: contract.version }, data }
    for (const path of leavesOf(detail)) {
      for (const [kind, change] of Object.entries(kinds))
        yield { contract, kind, path, detail: changed(detail, path, change) }
      yield {
        contract,
        kind: "missing",
        path,
        detail: JSON.parse(JSON.stringify(changed(detail, path, () => undefined))),
      }
      if (typeof path.at(-1) === "string") yield { contract, kind: "misspelt", path, detail: renamed(detail, path) }
    }
  }
}

const corpus = ingressContracts.flatMap((contract) => [...mistakesOf(contract)])

/** Parts that are checked entry by entry, later, and what may be left out: nothing is wrong there yet. */
const isSilent = ({ kind }: Wrong) => kind === "missing"

const toldOf = ({ contract, detail }: Wrong): Problem[] => {
  const { detailType } = contract
  const checked = checkEvent([contract], { detailType, detail }, now)
  const found = checked.ok ? checked.unusable : checked.problems
  return withFixes([...found, ...checked.ignored.map(ignoredProblem)], { versions: [contract.version] })
}

const senderOf = ({ from }: EventContract) => {
  const party = testParties.find(({ kind, account }) => (from === "party" || kind === from) && account === undefined)
  if (party === undefined) throw new Error("nobody sends it")
  return party
}

/** The mistakes whose fields the function that records the event checks, entry by entry. */
const isEntry = ({ contract, path }: Wrong) =>
  (contract.detailType === "TrackingAccessed" && path[1] === "accesses") ||
  (contract.detailType === "ManifestDeclared" && path[1] === "parcels")

describe("a mistake in any field of any event", () => {
  it("is told, with field, rule and cure, and without a value, unless nothing is wrong", () => {
    const silent = corpus.filter((wrong) => !isEntry(wrong) && !isSilent(wrong) && toldOf(wrong).length === 0)
    expect(silent.map(({ contract, kind, path }) => `${contract.detailType} ${path.join(".")} ${kind}`)).toEqual([])
    for (const wrong of corpus) {
      const told = toldOf(wrong)
      for (const one of told) expect(problem.safeParse(one).error).toBeUndefined()
      expect(JSON.stringify(told)).not.toContain("CANARY")
    }
    expect(corpus.length).toBeGreaterThan(1_000)
    process.stdout.write(`${corpus.length} mistakes\n`)
  })

  it("has the same answer over the bus, over HTTPS and of a validation without the hub", async () => {
    const sample = corpus.filter((_, place) => place % 7 === 0)
    for (const wrong of sample) {
      const { contract, detail } = wrong
      const party = senderOf(contract)
      const bus = inMemoryBus()
      const handler = queuePipeline({
        contracts: [contract],
        parties: testDirectory,
        hubAccount,
        publisher: bus.publisher,
        deadLetters: memoryDeadLetters(),
        telemetry: recordedTelemetry(),
        clock: () => now,
        handle: async () => "recorded",
      })
      const source = `wayseal.${party.kind}.${party.id}`
      await handler(messages(envelope({ source, "detail-type": contract.detailType, detail })))
      const overBus = bus.published(eventRejected).flatMap(({ data }) => data.problems)
      const sent = { detailType: contract.detailType, detail }
      const accept = makeAcceptEvents({
        ingressBus: "ingress",
        send: async (all) => all.map(() => ({ eventId: "1" })),
        clock: () => now,
      })
      const [https] = (await accept(party, { events: [sent] })).events
      const { problems = [], ignored = [] } = https ?? {}
      const fixes = [...problems, ...ignored.map(ignoredProblem)].map(({ fix }) => fix)
      expect(fixes.sort()).toEqual(overBus.map(({ fix }) => fix).sort())
      const offline = JSON.stringify(validateOffline([sent], now).data)
      for (const { fix } of [...problems, ...ignored]) expect(offline).toContain(JSON.stringify(fix))
    }
  })
})
