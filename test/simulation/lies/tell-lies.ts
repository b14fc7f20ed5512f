import type { Alarm } from "../../../shared/proof/statements/contradictions/alarm.ts"
import { type HubOfDays, hubOfDays, lookup, watchers } from "./hub-of-days.ts"
import type { PlantedLie } from "./planted-lies.ts"
import { type WatchingParty, watchingParty } from "./watching-party.ts"

const hour = 3_600_000

/** How long a party may take to notice. */
export const noticeHours = 36

/** Times of the day at which lies take long to notice: around midnight, after a statement, and after 18:00. */
export const timesOfDay = ["00:20", "01:20", "18:10", "23:50"] as const

/** So long before the lie parties begin to look. That honest days raise no alarm is shown elsewhere. */
const watchedBefore = 2 * hour

/** What a party noticed, and how long after the lie. */
export type Noticed = { readonly party: string; readonly hours: number; readonly alarms: readonly Alarm[] }

/**
 * Runs a hub for some days. At a time of the third day it lies. Each party looks every hour, with what it has alone.
 *
 * @throws Error if a party alarms before
 */
export async function tellLie(lie: PlantedLie, time: (typeof timesOfDay)[number]): Promise<readonly Noticed[]> {
  const hub = await hubOfDays()
  const parties = watchers.map((party) => watchingParty(party, { ...hub, pins: hub.world.pins }))
  const liesAt = Date.parse(`2026-11-03T${time}:00.000Z`)
  const noticed = new Map<string, Noticed>()
  const story = storyOf(lie, hub, { parties, liesAt })
  const end = liesAt + (noticeHours + 4) * hour
  for (let due = hub.clock().getTime(); due < end && noticed.size < parties.length; due += hour) {
    for (const step of story.splice(0, story.filter(({ at }) => at <= due).length)) {
      hub.world.setTime(new Date(step.at).toISOString())
      await step.run()
    }
    hub.world.setTime(new Date(due).toISOString())
    await hub.state()
    for (const { party, event } of hub.mail()) parties.find((one) => one.party === party)?.receive(event)
    if (due < liesAt - watchedBefore) continue
    for (const one of parties.filter(({ party }) => !noticed.has(party))) {
      const { alarms } = await one.watch()
      if (alarms.length === 0) continue
      if (due < liesAt) throw new Error(`${one.party} alarms before there is a lie: ${alarms[0]?.words}`)
      noticed.set(one.party, { party: one.party, hours: (due - liesAt) / hour, alarms })
    }
  }
  for (const party of parties) party.close()
  return parties.map(({ party }) => noticed.get(party) ?? { party, hours: Number.POSITIVE_INFINITY, alarms: [] })
}

type Step = { readonly at: number; readonly run: () => Promise<void> }

/** A walk, and two hours after it the growth of its case. The lie is about the last of them that it can be about. */
function storyOf(
  lie: PlantedLie,
  hub: HubOfDays,
  { parties, liesAt }: { parties: readonly WatchingParty[]; liesAt: number },
): Step[] {
  const walkAt = lie.what === "entry" ? liesAt - 2 * hour : liesAt
  const back = lie.backMilliseconds ?? 0
  const keep = (report: Awaited<ReturnType<HubOfDays["report"]>>): void => {
    for (const { party, reports } of parties) if (party === "northpost") reports.push(report)
  }
  const usual = Array.from({ length: 60 }, (_, place): Step => {
    const at = Date.parse("2026-11-01T15:00:00.000Z") + place * hour
    return { at, run: async () => keep(await hub.report([lookup(1_000 + place, new Date(at), stranger(place))])) }
  })
  const walk = async () => {
    const detectedAt = new Date(walkAt - (lie.what === "finding" ? back : 0)).toISOString()
    keep(await hub.walk([1, 2, 3, 4, 5, 6], detectedAt))
    for (const { party, answers } of parties) answers.push(await hub.whoSaw(party, 1))
  }
  const grow = async () => {
    keep(await hub.report(Array.from({ length: 12 }, (_, place) => lookup(20 + place, hub.clock()))))
    if (lie.what === "entry") hub.world.passSeconds(-back / 1_000)
    await hub.settle()
    if (lie.what === "entry") hub.world.passSeconds(back / 1_000)
  }
  const steps = [
    ...usual,
    { at: walkAt, run: walk },
    { at: walkAt + 2 * hour, run: grow },
    { at: liesAt, run: async () => void (await lie.tell(hub)) },
  ]
  return steps.sort((one, other) => one.at - other.at)
}

const stranger = (place: number) => ({ subject: `subject#stranger-${place}`, network: `network#stranger-${place}` })
