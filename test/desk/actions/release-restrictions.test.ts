import { describe, expect, it } from "@jest/globals"
import { closeCase } from "../../../shared/desk/actions/close-case.ts"
import { recordMeasure } from "../../../shared/desk/actions/record-measure.ts"
import { makeReleaseRestrictions, releasingMilliseconds } from "../../../shared/desk/actions/release-restrictions.ts"
import { restrictionsOf } from "../../../shared/desk/api/restrictions-of-party.ts"
import { keyRow } from "../../../shared/desk/cases/accessor-keys.ts"
import { recountSeconds } from "../../../shared/desk/exposures/plan-counts.ts"
import { makeWatchDuties } from "../../../shared/desk/watch-duties.ts"
import { restrictsAt } from "../../../shared/watch/detection/restrictions/restriction.ts"
import { assessAsNoBreach } from "../assess-no-breach.ts"
import { aliasIn, type BreachWorld, breachWorld, partyIn, seen, soleCase, walkAnomaly } from "../breach-world.ts"
import { changeOpenCase } from "../change-open-case.ts"
import { keysIn } from "../keys-in.ts"

class Crash extends Error {
  override name = "Crash"
}

/** A case of leafline and northpost whose walker is refused; `crashAt` counts the effects from when `arm` is called. */
async function restrictedWorld() {
  let left = Number.POSITIVE_INFINITY
  const world = breachWorld({
    interrupt: async () => {
      left -= 1
      if (left === 0) throw new Crash()
    },
  })
  for (let number = 1; number <= 3; number++) await world.disclosures.append(seen(number))
  await world.anomalies.raise(walkAnomaly())
  await world.settle()
  for (const partyId of ["leafline", "northpost"]) await assessAsNoBreach(world, partyId)
  return {
    world,
    crashAfter: (effects: number) => {
      left = effects
    },
  }
}

const isReleased = (world: BreachWorld) => world.restrictions.rows().some((row) => row.releasedBy !== undefined)
const stands = (world: BreachWorld) =>
  world.restrictions.rows().some((row) => restrictsAt(row, world.clock().toISOString()))

function partyOf(world: BreachWorld, partyId: string) {
  const party = world.directory.named(partyId)
  if (party === undefined) throw new Error("no such party")
  return party
}

function closes(world: BreachWorld, partyId: string, name = "false") {
  const party = partyOf(world, partyId)
  return closeCase(
    world.desk,
    { party, caseAlias: partyIn(world, partyId).alias, actionId: `${name}-${partyId}` },
    "falseAlarm",
  )
}

describe("a false alarm", () => {
  it("is closed before restrictions are released, also after a crash in between", async () => {
    let crashes = 0
    for (let effects = 1; effects < 200; effects++) {
      const { world, crashAfter } = await restrictedWorld()
      await closes(world, "leafline")
      await world.settle()
      world.cases.onChange(() => expect(isReleased(world) && soleCase(world).state === "open").toBe(false))
      world.restrictions.onChange(() => expect(isReleased(world) && soleCase(world).state === "open").toBe(false))
      crashAfter(effects)
      let crashed = false
      const again = async (work: () => Promise<unknown>) => {
        await work().catch((error: unknown) => {
          if (!(error instanceof Crash)) throw error
          crashed = true
          return work()
        })
      }
      await again(() => closes(world, "northpost"))
      for (let task = world.pending.shift(); task !== undefined; task = world.pending.shift()) await again(task.run)
      expect(soleCase(world).state).toBe("falseAlarm")
      expect(isReleased(world)).toBe(true)
      expect(stands(world)).toBe(false)
      if (!crashed) break
      crashes += 1
    }
    expect(crashes).toBeGreaterThan(10)
  })

  it("lets the numbers around a block be looked up without proof again; until then its parties see the restriction", async () => {
    const world = breachWorld()
    const block = "block#leafline#7"
    for (let number = 1; number <= 3; number++) await world.disclosures.append(seen(number, { block }))
    const ofBlock = { accessorKey: block, chart: "block", subject: undefined, network: undefined } as const
    await world.anomalies.raise(walkAnomaly({ ...ofBlock, tool: "guarded", reportedBy: undefined }))
    await world.settle()
    for (const partyId of ["leafline", "northpost"]) {
      const desk = { ...world.desk, restrictions: world.restrictions }
      const { found } = await restrictionsOf(desk, partyOf(world, partyId))
      expect(found.map(({ restriction }) => restriction.scope)).toEqual(["neighbourhood"])
      expect(stands(world)).toBe(true)
      await assessAsNoBreach(world, partyId)
      await closes(world, partyId)
      await world.settle()
    }
    // What an index hid is counted before.
    expect(stands(world)).toBe(true)
    world.passSeconds(recountSeconds)
    await makeWatchDuties(world.desk)()
    await closes(world, "northpost", "again")
    await world.settle()
    expect(world.restrictions.rows().map(({ accessorKey }) => accessorKey)).toEqual(["neighbourhood#leafline#0"])
    expect(stands(world)).toBe(false)
  })

  it("that loses a race with another change releases nothing while the case is open", async () => {
    const { world } = await restrictedWorld()
    await closes(world, "leafline")
    const commit = world.cases.commit
    world.cases.commit = async () => "conflict"
    await expect(closes(world, "northpost")).rejects.toThrow("Other writers kept changing the case")
    world.cases.commit = commit
    await world.settle()
    expect(soleCase(world).state).toBe("open")
    expect(isReleased(world)).toBe(false)
  })

  it("keeps a restriction that has newer evidence, also when the change is repeated", async () => {
    const { world } = await restrictedWorld()
    await closes(world, "leafline")
    await closes(world, "northpost")
    const late = world.pending.splice(0)
    world.passSeconds(600)
    await world.anomalies.raise(
      walkAnomaly({
        anomalyId: "anomaly-after",
        crossedAt: world.clock().toISOString(),
        detectedAt: world.clock().toISOString(),
      }),
    )
    await world.settle()
    expect(world.heads().map(({ state }) => state)).toEqual(["falseAlarm", "open"])
    for (const task of [...late, ...late]) await task.run()
    await world.settle()
    expect(stands(world)).toBe(true)
    const northpost = world.directory.named("northpost")
    const [closed] = world.heads()
    if (northpost === undefined || closed === undefined) throw new Error("no such party or case")
    await recordMeasure(
      world.desk,
      { party: northpost, caseAlias: aliasIn(world, closed, "northpost"), actionId: "after" },
      { kind: "prevention", code: "policyChanged", at: world.clock().toISOString() },
    )
    await world.settle()
    expect(stands(world)).toBe(true)
  })
})

