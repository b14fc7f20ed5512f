import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { canonicalJson } from "../../shared/base/platform/canonical-json.ts"
import type { TimelineEntry } from "../../shared/desk/timeline.ts"
import {
  appendEntry,
  emptyTimelineHead,
  headMessage,
  headOf,
  headOnChain,
  verifyChain,
} from "../../shared/desk/timeline.ts"
import { timelineOf } from "./dossier/dossier-scenario.ts"

const contents = fc.record({
  at: fc.integer({ min: 1_700_000_000, max: 1_900_000_000 }).map((seconds) => new Date(seconds * 1000).toISOString()),
  actor: fc.constantFrom("hub", "leafline", "northpost"),
  type: fc.constantFrom("DutyRequested", "DutyDeclined", "MeasureRecorded"),
  data: fc.dictionary(
    fc.string({ minLength: 1 }),
    fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
  ),
})
const chains = fc.array(contents, { minLength: 1, maxLength: 8 }).map((list) => timelineOf(list))

const fiveEntries = () =>
  timelineOf(
    [1, 2, 3, 4, 5].map((n) => ({ at: `2026-11-0${n}T00:00:00Z`, actor: "hub", type: "DutyRequested", data: { n } })),
  )

/** Every string and number of an entry, as a path that a test can alter. */
const alterations = (entry: TimelineEntry): readonly TimelineEntry[] => [
  { ...entry, seq: entry.seq + 1 },
  { ...entry, at: entry.at.replace("2", "1") },
  { ...entry, actor: `${entry.actor}x` },
  { ...entry, type: `${entry.type}x` },
  { ...entry, data: { ...entry.data, added: true } },
  { ...entry, salt: `${entry.salt.slice(1)}!` },
  ...(["contentHash", "prevHash", "hash"] as const).map((key) => ({
    ...entry,
    [key]: (entry[key].startsWith("0") ? "1" : "0") + entry[key].slice(1),
  })),
]

