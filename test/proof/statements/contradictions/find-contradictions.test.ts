import { describe, expect, it } from "@jest/globals"
import type { TrackingAccess } from "../../../../shared/base/contracts/tracking-accessed.ts"
import {
  alias,
  anyEvent,
  caseEvent,
  chain,
  disclosure,
  event,
  finding,
  found,
  ledgerOf,
  otherSigner,
  rotatedSigner,
  signed,
  signer,
  threeEntries,
  timelineAt,
  withOpenCase,
} from "./held-world.ts"

const morning = "2026-11-04T09:00:00.000Z"

describe("statements by themselves", () => {
  it("are fine as one chain up to yesterday", async () => {
    expect(await found(morning, { statements: await chain({}, {}, {}) })).toEqual({ alarms: [], ask: [], kinds: [] })
  })

  it("that are late or lost on their way are asked for again, before there is an alarm", async () => {
    const [first = "", second = "", third = ""] = await chain({}, {}, {})
    const lost = await found(morning, { statements: [first, third] })
    expect(lost).toMatchObject({ kinds: [], ask: ["2026-11-02"] })
    const late = await found("2026-11-04T11:59:00.000Z", { statements: [first, second] })
    expect(late).toMatchObject({ kinds: [], ask: ["2026-11-03"] })
    const given = await found(morning, { statements: [first, third, second] })
    expect(given).toMatchObject({ kinds: [], ask: [] })
  })

  it("that the hub does not give although it made the next one are missing", async () => {
    const [first = "", , third = ""] = await chain({}, {}, {})
    const refused = await found(morning, { statements: [first, third], refused: ["2026-11-02"] })
    expect(refused.kinds).toEqual(["missing"])
    expect((await found("2026-11-04T12:01:00.000Z", { statements: [first, third] })).kinds).toEqual(["missing"])
  })

  it("that do not come within 36 hours after the last stated day are silence (promise: silent-hub-is-noticed)", async () => {
    const statements = await chain({}, {})
    expect((await found("2026-11-04T12:00:00.000Z", { statements })).kinds).toEqual([])
    const { alarms } = await found("2026-11-04T12:01:00.000Z", { statements })
    expect(alarms).toMatchObject([{ kind: "silent", day: "2026-11-03" }])
    expect((await found("2026-11-02T11:00:00.000Z", {})).kinds).toEqual([])
    expect((await found("2026-11-02T13:00:00.000Z", {})).kinds).toEqual(["silent"])
  })

  it("may be there for a clock that is 10 minutes behind, but not for a day that is not over (promise: clock-of-ten-minutes)", async () => {
    const statements = await chain({})
    expect((await found("2026-11-01T23:50:00.000Z", { statements })).kinds).toEqual([])
    expect((await found("2026-11-01T23:00:00.000Z", { statements })).kinds).toEqual(["wrongTime"])
  })

  it("may be signed with a rotated key that the pinned one endorses, and with no other", async () => {
    const rotated = await chain({}, { by: rotatedSigner }, { by: rotatedSigner })
    expect((await found(morning, { statements: rotated })).kinds).toEqual([])
    const other = await chain({}, {}, { by: otherSigner })
    const keys = { keys: [...(await signer.all()).keys, ...(await otherSigner.all()).keys] }
    const { alarms } = await found(morning, { statements: other, keys })
    expect(alarms).toMatchObject([{ kind: "notSigned", words: expect.stringContaining("not pinned") }])
  })

  it("that were changed, forked, broken off or meant for others are named", async () => {
    const [first = "", second = "", third = ""] = await chain({}, {}, {})
    const changed = `${first.slice(0, -4)}AAAA`
    expect((await found(morning, { statements: [changed, second, third] })).kinds).toEqual(["notSigned"])
    const fork = await signed({ day: "2026-11-03", number: 3, previous: null, disclosures: 1 })
    expect((await found(morning, { statements: [first, second, third, fork] })).kinds).toContain("fork")
    const stray = await signed({ day: "2026-11-03", number: 3, previous: "x".repeat(43) })
    expect((await found(morning, { statements: [first, second, stray] })).kinds).toEqual(["broken"])
    const foreign = await signed({ day: "2026-11-03", party: "maplebooks" })
    expect((await found(morning, { statements: [first, second, third, foreign] })).kinds).toEqual(["otherParty"])
  })
})

