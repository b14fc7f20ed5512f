import { awaitedLater } from "../../infra/local/replay/concurrency.ts"
import { type Restriction, restrictionRow } from "../../shared/watch/detection/restrictions/restriction.ts"
import { settlingEvents } from "./assessing.ts"
import { askAsWalker } from "./guarded.ts"
import { distinctIds, received, type Violations } from "./invariants.ts"
import type { Random } from "./random.ts"
import { allRows, rowOf } from "./rows-of-world.ts"
import type { Story } from "./workload.ts"
import { sourceOf, type World } from "./world.ts"

/**
 * Ends restrictions that the carrier was told of: the carrier releases about half of them, or all parties say that it
 * was a false alarm, after they assessed under each law that there was no breach.
 *
 * @param arrive waits until all that was sent has arrived
 * @returns the ids of those that have to end
 */
export async function endRestrictions(
  world: World,
  { story, random, arrive }: { story: Story; random: Random; arrive: () => Promise<void> },
): Promise<ReadonlySet<string>> {
  const told = received(world, "northpost", "AccessorRestricted").map(({ data }) => String(data["restrictionId"]))
  const send = (sender: string, detailType: string, data: object): void => {
    const [id, at] = [random.id(), world.scheduler.clock().toISOString()]
    for (let times = random.chance(0.3) ? 2 : 1; times > 0; times--) {
      world.scheduler.after(random.integer(0, 2_000), () => {
        const metadata = { id, occurredAt: at, correlationId: id, version: 1 }
        const detail = { metadata, data: { ...data, at } }
        const event = world.publish({ source: sourceOf(world, sender), detailType, detail })
        story.sent.push({ event, sender, fate: "recorded" })
      })
    }
  }
  if (random.chance(0.5)) {
    // What the last exposures added to the duties is stored by the watch.
    world.scheduler.after(0, () => void world.call("watch-duties", {}))
    await arrive()
    for (const { party, contract, data } of settlingEvents(world)) send(party, contract.detailType, data)
    await arrive()
    for (const { id: party } of world.parties.all) {
      const aliases = new Set(received(world, party, "BreachCaseOpened").map(({ data }) => data["caseAlias"]))
      for (const caseAlias of aliases) send(party, "CaseClosingRequested", { caseAlias, outcome: "falseAlarm" })
    }
    return new Set(told)
  }
  const released = new Set([...new Set(told)].filter(() => random.chance(0.5)))
  for (const restrictionId of released) send("northpost", "RestrictionReleaseRequested", { restrictionId })
  return released
}

/** A carrier knows of an end that is at most this much earlier than the restriction's own. */
const unknownEndMilliseconds = 12 * 3_600_000

/** What a party released is released, and the carrier knows when each restriction that it was told of ends. */
export function releaseViolationsOf(world: World, asked: ReadonlySet<string>): Violations {
  const ends = world.changes.flatMap(({ table, before, after }) => {
    if (table !== "Restrictions" || after === undefined) return []
    const [old, row] = [before && restrictionRow.parse(rowOf(before)), restrictionRow.parse(rowOf(after))]
    return row.releasedAt !== undefined && old?.releasedAt === undefined ? [row.restrictionId] : []
  })
  const releases = received(world, "northpost", "AccessorReleased")
  const restricted = received(world, "northpost", "AccessorRestricted")
  return restrictionsOf(world).flatMap(({ restrictionId, accessorTokens, releasedAt, until }) => {
    if (accessorTokens.length === 0) return []
    const times = ends.filter((id) => id === restrictionId).length
    const told = distinctIds(releases.filter(({ data }) => data["restrictionId"] === restrictionId))
    const ofThis = restricted.filter(({ data }) => data["restrictionId"] === restrictionId)
    return [
      ...(told === times ? [] : [`the carrier was told under ${told} ids that a restriction ended ${times} times`]),
      ...(asked.has(restrictionId) && releasedAt === undefined ? ["a restriction did not end when it should"] : []),
      ...(Date.parse(until) - Math.max(...ofThis.map(({ data }) => Date.parse(String(data["until"])))) <=
      unknownEndMilliseconds
        ? []
        : ["the carrier does not know a restriction's end"]),
    ]
  })
}

/** The walker asks again for a parcel that it saw: while it is restricted, and after the last restriction ended. */
export async function expiryViolationsOf(world: World, seen: ReadonlyMap<string, unknown>, story: Story) {
  const parcel = story.parcels.find(({ shipmentId }) => seen.has(shipmentId))
  if (parcel === undefined) return ["a walker saw nothing before it was refused"]
  const ask = async (): Promise<number> => {
    const answer = awaitedLater(askAsWalker(world, parcel))
    await world.scheduler.runUntilIdle()
    return answer
  }
  const found: Violations = []
  if ((await ask()) === 200) found.push("the hub answered a walker that it restricts")
  const lastEnd = Math.max(...restrictionsOf(world).map(({ until }) => Date.parse(until)))
  world.scheduler.after(lastEnd - world.scheduler.nowMs(), () => undefined)
  await world.scheduler.runUntilIdle()
  if ((await ask()) !== 200) found.push("a restriction refuses somebody after its end")
  return found
}

function restrictionsOf(world: World): Restriction[] {
  return allRows(world).flatMap(({ table, row }) => (table === "Restrictions" ? [restrictionRow.parse(row)] : []))
}
