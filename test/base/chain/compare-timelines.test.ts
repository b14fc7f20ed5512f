import { describe, expect, it } from "@jest/globals"
import { type ComparedTimeline, compareTimelines } from "../../../shared/base/chain/compare-timelines.ts"
import { appendEntry, emptyTimelineHead, type TimelineData, type TimelineEntry } from "../../../shared/desk/timeline.ts"

const retailer = "WS-RETAILER00"
const carrier = "WS-CARRIER000"
const duty = { dutyId: "d1", law: "ca-privacy-act", kind: "tellIndividuals", owner: carrier }

/** Minute, actor, type and data of an entry. */
type Told = readonly [minute: number, actor: string, type: string, data?: TimelineData]

const both: readonly Told[] = [
  [0, "hub", "BreachCaseOpened"],
  [1, retailer, "BreachAlertAcknowledged", { at: "2026-11-01T12:01:00.000Z" }],
  [2, retailer, "DutyRequested", { ...duty, state: "requested", nth: 1 }],
  [3, carrier, "DutyDeclined", { ...duty, state: "declined", reason: "notInControl" }],
  [4, carrier, "MeasureRecorded", { kind: "containment", code: "toolSuspended", at: "2026-11-01T12:04:00.000Z" }],
  [5, retailer, "IndividualsNotified", { method: "email", notifiedAt: "2026-11-01T12:05:00.000Z", shipments: 3 }],
]

const later = (minute: number) => new Date(Date.parse("2026-11-01T12:00:00.000Z") + minute * 60_000).toISOString()

function timelineOf(caseAlias: string, told: readonly Told[], preparedAt = later(60)): ComparedTimeline {
  let head = emptyTimelineHead
  const timeline = told.map(([minute, actor, type, data = {}]): TimelineEntry => {
    const next = appendEntry(head, { actor, type, data, salt: `${caseAlias}-salt-salt`, at: later(minute) })
    head = next.head
    return next.entry
  })
  return { caseAlias, timeline, preparedAt }
}

/** The contradictions if the carrier's timeline differs as told. */
const against = (ofCarrier: readonly Told[], ofRetailer: readonly Told[] = both) =>
  compareTimelines(timelineOf(retailer, ofRetailer), timelineOf(carrier, ofCarrier))

const replaced = (place: number, told: Told) => both.map((one, at) => (at === place ? told : one))
const without = (place: number) => both.filter((_, at) => at !== place)

describe("two timelines of one case", () => {
  it("do not contradict each other if one hub wrote the same acts into both", () => {
    expect(against(both)).toEqual([])
  })

  it("may differ in what only one party reads, and in what each counts of its own", () => {
    const ofCarrier: Told[] = [
      ...both.slice(0, 1),
      [0.5, carrier, "NoteWritten", { noteId: "n1", hash: "0" }],
      [0.6, "WS-THIRDPARTY", "DutyRequested", { ...duty, dutyId: "d2", nth: 1 }],
      [0.7, carrier, "DutyAccepted", { ...duty, dutyId: "d2", state: "accepted" }],
      ...both.slice(1, 5),
      [5, retailer, "IndividualsNotified", { method: "email", notifiedAt: "2026-11-01T12:05:00.000Z", shipments: 2 }],
    ]
    expect(against(ofCarrier)).toEqual([])
  })

  it.each<[string, readonly Told[], object[]]>([
    ["another time", replaced(1, [12, ...tail(1)]), [{ kind: "time", seqs: [2, 2], seconds: 660 }]],
    [
      "an accepted duty in place of a declined one",
      replaced(3, [3, carrier, "DutyAccepted", { ...duty, state: "accepted" }]),
      [{ kind: "answer", seqs: [4, 4], types: ["DutyDeclined", "DutyAccepted"] }],
    ],
    [
      "another reason",
      replaced(3, [3, carrier, "DutyDeclined", { ...duty, state: "declined", reason: "noRealRisk" }]),
      [{ kind: "content", seqs: [4, 4], fields: ["reason"] }],
    ],
    ["no request", without(2), [{ kind: "missing", in: 1, seq: 3, type: "DutyRequested" }]],
    ["no answer of its own", without(3), [{ kind: "missing", in: 1, seq: 4, type: "DutyDeclined" }]],
    ["no confirmation of the other", without(1), [{ kind: "missing", in: 1, seq: 2, type: "BreachAlertAcknowledged" }]],
  ])("contradict each other if the carrier's has %s", (_, ofCarrier, expected) => {
    expect(against(ofCarrier)).toEqual(expected)
    expect(against(both, ofCarrier)).toHaveLength(expected.length)
  })

  it("of different length say nothing about what is younger than the shorter one", () => {
    const long = timelineOf(retailer, both)
    expect(compareTimelines(long, timelineOf(carrier, both.slice(0, 3), later(3)))).toEqual([])
    expect(compareTimelines(long, timelineOf(carrier, both.slice(0, 3), later(30)))).toHaveLength(2)
  })

  it("contradict each other in the shipments that both share", () => {
    const of = (alias: string, sharedShipments?: number) => ({ ...timelineOf(alias, both), sharedShipments })
    expect(compareTimelines(of(retailer, 3), of(carrier, 2))).toEqual([{ kind: "count", counts: [3, 2] }])
    expect(compareTimelines(of(retailer, 3), of(carrier, 3))).toEqual([])
    expect(compareTimelines(of(retailer), of(carrier, 3))).toEqual([])
  })

  it("pair repeated acts by their times", () => {
    const again: Told = [20, retailer, "DutyRequested", { ...duty, state: "requested", nth: 2 }]
    expect(against([...both, again], [...both, again])).toEqual([])
    expect(against(both, [...both, again])).toEqual([{ kind: "missing", in: 1, seq: 7, type: "DutyRequested" }])
  })
})

function tail(place: number): readonly [string, string, TimelineData] {
  const [, actor = "", type = "", data = {}] = both[place] ?? []
  return [actor, type, data]
}