describe("a finding", () => {
  const day = (...anomalyIds: string[]) => ({ findings: { anomalyIds } })

  it("is in the statement of its day, or of the next if it was late", async () => {
    const statements = await chain({}, day("a"), day("b"))
    const events = [anyEvent, finding("2026-11-02T09:00:00.000Z", "a"), finding("2026-11-02T23:50:00.000Z", "b")]
    expect((await found(morning, { statements, events })).kinds).toEqual([])
  })

  it("that no statement has, that another day has, or of which no event came is named", async () => {
    const statements = await chain({}, day("b", "c"), day("a"))
    const events = [anyEvent, finding("2026-11-02T09:00:00.000Z", "a"), finding("2026-11-02T10:00:00.000Z", "c")]
    expect((await found(morning, { statements, events })).kinds).toEqual(["findingNotReceived", "findingMoved"])
    expect((await found(morning, { statements: await chain({}, day("c"), {}), events })).kinds).toEqual([
      "findingLeftOut",
    ])
    // The event may still be on its way, or the party keeps none.
    const early = { statements: statements.slice(0, 2), events: [anyEvent, finding("2026-11-02T10:00:00.000Z", "c")] }
    expect((await found("2026-11-03T06:00:00.000Z", early)).kinds).toEqual([])
    expect((await found("2026-11-03T08:00:00.000Z", early)).kinds).toEqual(["findingNotReceived"])
    expect((await found(morning, { statements })).kinds).toEqual([])
  })

  it("that came a day later than it says, or twice with different content, is named", async () => {
    const statements = await chain({}, day("a"), {})
    const one = finding("2026-11-02T09:00:00.000Z", "a")
    const late = { ...one, receivedAt: "2026-11-03T09:00:00.000Z" }
    const inTime = { ...one, receivedAt: "2026-11-02T09:10:00.000Z" }
    expect((await found(morning, { statements, events: [late] })).kinds).toEqual(["cameLate"])
    // A repeat may come at any time.
    expect((await found(morning, { statements, events: [inTime, late] })).kinds).toEqual([])
    const other = finding("2026-11-02T09:00:00.000Z", "a", { score: 13 })
    expect((await found(morning, { statements, events: [one, other] })).kinds).toEqual(["fork"])
  })

  it("names to the carrier only lookups that it reported", async () => {
    const reports = [{ sentAt: "2026-11-02T08:00:00.000Z", accesses: [access("acc-1")] }]
    const of = (accessIds: string[]) =>
      found(morning, { events: [finding("2026-11-02T09:00:00.000Z", "a", { accessIds })], reports, since: morning })
    expect((await of(["acc-1"])).kinds).toEqual([])
    expect((await of(["acc-1", "acc-2"])).kinds).toEqual(["findingUnfounded"])
  })
})

describe("a case", () => {
  const [first, second, third] = threeEntries()

  it("is in each statement until it ends, with a timeline that grows", async () => {
    const events = [
      anyEvent,
      await caseEvent("BreachCaseOpened", second),
      await caseEvent("BreachCaseClosed", third, rotatedSigner),
    ]
    const statements = await chain(withOpenCase(second), {}, {})
    const timelines = [{ caseAlias: alias, readAt: morning, entries: [first, second, third] }]
    expect((await found(morning, { statements, events, timelines })).kinds).toEqual([])
  })

  it("that a statement lacks while it is open is named, once its end cannot be on its way any more", async () => {
    const events = [anyEvent, await caseEvent("BreachCaseOpened", second)]
    const statements = await chain(withOpenCase(second), {}, withOpenCase(second))
    expect((await found(morning, { statements, events })).kinds).toEqual(["caseLeftOut"])
    const early = await found("2026-11-03T02:00:00.000Z", { statements: statements.slice(0, 2), events })
    expect(early.kinds).toEqual([])
  })

  it("that is new in a statement and of which no event came is named", async () => {
    const statements = await chain({}, withOpenCase(second), withOpenCase(second))
    expect((await found(morning, { statements, events: [anyEvent] })).kinds).toEqual(["caseNotReceived"])
    expect((await found(morning, { statements })).kinds).toEqual([])
  })

  it("whose timeline lost, changed or backdated an entry is named (promise: forks-are-proven)", async () => {
    const events = [anyEvent, await caseEvent("BreachCaseOpened", second)]
    expect(
      (
        await found(morning, {
          statements: await chain(withOpenCase(first), withOpenCase(first), withOpenCase(first)),
          events,
        })
      ).kinds,
    ).toEqual(["timelineCut", "timelineCut", "timelineCut"])
    const statements = await chain(withOpenCase(second), withOpenCase(second), withOpenCase(second))
    const other = timelineAt(first.at, "2026-11-01T12:30:00.000Z")
    const read = (entries: unknown[]) =>
      found(morning, { statements, events, timelines: [{ caseAlias: alias, readAt: morning, entries }] })
    expect((await read([first, second])).kinds).toEqual([])
    expect((await read(other)).kinds).toEqual(["fork", "timelineRewritten"])
    expect((await read([first])).kinds).toEqual(["timelineCut"])
    expect((await read([first, { ...second, data: {} }])).kinds).toEqual(["timelineRewritten"])
    const backdated = timelineAt(first.at, second.at, "2026-11-01T13:00:00.000Z")
    // A head that statements gave for days has no entry behind it that is older.
    expect((await read(backdated)).kinds).toEqual(["entryBackdated"])
  })

  it("whose event is signed by somebody else, or with a head that is not its own, is named", async () => {
    const forged = await caseEvent("BreachCaseOpened", second, otherSigner)
    const statements = await chain(withOpenCase(second), withOpenCase(second), withOpenCase(second))
    expect((await found(morning, { statements, events: [anyEvent, forged] })).kinds).toEqual(["notSigned"])
  })
})

