import { readdirSync } from "node:fs"
import { describe, expect, it } from "@jest/globals"
import type { DeliveredEvent } from "../../doubles/event-publisher.ts"
import { seededRandom } from "../random.ts"
import { hubOfDays, lookup, watchers } from "./hub-of-days.ts"
import { watchingParty } from "./watching-party.ts"

const minute = 60_000
const hours = 90
const schedules = 8

type Mail = { readonly at: number; readonly party: string; readonly event: DeliveredEvent }

/** Four days of an honest hub, with mail that is late, doubled, out of order or lost, and runs that stop half way. */
async function honestDays(seed: number) {
  const random = seededRandom(seed)
  const hub = await hubOfDays()
  const start = hub.clock().getTime()
  const skew = random.pick([-10, 0, 10]) * minute
  const pins = hub.world.pins
  const clock = () => new Date(hub.clock().getTime() + skew)
  const parties = watchers.map((party) => watchingParty(party, { ask: hub.ask, clock, pins }))
  const [alarms, mails]: [string[], Mail[]] = [[], []]
  const last = new Map<string, string | undefined>()
  const walkAt = random.integer(1, 50)
  let number = 1_000
  for (let hour = 0; hour < hours; hour += 1) {
    hub.world.setTime(new Date(start + hour * 60 * minute).toISOString())
    const reports = []
    for (let count = random.integer(0, 3); count > 0; count -= 1) {
      number += 1
      const item = lookup(number, new Date(hub.clock().getTime() - random.integer(0, 120) * minute))
      reports.push(await hub.report([item]))
      // The carrier reports some twice, and a visitor comes back on the same day.
      if (random.chance(0.3)) await hub.report([item])
      if (random.chance(0.3) && number > 1_001)
        for (const { answers, party } of parties) answers.push(await hub.whoSaw(party, number))
    }
    if (hour === walkAt) reports.push(await hub.walk([1, 2, 3, 4, 5, 6]))
    if (hour === walkAt + 3)
      reports.push(await hub.report([...Array(12).keys()].map((place) => lookup(20 + place, hub.clock()))))
    await hub.settle()
    for (const party of parties) if (party.party === "northpost") party.reports.push(...reports)
    let effects = random.chance(0.4) ? random.integer(1, 60) : Number.POSITIVE_INFINITY
    hub.world.onEffect(async () => {
      effects -= 1
      if (effects === 0) throw new Error("crash")
    })
    await hub.state().catch(() => 0)
    hub.world.onEffect(async () => {})
    for (const { party, event } of hub.mail()) {
      const isLost = event["detail-type"] === "StatementMade" && random.chance(0.3)
      const copies = isLost ? 0 : random.chance(0.2) ? 2 : 1
      for (let copy = 0; copy < copies; copy += 1)
        mails.push({ at: hub.clock().getTime() + random.integer(0, 180) * minute, party, event })
    }
    hub.world.passSeconds(1_500)
    for (const party of parties) {
      const due = mails.filter((one) => one.party === party.party && one.at <= hub.clock().getTime())
      for (const one of random.shuffled(due)) {
        mails.splice(mails.indexOf(one), 1)
        party.receive(one.event)
      }
      const watched = await party.watch()
      if (watched.unread !== undefined) alarms.push(watched.unread)
      last.set(party.party, watched.lastDay)
      alarms.push(...watched.alarms.map(({ kind, words }) => `hour ${hour}, ${party.party}: ${kind}: ${words}`))
    }
  }
  const kept = parties.map(({ path }) => readdirSync(path).filter((file) => file.startsWith("2026")))
  for (const party of parties) party.close()
  return { alarms, kept, last }
}

const days = ["2026-10-31", "2026-11-01", "2026-11-02", "2026-11-03", "2026-11-04"]

describe("an honest hub", () => {
  it.each([...Array(schedules).keys()].map((place) => place + 1))(
    "raises no alarm over four days of schedule %i",
    async (seed) => {
      const { alarms, kept, last } = await honestDays(seed)
      expect(alarms.slice(0, 5)).toEqual([])
      for (const files of kept)
        expect(files.sort()).toEqual(days.flatMap((day) => [`${day}.jws`, `${day}.leaves.json`]))
      expect([...last.values()]).toEqual(["2026-11-04", "2026-11-04"])
    },
    60_000,
  )
})