describe("a timeline", () => {
  it("verifies from its first entry to its head", () => {
    fc.assert(
      fc.property(chains, ({ entries, head }) => {
        expect(verifyChain(entries, head)).toEqual({ ok: true, head })
      }),
    )
  })

  it("verifies after a trip through JSON", () => {
    fc.assert(
      fc.property(chains, ({ entries, head }) => {
        expect(verifyChain(JSON.parse(JSON.stringify(entries)), head).ok).toBe(true)
      }),
    )
  })

  it("names the entry in which anything was altered (promise: timeline-change-is-noticed)", () => {
    fc.assert(
      fc.property(chains, fc.nat(), fc.nat(), ({ entries, head }, where, how) => {
        const index = where % entries.length
        const entry = entries[index]
        if (entry === undefined) throw new Error("no entry")
        const altered = alterations(entry)
        const bad = altered[how % altered.length]
        const verdict = verifyChain(
          entries.map((each, at) => (at === index && bad !== undefined ? bad : each)),
          head,
        )
        expect(verdict).toMatchObject({ ok: false, firstBadSeq: index + 1 })
      }),
    )
  })

  it("detects any altered byte of its JSON that is not mere white space or spelling of the same value", () => {
    fc.assert(
      fc.property(chains, fc.nat(), fc.integer({ min: 33, max: 126 }), ({ entries, head }, where, code) => {
        const text = JSON.stringify(entries)
        const index = where % text.length
        const altered = text.slice(0, index) + String.fromCharCode(code) + text.slice(index + 1)
        let parsed: unknown
        try {
          parsed = JSON.parse(altered)
        } catch {
          return
        }
        if (!Array.isArray(parsed) || isSameValue(parsed, entries)) return
        expect(verifyChain(parsed, head).ok).toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  it("treats a number that loses precision in JSON as altered", () => {
    const { entries, head } = fiveEntries()
    const parsed: unknown = JSON.parse(JSON.stringify(entries).replace('"data":{', '"data":{"beyond":1e999,'))
    expect(verifyChain(Array.isArray(parsed) ? parsed : [], head).ok).toBe(false)
  })

  it("names the first place where entries are missing, repeated or swapped (promise: timeline-change-is-noticed)", () => {
    const { entries, head } = fiveEntries()
    const [one, two, three, four, five] = entries
    expect(verifyChain([one, two, four, five], head)).toEqual({ ok: false, firstBadSeq: 3, fault: "outOfSequence" })
    expect(verifyChain([one, three, two, four, five], head)).toEqual({
      ok: false,
      firstBadSeq: 2,
      fault: "outOfSequence",
    })
    expect(verifyChain([one, two, two, three, four, five], head)).toEqual({
      ok: false,
      firstBadSeq: 3,
      fault: "outOfSequence",
    })
    expect(verifyChain([two, three, four, five], head)).toEqual({ ok: false, firstBadSeq: 1, fault: "outOfSequence" })
  })

  it("is incomplete if entries are cut off at its end, because a party holds the head", () => {
    const { entries, head } = fiveEntries()
    expect(verifyChain(entries.slice(0, 3), head)).toEqual({ ok: false, firstBadSeq: 4, fault: "headDiffers" })
  })

  it("does not accept entries past the head", () => {
    const { entries } = fiveEntries()
    const third = entries[2]
    if (third === undefined) throw new Error("no entry")
    expect(verifyChain(entries, headOf(third))).toEqual({ ok: false, firstBadSeq: 4, fault: "headDiffers" })
  })

  it("cannot be rewritten as a whole against a head that a party holds (promise: timeline-change-is-noticed)", () => {
    const { head } = fiveEntries()
    const rewritten = timelineOf(
      [1, 2, 3, 4, 5].map((n) => ({ at: `2026-11-0${n}T00:00:00Z`, actor: "hub", type: "DutyAccepted", data: { n } })),
    )
    expect(verifyChain(rewritten.entries, head)).toEqual({ ok: false, firstBadSeq: 5, fault: "headDiffers" })
  })

  it("without entries has the empty head", () => {
    expect(verifyChain([], emptyTimelineHead)).toEqual({ ok: true, head: emptyTimelineHead })
  })

  it("is invalid from the first thing that is not an entry", () => {
    const { entries, head } = fiveEntries()
    expect(verifyChain([entries[0], { seq: 2 }, ...entries.slice(2)], head)).toEqual({
      ok: false,
      firstBadSeq: 2,
      fault: "notAnEntry",
    })
  })
})

describe("an entry", () => {
  it("is refused without a salt that cannot be guessed", () => {
    expect(() =>
      appendEntry(emptyTimelineHead, { at: "2026-11-01T00:00:00Z", actor: "hub", type: "X", data: {}, salt: "short" }),
    ).toThrow(/salt/)
  })

  it("has the same hash in any order of its fields", () => {
    const entry = (data: Record<string, number>) =>
      appendEntry(emptyTimelineHead, {
        at: "2026-11-01T00:00:00Z",
        actor: "hub",
        type: "X",
        data,
        salt: "0123456789abcdef",
      }).entry.hash
    expect(entry({ a: 1, b: 2 })).toBe(entry({ b: 2, a: 1 }))
  })

  it("follows RFC 8785", () => {
    expect(canonicalJson({ "€": "Euro", "\r": "CR", 1: 1e21, a: [1.0, 0.000001, "é"] })).toBe(
      '{"\\r":"CR","1":1e+21,"a":[1,0.000001,"é"],"€":"Euro"}',
    )
  })
})

describe("a head that a party holds", () => {
  it("is on the chain of its entry and on no other", () => {
    const { entries } = fiveEntries()
    const third = entries[2]
    if (third === undefined) throw new Error("no entry")
    expect(headOnChain(entries, headOf(third))).toBe(true)
    expect(headOnChain(entries, { seq: 3, hash: "f".repeat(64) })).toBe(false)
    expect(headOnChain(entries, { seq: 9, hash: third.hash })).toBe(false)
    expect(headOnChain(entries, emptyTimelineHead)).toBe(true)
  })

  it("is signed together with the name of its timeline", () => {
    expect(headMessage("WS-0000000001", emptyTimelineHead)).not.toBe(headMessage("WS-0000000002", emptyTimelineHead))
  })
})

/** Whether two values are one to canonical JSON; a number too large to hold is like no other. */
function isSameValue(one: unknown, other: unknown): boolean {
  try {
    return canonicalJson(one) === canonicalJson(other)
  } catch {
    return false
  }
}