describe("hours that nobody watched", () => {
  const watch = (...unwatched: { from: string; until: string }[]) => ({
    watch: [{ tool: "observed:northpost", unwatched, uncounted: [], unjudged: [] }],
  })
  const about = { interruptionId: "q8Zt1b7rKQw3mXo0aYt5uA", alias: "NorthPost", tool: "observed:northpost" }
  const interrupted = event("ReportingInterrupted", "2026-11-01T11:00:00.000Z", {
    ...about,
    since: "2026-11-01T10:00:00.000Z",
    reason: "noCount",
  })
  const resumed = event("ReportingResumed", "2026-11-01T13:00:00.000Z", {
    ...about,
    since: "2026-11-01T10:00:00.000Z",
    reason: "noCount",
    until: "2026-11-01T12:00:00.000Z",
    filled: false,
  })

  it("are in the statement of their day, and not of the next", async () => {
    const events = [interrupted, resumed]
    const hours = { from: "2026-11-01T10:00:00.000Z", until: "2026-11-01T12:00:00.000Z" }
    expect((await found(morning, { statements: await chain(watch(hours), watch(), watch()), events })).kinds).toEqual(
      [],
    )
    expect((await found(morning, { statements: await chain(watch(), watch(), watch()), events })).kinds).toEqual([
      "unwatchedLeftOut",
    ])
  })
})

const access = (accessId: string, changes: Partial<TrackingAccess> = {}): TrackingAccess => ({
  accessId,
  at: "2026-11-01T10:00:00.000Z",
  reference: { kind: "trackingNumber", trackingNumber: "NP4021887304CA" },
  accessor: {
    kind: "fingerprints",
    subject: "x".repeat(22),
    subjectKind: "cookie",
    network: "y".repeat(22),
    networkKind: "fixed",
  },
  outcome: "hit",
  proof: "none",
  fields: ["existence", "phase"],
  ...changes,
})

