import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import type { PartyEvent } from "../../client/events/build-event.ts"
import { type FailingOpen, failingOpen } from "../../client/guard/failing-open.ts"
import { accessReporter } from "../../client/reporting/access-reporter.ts"
import { accessesCounted } from "../../shared/base/contracts/accesses-counted.ts"
import { documentLanguages } from "../../shared/base/contracts/words.ts"
import { newStream } from "../../shared/watch/lookups/reporting/kept-rows.ts"
import { makeRecordCounts } from "../../shared/watch/lookups/reporting/record-counts.ts"
import { makeWatchReporting } from "../../shared/watch/lookups/reporting/watch-reporting.ts"
import { path } from "../client/access-logs/shipping-world.ts"
import { recordedTelemetry } from "../parties/test-parties.ts"
import { partyIn, servedWorld, shipParcel } from "./breach-world.ts"
import { caller } from "./desk-caller.ts"
import { statedWatch } from "./stated-watch.ts"
import { takeOut } from "./take-out.ts"

const at = (minutes: number): Date => new Date(Date.parse("2026-11-01T13:00:00.000Z") + minutes * 60_000)

/** The carrier's program counts until 14:00. Its guard judges lookups before they are answered. */
async function reportedBy(letPass: (open: FailingOpen) => void) {
  const events: PartyEvent[] = []
  const open = failingOpen({ limitMilliseconds: 1_000, strangers: "phase", onAlarm: () => {} })
  open.stop()
  const reporter = accessReporter({
    file: path("reporter.json"),
    guard: { counts: () => ({ startedAt: at(-90).toISOString(), failedOpen: open.failedOpen }) },
    transport: {
      limits: { items: 10, bytes: 255 * 1024 },
      sizeOf: () => 1,
      send: async (some) => {
        events.push(...some)
        return some.map(() => ({ outcome: "accepted", eventBridgeId: "e" }))
      },
    },
  })
  await reporter.countUntil(at(0))
  await reporter.countUntil(at(30))
  letPass(open)
  await reporter.countUntil(at(40))
  await reporter.countUntil(at(60))
  return events.flatMap(({ detail }) => {
    const received = accessesCounted.receive(JSON.parse(detail))
    return received.ok ? [received] : []
  })
}

/** A case of leafline and northpost. An earlier program counted until 13:00, and ended when this one began. */
async function worldAfter(letPass: (open: FailingOpen) => void) {
  const world = await servedWorld(3, { isCounted: false })
  await shipParcel(world, "leafline", 77)
  await world.streams.begin({
    ...newStream("northpost", "str_theprogrambefore1", world.clock()),
    covered: [{ from: "2026-09-01T00:00:00.000Z", until: at(0).toISOString() }],
    endedAt: at(0).toISOString(),
  })
  const party = world.directory.named("northpost")
  if (party === undefined) throw new Error("no such party")
  const record = makeRecordCounts({ streams: world.streams })
  const { detailType } = accessesCounted
  for (const { metadata, data } of await reportedBy(letPass))
    await record({
      contract: accessesCounted,
      detailType,
      eventBridgeId: "e",
      metadata,
      data,
      party,
      receivedAt: data.until,
    })
  const tell = async () => ({ parties: [] })
  await makeWatchReporting({ ...world, parties: world.directory, tell, telemetry: recordedTelemetry() })()
  return world
}

const error = (open: FailingOpen): void => {
  open.decide(() => {
    throw new Error("no address")
  })
}

const words = {
  en: /guard before the carrier’s (?:own )?tool let requests pass without judging them/,
  fr: /contrôle placé devant l’outil du transporteur a laissé passer des demandes sans les juger/,
}
const side = z.looseObject({
  unknownBecause: z.array(z.string()).optional(),
  fieldsNotExposed: z.array(z.string()),
  counts: z.looseObject({ atLeast: z.literal(true).optional() }),
})

describe("requests that a guard let pass unjudged", () => {
  it("make their time unknown in a case and its documents, and in who looked", async () => {
    const world = await worldAfter(error)
    const call = caller(world)
    const known = side.parse((await call("leafline", "GET", `/v1/cases/${partyIn(world, "leafline").alias}`)).json)
    expect(known).toMatchObject({
      unknownBecause: ["requestsUnjudged"],
      fieldsNotExposed: [],
      counts: { atLeast: true },
    })
    for (const language of documentLanguages) {
      const { text } = await takeOut(world, call, "leafline", { format: "markdown", language })
      expect(text).toMatch(words[language])
    }

    const asked = (format: string) => call("leafline", "GET", `/v1/shipments/s77/accesses?format=${format}`)
    const [from, until] = [at(30).toISOString(), at(41).toISOString()]
    expect((await asked("json")).json).toMatchObject({
      accesses: [],
      covered: { isComplete: false },
      unreported: [{ tool: "observed:northpost", because: "unjudged", from, until }],
    })
    const html = (await asked("html")).body
    expect(html).toMatch(words.en)
    expect(html).toContain("So it is not proven that nobody looked.")
    expect((await asked("csv")).body).toContain(`unreported,${from},${until},,,,observed:northpost,,unjudged`)
    expect(await statedWatch(world, "leafline")).toMatchObject([{ unjudged: [{ from, until }] }])
  })

  it("are not said of a guard that judged all", async () => {
    const world = await worldAfter(() => {})
    const call = caller(world)
    const known = side.parse((await call("leafline", "GET", `/v1/cases/${partyIn(world, "leafline").alias}`)).json)
    expect(known.unknownBecause).toBeUndefined()
    expect(known.fieldsNotExposed).not.toEqual([])
    const { json } = await call("leafline", "GET", "/v1/shipments/s77/accesses")
    expect(json).toMatchObject({ covered: { isComplete: true } })
    expect(await statedWatch(world, "leafline")).toMatchObject([{ unjudged: [] }])
  })
})
