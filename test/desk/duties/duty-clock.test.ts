import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { dutyStateSchema } from "../../../shared/base/contracts/words.ts"
import type { Duty } from "../../../shared/desk/duties/duty.ts"
import { dutySchema } from "../../../shared/desk/duties/duty.ts"
import { defaultDutyClockSettings, dutyClock } from "../../../shared/desk/duties/duty-clock.ts"

const aDuty = (change: Partial<Duty> = {}): Duty =>
  dutySchema.parse({
    party: "northpost",
    law: "ca-privacy-act",
    kind: "tellIndividuals",
    rule: "notify-individuals",
    addressee: "individuals",
    state: "open",
    clock: {
      from: "awareness",
      startedAt: "2026-11-01T00:00:00Z",
      dueAt: "2026-11-04T00:00:00Z",
      dueIs: "legalDeadline",
      basis: "72 hours",
    },
    presumption: "assess",
    ...change,
  })

const signalsAt = (duty: Duty, now: string) =>
  dutyClock(duty, now).signals.map(({ type, at, escalation }) => [type, at, escalation])

describe("the passing of time", () => {
  it("says nothing while there is time", () => {
    expect(signalsAt(aDuty(), "2026-11-02T23:59:59Z")).toEqual([])
  })

  it("reminds a day before the due time, once", () => {
    const { duty, signals } = dutyClock(aDuty(), "2026-11-03T06:00:00Z")
    expect(signals).toEqual([
      { type: "DutyDue", at: "2026-11-03T00:00:00Z", dueAt: "2026-11-04T00:00:00Z", escalation: 0, to: ["northpost"] },
    ])
    expect(signalsAt(duty, "2026-11-03T07:00:00Z")).toEqual([])
  })

  it("reminds at the whole hour, and escalates at it, of duties that are due minutes apart", () => {
    const minutesApart = ["2026-11-04T10:03:12Z", "2026-11-04T10:41:00Z"]
    const said = minutesApart.map((dueAt) => {
      const duty = aDuty({ clock: { ...aDuty().clock, dueAt } })
      const reminded = dutyClock(duty, "2026-11-03T10:00:00Z")
      return [...reminded.signals, ...dutyClock(reminded.duty, "2026-11-05T10:00:00Z").signals].map(({ at }) => at)
    })
    expect(said).toEqual(minutesApart.map((dueAt) => ["2026-11-03T10:00:00Z", dueAt, "2026-11-05T10:00:00Z"]))
  })

  it("reminds at once when the whole clock is shorter than the reminder", () => {
    const clock = { ...aDuty().clock, dueAt: "2026-11-01T12:00:00Z" }
    expect(signalsAt(aDuty({ clock }), "2026-11-01T00:00:00Z")).toEqual([["DutyDue", "2026-11-01T00:00:00Z", 0]])
  })

  it("says overdue at the due time, then escalates each day, three times", () => {
    const { duty, signals } = dutyClock(aDuty(), "2026-11-20T00:00:00Z")
    expect(signals.map(({ type, at, escalation }) => [type, at, escalation])).toEqual([
      ["DutyOverdue", "2026-11-04T00:00:00Z", 0],
      ["DutyOverdue", "2026-11-05T00:00:00Z", 1],
      ["DutyOverdue", "2026-11-06T00:00:00Z", 2],
      ["DutyOverdue", "2026-11-07T00:00:00Z", 3],
    ])
    expect(signalsAt(duty, "2030-01-01T00:00:00Z")).toEqual([])
  })

  it("is silent about a clock that has not started", () => {
    const clock = { ...aDuty().clock, startedAt: null, dueAt: null }
    expect(signalsAt(aDuty({ clock }), "2030-01-01T00:00:00Z")).toEqual([])
  })

  it.each(["discharged", "notOwed"] as const)("is silent about a duty that is %s", (state) => {
    expect(signalsAt(aDuty({ state }), "2030-01-01T00:00:00Z")).toEqual([])
  })

  it("does not excuse an owner that accepted, or a stand-in that took over", () => {
    expect(signalsAt(aDuty({ state: "accepted" }), "2026-11-04T00:00:00Z")).toEqual([
      ["DutyOverdue", "2026-11-04T00:00:00Z", 0],
    ])
    const taken = aDuty({ state: "takenOver", takenOver: { by: "leafline", at: "2026-11-02T00:00:00Z" } })
    expect(dutyClock(taken, "2026-11-04T00:00:00Z").signals[0]?.to).toEqual(["northpost", "leafline"])
  })
})