describe("a lookup that the carrier reported", () => {
  const check = async (
    leaves: ReturnType<typeof ledgerOf>,
    accesses: TrackingAccess[],
    events = [anyEvent],
    sentAt = "2026-11-01T10:05:00.000Z",
  ) =>
    (
      await found(morning, {
        party: "northpost",
        statements: await chain({ party: "northpost", ...leaves.said }, { party: "northpost" }, { party: "northpost" }),
        leaves: ["2026-11-01", "2026-11-02"].map((day, next) => ({ day, leaves: next === 0 ? leaves.leaves : [] })),
        reports: [{ sentAt, accesses }],
        events,
      })
    ).kinds

  it("is an entry under its id, or one of those that an entry of the same parcel unites (promise: stated-lookup-cannot-vanish)", async () => {
    const one = disclosure({ accessId: "acc-1", lastAt: "2026-11-01T10:04:00.000Z" })
    const repeat = access("acc-2", { at: "2026-11-01T10:02:00.000Z" })
    expect(await check(ledgerOf(one), [access("acc-1"), repeat])).toEqual([])
    const elsewhere = { reference: { kind: "trackingNumber", trackingNumber: "NP9999999999CA" } } as const
    expect(await check(ledgerOf(one), [access("acc-1"), { ...repeat, ...elsewhere }])).toEqual(["disclosureLeftOut"])
    const at = (time: string) => ({ ...repeat, at: `2026-11-01T${time}.000Z` })
    expect(await check(ledgerOf(one), [access("acc-1"), at("10:59:59")])).toEqual([])
    expect(await check(ledgerOf(one), [access("acc-1"), at("11:00:00")])).toEqual(["disclosureLeftOut"])
  })

  it("and reported a day late is one of those of an entry of the day before", async () => {
    const ledger = ledgerOf(disclosure({ accessId: "acc-1", lastAt: "2026-11-01T10:04:00.000Z" }))
    const late = (at: string) => check(ledger, [access("acc-2", { at })], [anyEvent], "2026-11-02T10:00:00.000Z")
    expect(await late("2026-11-01T10:30:00.000Z")).toEqual([])
    expect(await late("2026-11-01T11:30:00.000Z")).toEqual(["disclosureLeftOut"])
  })

  it("that showed nothing is in no ledger", async () => {
    expect(await check(ledgerOf(disclosure({ accessId: "acc-1" })), [access("acc-3", { fields: [] })])).toEqual([])
  })

  it("that has another time, tool or less that was shown is named", async () => {
    const reported = [access("acc-1")]
    const changed = [{ at: "2026-11-01T09:00:00.000Z" }, { tool: "guarded" }]
    const entries = [...changed, { fields: ["phase" as const] }].map((change) =>
      disclosure({ accessId: "acc-1", ...change }),
    )
    for (const entry of entries) expect(await check(ledgerOf(entry), reported)).toContain("disclosureRewritten")
  })

  it("whose parcel was erased may be a leaf that nobody can open", async () => {
    const ledger = ledgerOf(disclosure({ accessId: "acc-1" }))
    const closed = { ...ledger, leaves: ledger.leaves.map(({ leaf }) => ({ leaf })) }
    expect(await check(closed, [access("acc-1")])).toEqual([])
    expect(await check(closed, [access("acc-1"), access("acc-2", { at: "2026-11-01T10:01:00.000Z" })])).toHaveLength(2)
    const erased = event("ParcelErased", "2026-11-01T10:30:00.000Z", {
      trackingNumber: "NP4021887304CA",
      erasedAt: "2026-11-01T10:30:00.000Z",
    })
    expect(await check(ledgerOf(), [access("acc-1")], [anyEvent, erased])).toEqual([])
  })
})

describe("the leaves of a day", () => {
  it("lead to its statement, and an entry only grows from day to day", async () => {
    const one = disclosure()
    const first = ledgerOf(one)
    const [leaf] = first.leaves
    const next = disclosure({ day: "2026-11-02", fields: ["existence"], replaces: leaf?.leaf })
    const grown = { ...next, fields: ["existence", "phase", "postal-code"] } satisfies typeof next
    const check = async (later: typeof next, leaves = first.leaves) => {
      const second = ledgerOf(later)
      const held = [
        { day: "2026-11-01", leaves },
        { day: "2026-11-02", leaves: second.leaves },
      ]
      return (await found(morning, { statements: await chain(first.said, second.said, {}), leaves: held })).kinds
    }
    expect(await check(grown)).toEqual([])
    expect(await check(next)).toEqual(["disclosureRewritten"])
    expect(await check(grown, [])).toContain("ledgerDiffers")
  })
})

describe("an answer about a parcel", () => {
  const one = disclosure({ shipmentId: "s1" })
  const { said, leaves } = ledgerOf(one)
  const [leaf = { leaf: "" }] = leaves
  const { at, fields, proof, tool, accessor } = one
  const seen = { at, fields, proof, tool, accessor }
  const answered = async (inclusion: unknown, day = leaves, changes: object = {}) => {
    const answers = [
      { readAt: "2026-11-01T11:00:00.000Z", shipmentId: "s1", accesses: [{ ...seen, ...changes, inclusion }] },
    ]
    const statements = await chain(day === leaves ? said : {}, {}, {})
    return (
      await found(morning, { statements, answers, leaves: [{ day: "2026-11-01", leaves: day }], events: [anyEvent] })
    ).kinds
  }

  it("is proven by the statement of its day", async () => {
    const proven = { state: "included", disclosure: one, day: "2026-11-01", index: 0, path: [] }
    expect(await answered(proven)).toEqual([])
    expect(await answered({ ...proven, path: [leaf.leaf] })).toEqual(["answerNotInLedger"])
    expect(await answered(proven, leaves, { fields: ["existence", "phase", "postal-code"] })).toEqual([
      "disclosureRewritten",
    ])
  })

  it("of a day that was not stated yet is in its ledger afterwards", async () => {
    const waiting = { state: "notClosed", day: "2026-11-01" }
    expect(await answered(waiting)).toEqual([])
    expect(await answered(waiting, [])).toEqual(["disclosureLeftOut"])
    expect(await answered(waiting, leaves, { at: "2026-11-01T10:30:00.000Z" })).toEqual(["disclosureRewritten"])
    expect(await answered({ state: "notLogged" }, [])).toEqual([])
  })
})
