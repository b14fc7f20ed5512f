import { describe, expect, it } from "@jest/globals"
import { newStream } from "../../../shared/watch/lookups/reporting/kept-rows.ts"
import type { StreamRow, TimeRange } from "../../../shared/watch/lookups/reporting/report-streams.ts"
import { seen } from "../../desk/breach-world.ts"
import { statementWorld } from "./statement-world.ts"

const nextMorning = "2026-11-02T01:05:00.000Z"

describe("statements", () => {
  it("say which hours of the day nobody watched the carrier's tool, and when its guard let requests pass", async () => {
    const world = await statementWorld()
    await world.disclose(seen(1))
    const retailers = [{ retailerId: "leafline", day: "2026-11-01" }]
    const past = [
      {
        interruptionId: "i-1",
        reason: "noCount" as const,
        since: "2026-11-01T10:00:00.000Z",
        until: "2026-11-01T12:00:00.000Z",
      },
    ]
    const row = newStream("northpost", "str_statement_000001", world.clock())
    const covered = [
      { from: "2026-10-01T00:00:00.000Z", until: "2026-11-01T10:00:00.000Z" },
      { from: "2026-11-01T12:00:00.000Z", until: "2026-11-02T00:58:00.000Z" },
    ]
    // Of the second window the hub learned when the statement could be made already.
    const unjudged = [
      { from: "2026-11-01T08:10:00.000Z", until: "2026-11-01T08:20:00.000Z", notedAt: "2026-11-01T08:20:00.000Z" },
      { from: "2026-11-01T09:10:00.000Z", until: "2026-11-01T09:20:00.000Z", notedAt: "2026-11-02T01:30:00.000Z" },
    ]
    await world.streams.begin({ ...row, covered, past, unjudged, retailers })
    world.setTime(nextMorning)
    await world.make()
    const watch = [
      {
        tool: "observed:northpost",
        uncounted: [],
        unwatched: [{ from: "2026-11-01T10:00:00.000Z", until: "2026-11-01T12:00:00.000Z" }],
        unjudged: [{ from: "2026-11-01T08:10:00.000Z", until: "2026-11-01T08:21:00.000Z" }],
      },
    ]
    expect(world.told("leafline")[0]?.statement.watch).toEqual(watch)
    expect(world.told("northpost")[0]?.statement.watch).toEqual(watch)
    expect(world.told("maplebooks")[0]?.statement.watch).toEqual([])
  })

  const at = (time: string, day = "01"): string => `2026-11-${day}T${time}:00.000Z`
  const counted = (from: string, until: string) => ({ covered: [{ from, until }] })
  it.each<[string, Partial<StreamRow>[], TimeRange[]]>([
    [
      "whose only program ended before",
      [{ ...counted("2026-10-01T00:00:00.000Z", at("09:00")), endedAt: at("09:00") }],
      [{ from: at("09:00"), until: at("00:00", "02") }],
    ],
    ["that never counted", [], [{ from: at("00:00"), until: at("00:00", "02") }]],
    [
      "that began to count on that day",
      [counted(at("07:00"), at("00:58", "02"))],
      [{ from: at("00:00"), until: at("07:00") }],
    ],
    [
      "whose last count is of before the end of the day",
      [counted("2026-10-01T00:00:00.000Z", at("23:40"))],
      [{ from: at("23:40"), until: at("00:00", "02") }],
    ],
    [
      "with a time between two programs",
      [
        { ...counted("2026-10-01T00:00:00.000Z", at("09:00")), endedAt: at("09:00") },
        {
          ...counted(at("11:00"), at("00:58", "02")),
          sk: "STREAM#str_statement_000002",
          stream: "str_statement_000002",
        },
      ],
      [{ from: at("09:00"), until: at("11:00") }],
    ],
  ])("say what nobody counted of a carrier %s", async (_, streams, uncounted) => {
    const world = await statementWorld({ isCounted: false })
    await world.disclose(seen(1))
    for (const stream of streams)
      await world.streams.begin({ ...newStream("northpost", "str_statement_000001", world.clock()), ...stream })
    world.setTime(nextMorning)
    await world.make()
    const watch = [{ tool: "observed:northpost", unwatched: [], uncounted, unjudged: [] }]
    expect([world.told("leafline")[0]?.statement.watch, world.told("northpost")[0]?.statement.watch]).toEqual([
      watch,
      watch,
    ])
  })
})