/** A case that was a false alarm, with so many restricted accessors, and a count of calls. */
async function worldOfAccessors(accessors: number) {
  const calls: string[] = []
  let [inFlight, most] = [0, 0]
  const world = breachWorld({
    interrupt: async (point) => {
      if (point === "restrictions.getItem:before") most = Math.max(most, ++inFlight)
      if (point === "restrictions.putItem:after") inFlight -= 1
      if (point.endsWith(":before")) calls.push(point.slice(0, -":before".length))
    },
  })
  await world.disclosures.append(seen(1))
  await world.anomalies.raise(walkAnomaly())
  await world.settle()
  for (const partyId of ["leafline", "northpost"]) await assessAsNoBreach(world, partyId)
  const { caseId } = soleCase(world)
  const restriction = world.restrictions.rows()[0]
  if (restriction === undefined) throw new Error("nobody is restricted")
  for (let first = keysIn(world).length; first < accessors; first += 50) {
    const names = Array.from(
      { length: Math.min(50, accessors - first) },
      (_, place) => `subject#cookie-${first + place}`,
    )
    await changeOpenCase(world.desk, caseId, (current) => ({
      case: current,
      items: names.map((accessorKey) => keyRow(caseId, { accessorKey })),
    }))
    for (const accessorKey of names)
      await world.restrictions.restrict({
        ...restriction,
        accessorKey,
        anomalyId: accessorKey,
        restrictionId: accessorKey,
      })
  }
  for (const partyId of ["leafline", "northpost"]) await closes(world, partyId)
  world.pending.splice(0)
  calls.splice(0)
  inFlight = 0
  most = 0
  return { world, calls, mostAtOnce: () => most }
}

describe("a false alarm about thousands of accessors", () => {
  it("releases them side by side, a hundred for each read, and a repeat only reads", async () => {
    const { world, calls, mostAtOnce } = await worldOfAccessors(990)
    const release = makeReleaseRestrictions({ ...world.desk, restrictions: world.restrictions })
    expect(await release({ after: soleCase(world) })).toBe("released")
    expect(stands(world)).toBe(false)
    expect(mostAtOnce()).toBe(16)
    expect(tallied(calls.splice(0))).toEqual({
      "breachCases.query": 1,
      "restrictions.batchGetItem": 10,
      "breachCases.batchGetItem": 10,
      "restrictions.getItem": world.restrictions.rows().length,
      "restrictions.putItem": world.restrictions.rows().length,
    })
    expect(await release({ after: soleCase(world) })).toBe("unchanged")
    expect(tallied(calls)["restrictions.putItem"]).toBeUndefined()
  })

  it("goes on where it stopped when the time of an invocation is over, and after a crash at any of them", async () => {
    const { world } = await worldOfAccessors(450)
    const left = () => world.restrictions.rows().filter((row) => restrictsAt(row, world.clock().toISOString())).length
    const standing = left()
    let tried = 0
    const slow = {
      of: async (keys: readonly string[]) => {
        world.passSeconds(releasingMilliseconds / 2_000)
        return world.restrictions.of(keys)
      },
      release: async (...given: Parameters<typeof world.restrictions.release>) => {
        if (++tried === 3) throw new Crash()
        return world.restrictions.release(...given)
      },
    }
    const release = makeReleaseRestrictions({ ...world.desk, restrictions: slow })
    const change = { after: soleCase(world) }
    await expect(release(change)).rejects.toThrow(Crash)
    expect([tried, left()]).toEqual([standing - 350, 351])
    await expect(release(change)).rejects.toThrow("more restrictions than one invocation releases")
    expect(left()).toBe(250)
    const quick = makeReleaseRestrictions({ ...world.desk, restrictions: world.restrictions })
    expect(await quick(change)).toBe("released")
    expect(left()).toBe(0)
  })
})

function tallied(names: readonly string[]): Record<string, number> {
  const tally: Record<string, number> = {}
  for (const name of names) tally[name] = (tally[name] ?? 0) + 1
  return tally
}
