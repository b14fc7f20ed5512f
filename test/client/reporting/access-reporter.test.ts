import { describe, expect, it } from "@jest/globals"
import type { Outcome } from "../../../client/events/transport.ts"
import type { GuardHealth } from "../../../client/guard/unjudged-requests.ts"
import { accessReporter } from "../../../client/reporting/access-reporter.ts"
import { accessesCounted } from "../../../shared/base/contracts/accesses-counted.ts"
import {
  type TrackingAccess,
  trackingAccess,
  trackingAccessed,
} from "../../../shared/base/contracts/tracking-accessed.ts"
import { hub, path } from "../access-logs/shipping-world.ts"

const [example] = trackingAccessed.examples[0]?.accesses ?? []
const lookup = (name: string): TrackingAccess => trackingAccess.parse({ ...example, accessId: `acc_${name}` })
const at = (minutes: number) => new Date(Date.parse("2026-11-02T00:00:00.000Z") + minutes * 60_000)

/** A carrier's program that can be started again over the same file. */
function program() {
  const to = hub()
  let isBusy = false
  const busy: Outcome = { outcome: "failed", code: "http429", sentence: "The hub answered 429." }
  const transport: typeof to.transport = {
    ...to.transport,
    send: async (events) => (isBusy ? events.map(() => busy) : to.transport.send(events)),
  }
  const file = path("reporter.json")
  return {
    start: (guard?: GuardHealth) =>
      accessReporter({ transport, file, patienceSeconds: 0, ...(guard && { guard: { counts: () => guard } }) }),
    setBusy: (value: boolean) => {
      isBusy = value
    },
    numbers: () => to.api.bus.published(trackingAccessed).map(({ data }) => data.report?.number),
    counts: () => to.api.bus.published(accessesCounted).map(({ data }) => data),
  }
}

describe("a reporter in a carrier's own program", () => {
  it("numbers what it reports without a gap, over restarts, and counts it, also when there was nothing", async () => {
    const { start, numbers, counts } = program()
    const first = start()
    await first.countUntil(at(0))
    expect(await first.report([lookup("a"), lookup("b")])).toEqual([])
    await first.countUntil(at(5))
    const second = start()
    await second.report([lookup("c")])
    await second.countUntil(at(10))
    await second.countUntil(at(15))
    expect(numbers()).toEqual([1, 2])
    expect(counts()).toMatchObject([
      { from: at(0).toISOString(), until: at(5).toISOString(), accesses: 2, lastNumber: 1 },
      { from: at(5).toISOString(), until: at(10).toISOString(), accesses: 1, lastNumber: 2 },
      { from: at(10).toISOString(), until: at(15).toISOString(), accesses: 0, lastNumber: 2 },
    ])
  })

  it("keeps what a busy hub did not take, does not count it, and sends it under its number later", async () => {
    const { start, setBusy, numbers, counts } = program()
    const reporter = start()
    await reporter.countUntil(at(0))
    setBusy(true)
    await expect(reporter.report([lookup("a")])).rejects.toThrow("The hub answered 429.")
    setBusy(false)
    await reporter.countUntil(at(5))
    expect(counts()).toEqual([])
    const again = start()
    await again.resume()
    await again.countUntil(at(5))
    expect(numbers()).toEqual([1])
    expect(counts()).toMatchObject([{ accesses: 1, lastNumber: 1 }])
  })

  it("counts what its guard let pass unjudged since the count before, and some that a guard which began anew forgot", async () => {
    const { start, counts } = program()
    const failedOpen = { error: 1, slow: 0, behind: 0 }
    const first = start({ startedAt: at(-60).toISOString(), failedOpen })
    for (const minute of [0, 5]) await first.countUntil(at(minute))
    failedOpen.slow = 2
    await first.countUntil(at(10))
    failedOpen.behind = 1
    await first.countUntil(at(10 + 90))
    const second = start({ startedAt: at(101).toISOString(), failedOpen: { error: 0, slow: 0, behind: 0 } })
    for (const minute of [105, 110]) await second.countUntil(at(minute))
    expect(counts().map(({ until, unjudged }) => [until, unjudged])).toEqual([
      [at(5).toISOString(), undefined],
      [at(10).toISOString(), 2],
      [at(70).toISOString(), 0],
      [at(100).toISOString(), 1],
      [at(105).toISOString(), 0],
      [at(110).toISOString(), undefined],
    ])
  })

  it("says where it ended for good", async () => {
    const { start, counts } = program()
    const reporter = start()
    await reporter.countUntil(at(0))
    await reporter.countUntil(at(5))
    await reporter.end()
    expect(counts().at(-1)).toMatchObject({ from: at(5).toISOString(), ended: true })
  })
})