describe("a request that nobody answers", () => {
  const requested = aDuty({
    state: "requested",
    requests: [
      { by: "maplebooks", at: "2026-11-01T06:00:00Z" },
      { by: "leafline", at: "2026-11-01T12:00:00Z" },
    ],
  })

  it("becomes unanswered a day after it was last made, and names who asked", () => {
    expect(dutyClock(requested, "2026-11-02T11:59:59Z").signals).toEqual([])
    const { duty, signals } = dutyClock(requested, "2026-11-02T12:00:00Z")
    expect(duty).toMatchObject({ state: "unanswered", alarms: { unansweredAt: "2026-11-02T12:00:00Z" } })
    expect(signals).toMatchObject([
      { type: "DutyUnanswered", escalation: 1, to: ["northpost", "maplebooks", "leafline"] },
    ])
  })

  it("goes for an offer that the owner leaves lying, too", () => {
    const offered = aDuty({ state: "offered", offered: { by: "leafline", at: "2026-11-01T00:00:00Z" } })
    expect(dutyClock(offered, "2026-11-02T00:00:00Z").duty.state).toBe("unanswered")
  })

  it("keeps the due time running beside it", () => {
    expect(signalsAt(requested, "2026-11-04T00:00:00Z").map(([type]) => type)).toEqual([
      "DutyUnanswered",
      "DutyOverdue",
    ])
  })
})

describe("looking at the clock", () => {
  const duties = fc.record({
    state: fc.constantFrom(...dutyStateSchema.options),
    asked: fc.integer({ min: 0, max: 100 }),
    due: fc.integer({ min: 1, max: 200 }),
  })
  const hourOf = (hours: number) => new Date(Date.UTC(2026, 10, 1) + hours * 3_600_000).toISOString()
  const build = ({ state, asked, due }: { state: Duty["state"]; asked: number; due: number }) =>
    aDuty({
      state,
      requests: [{ by: "leafline", at: hourOf(asked) }],
      offered: { by: "leafline", at: hourOf(asked) },
      clock: { ...aDuty().clock, dueAt: hourOf(due) },
    })

  it("changes and signals nothing when it runs again at the same instant", () => {
    fc.assert(
      fc.property(duties, fc.integer({ min: 0, max: 400 }), (seed, hours) => {
        const once = dutyClock(build(seed), hourOf(hours))
        expect(dutyClock(once.duty, hourOf(hours))).toEqual({ duty: once.duty, signals: [] })
      }),
    )
  })

  it("ends in the same duty however often it runs; only reminders that came too late are not sent", () => {
    fc.assert(
      fc.property(duties, fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 12 }), (seed, looks) => {
        const end = hourOf(400)
        const seldom = dutyClock(build(seed), end)
        let often = build(seed)
        const sent = [...looks.sort((one, next) => one - next), 400].flatMap((hours) => {
          const { duty, signals } = dutyClock(often, hourOf(hours))
          often = duty
          return signals.map(({ type, at, escalation }) => `${type} ${at} ${escalation}`)
        })
        expect(often).toEqual(seldom.duty)
        expect(sent.filter((signal) => !signal.startsWith("DutyDue ")).sort()).toEqual(
          seldom.signals.map(({ type, at, escalation }) => `${type} ${at} ${escalation}`).sort(),
        )
      }),
    )
  })

  it("waits as long as configured", () => {
    const patient = { ...defaultDutyClockSettings, dueSoonHours: 1 }
    expect(dutyClock(aDuty(), "2026-11-03T22:59:59Z", patient).signals).toEqual([])
    expect(dutyClock(aDuty(), "2026-11-03T23:00:00Z", patient).signals).toHaveLength(1)
  })
})
