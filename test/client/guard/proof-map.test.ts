import { createHash } from "node:crypto"
import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { connectApi } from "../../../client/api/connect-api.ts"
import { runGuard } from "../../../client/commands/guard/run-guard.ts"
import { followProofMap } from "../../../client/proof-map/follow-proof-map.ts"
import type { MappedNumbers } from "../../../client/proof-map/mapped-numbers.ts"
import { indexNumbers } from "../../../client/proof-map/number-index.ts"
import { readProofMap } from "../../../client/proof-map/read-proof-map.ts"
import { readParties } from "../../../shared/parties/load-parties.ts"
import { neighbourhoodKey } from "../../../shared/watch/detection/retailers/number-blocks.ts"
import { breachWorld } from "../../desk/breach-world.ts"
import { caller } from "../../desk/desk-caller.ts"
import { testKeyedHash } from "../../doubles/keyed-hash.ts"
import { aRestriction } from "../../watch/detection/restrictions/restrictions.contract.ts"
import { aGuard, agent, asked, command, start } from "./guard-world.ts"

const until = new Date((start + 3_600) * 1_000).toISOString()
const form = { prefix: "NP", digits: 7, behind: 0 }
const range = { scope: "neighbourhood", until, first: 5_000_100, last: 5_000_199, ...form } satisfies MappedNumbers
const digestOf = (beginning: string): string => createHash("sha256").update(beginning).digest("base64url").slice(0, 16)

describe("a map of proof", () => {
  it("has the carrier's numbers of a range, however they are typed, and no other", () => {
    const { scopesOf } = indexNumbers([{ ...range, behind: 3 }])
    for (const inside of ["NP50001007CA", "np 5000-199 0 ca", "NP5000150‑1CA"])
      expect(scopesOf(inside, start)).toEqual(["neighbourhood"])
    for (const outside of ["NP50000997CA", "NP50002007CA", "XX50001507CA", "NP500015007CA", "NP5000150", ""])
      expect(scopesOf(outside, start)).toEqual([])
  })

  it("takes the last 12 digits of longer numbers", () => {
    const { scopesOf } = indexNumbers([{ ...range, prefix: "", digits: 20, first: 7, last: 8 }])
    expect(scopesOf("12345678000000000007", start)).toEqual(["neighbourhood"])
    expect(scopesOf("12345678000000000009", start)).toEqual([])
  })

  it("has order references by a digest of how they begin, in each scope until its own end", () => {
    const { scopesOf } = indexNumbers([
      { scope: "neighbourhood", until, cut: 4, digests: [digestOf("MB123"), digestOf("MB124")] },
      { scope: "codeBlock", until: new Date((start + 60) * 1_000).toISOString(), cut: 4, digests: [digestOf("MB123")] },
    ])
    expect(scopesOf("mb-123 4560", start)).toEqual(["neighbourhood", "codeBlock"])
    expect(scopesOf("MB1234560", start + 61)).toEqual(["neighbourhood"])
    expect(scopesOf("MB1234560", start + 3_601)).toEqual([])
    for (const other of ["MB1254560", "MB1", "MB12345601"]) expect(scopesOf(other, start)).toEqual([])
  })
})

describe("a guard with a map of proof", () => {
  const mapped = (scope: "neighbourhood" | "codeBlock") => ({ proofMap: indexNumbers([{ ...range, scope }]) })
  const inside = (more = {}) => asked(150, more)

  it("asks strangers for proof in a mapped neighbourhood, and nobody beside it", () => {
    const guard = aGuard(mapped("neighbourhood"), "reported")
    expect(guard.ask(inside(), start)).toBe("proof")
    expect(guard.ask(asked(200), start + 1)).toBe("phase")
    expect(guard.ask(inside(), start + 3_601)).toBe("phase")
    expect(guard.counts).toMatchObject({ proof: 1, mapped: 1, phase: 2, restrictions: 0 })
  })

  it("shows details to who proves the parcel in the request, or did so before in this session", () => {
    const guard = aGuard(mapped("neighbourhood"), "reported")
    const session = { session: "canary-session" }
    expect(guard.ask(inside({ proof: "postalCode" }), start)).toBe("details")
    guard.report({ ...inside(session), proof: "postalCode" }, 200, start + 1)
    expect(guard.ask(inside(session), start + 2)).toBe("details")
    expect(guard.ask(asked(151, session), start + 3)).toBe("proof")
  })

  it("takes a postal code for too little in a mapped code block, and asks nothing of others", () => {
    const guard = aGuard(mapped("codeBlock"), "reported")
    expect(guard.ask(inside({ proof: "postalCode" }), start)).toBe("proof")
    expect(guard.ask(inside({ proof: "houseNumber" }), start + 1)).toBe("details")
    expect(guard.ask(inside(), start + 2)).toBe("phase")
  })
})

/** A hub with numbers that are restricted, and a carrier that asks its own API. */
function hub() {
  const parties = readParties(new URL("../../../stages/local/parties.json", import.meta.url))
  const world = breachWorld({ startsAt: new Date().toISOString(), parties: [...parties] })
  const state = { isDown: false }
  const statuses: number[] = []
  const api = connectApi({
    apiUrl: "https://api.hub.example",
    token: async () => "northpost",
    fetch: async (request) => {
      if (state.isDown) throw new TypeError("fetch failed")
      const { pathname, search } = new URL(request.url)
      const answer = await caller(world, Object.fromEntries(request.headers))(
        "northpost",
        "GET",
        `${pathname}${search}`,
      )
      statuses.push(answer.statusCode)
      return new Response(answer.body || null, { status: answer.statusCode, headers: answer.headers })
    },
  })
  const restrictAll = async (places: readonly number[], vouchedBy?: string) => {
    for (const [index, place] of places.entries()) await restrictAt(place, index, vouchedBy)
    await world.settle()
  }
  const restrictAt = async (place: number, laterSeconds: number, vouchedBy?: string) => {
    const accessorKey = neighbourhoodKey("northpost", testKeyedHash().blindOrdinal("northpost", place), vouchedBy)
    await world.restrictions.restrict(
      aRestriction(`numbers-${place}`, {
        accessorKey,
        scope: "neighbourhood",
        until: new Date(Date.now() + 3_600_000 + laterSeconds * 1_000).toISOString(),
        accessorTokens: [],
        carrierIds: ["northpost"],
        ...(vouchedBy === undefined ? {} : { vouchedBy }),
      }),
    )
  }
  const restrict = (place: number, vouchedBy?: string) => restrictAll([place], vouchedBy)
  return { api, restrict, restrictAll, state, statuses }
}

describe("a map that is followed", () => {
  const place = 60_048_200
  const numberAt = (at: number): string => `NP${String(at).padStart(10, "0")}CA`

  it("brings what the carrier reported and the hub saw, and no other carrier's word", async () => {
    const { api, restrict } = hub()
    await restrict(place, "northpost")
    await restrict(place + 1_000_000)
    await restrict(place + 2_000_000, "otherpost")
    const map = followProofMap({ api, onLine: () => {} })
    await map.refresh()
    map.stop()
    const scopesAt = (at: number) => map.scopesOf(numberAt(at), Date.now() / 1_000)
    expect([0, 1_000_000, 2_000_000].map((step) => scopesAt(place + step).length)).toEqual([1, 1, 0])
    expect(map.status).toMatchObject({ mapRestrictions: 2, isMapStale: false })
  })

  it("holds while the hub is down, says since when it is once, and when it is current again", async () => {
    const { api, restrict, state } = hub()
    await restrict(place, "northpost")
    const lines: string[] = []
    const time = { now: 0 }
    const map = followProofMap({ api, onLine: (line) => lines.push(line), now: () => time.now })
    await map.refresh()
    state.isDown = true
    await map.refresh()
    expect([lines, map.status.isMapStale]).toEqual([[], false])
    time.now = 120_000
    for (let turn = 0; turn < 2; turn += 1) await map.refresh()
    const { mapSince } = map.status
    expect(mapSince).toBe("1970-01-01T00:00:00.000Z")
    expect(lines).toEqual([`The hub gave no answer. Map since ${mapSince}: it holds until it ends.`])
    expect(map.status.isMapStale).toBe(true)
    expect(map.scopesOf(numberAt(place), Date.now() / 1_000)).toHaveLength(1)
    state.isDown = false
    await map.refresh()
    map.stop()
    expect(lines[1]).toBe("The map of proof is current again.")
    expect(map.status.isMapStale).toBe(false)
  })

  it("is not sent again while nothing in it changed", async () => {
    const { api, restrict, statuses } = hub()
    await restrict(place, "northpost")
    const time = { now: 0 }
    const map = followProofMap({ api, onLine: () => {}, now: () => time.now })
    await map.refresh()
    time.now = 30_000
    await map.refresh()
    expect([statuses, map.status.mapSince]).toEqual([[200, 304], "1970-01-01T00:00:30.000Z"])
    expect(map.scopesOf(numberAt(place), Date.now() / 1_000)).toHaveLength(1)
    await restrict(place + 1_000_000, "northpost")
    await map.refresh()
    map.stop()
    expect([statuses.at(-1), map.status.mapRestrictions]).toEqual([200, 2])
  })

  it("says that it is cut at 2,000 restrictions, and then leaves out those that end soonest", async () => {
    const { api, restrictAll } = hub()
    const places = Array.from({ length: 2_001 }, (_, index) => 50_000_000 + index * 16_384)
    await restrictAll(places, "northpost")
    const lines: string[] = []
    const map = followProofMap({ api, onLine: (line) => lines.push(line) })
    await map.refresh()
    map.stop()
    expect(lines).toEqual(["The map of proof has more than 2000 restrictions: those that end soonest are left out."])
    const at = Date.now() / 1_000
    expect(places.filter((one) => map.scopesOf(numberAt(one), at).length === 0)).toEqual(places.slice(0, 1))
  })

  it("keeps what is renewed while it is read, and so moves to the page before", async () => {
    const at = (first: number) => ({ ...range, first, last: first + 9 })
    const pages = [{ numbers: [at(100)], next: "behind" }, { numbers: [] }, { numbers: [at(200), at(100)] }]
    const api = connectApi({
      apiUrl: "https://api.hub.example",
      token: async () => "northpost",
      fetch: async () => Response.json(pages.shift()),
    })
    expect((await readProofMap(api)).numbers).toEqual([at(100), at(200)])
  })

  it("says at once that there is none yet, and asks nobody because of it", async () => {
    const { api, state } = hub()
    state.isDown = true
    const lines: string[] = []
    const map = followProofMap({ api, onLine: (line) => lines.push(line) })
    await map.refresh()
    map.stop()
    expect(lines).toEqual(["The hub gave no answer. There is no map of proof yet."])
    expect(map.status).toEqual({ mapSince: null, mapRestrictions: 0, isMapStale: false })
    expect(map.scopesOf(numberAt(place), 0)).toEqual([])
  })

  it("makes wayseal guard --map ask for proof, and stands in its health and metrics", async () => {
    const { api, restrict } = hub()
    await restrict(place, "northpost")
    const stop = new AbortController()
    const listening = Promise.withResolvers<string>()
    const world = { api, signal: stop.signal, say: () => {}, onListening: listening.resolve }
    const done = runGuard({ ...command, map: true }, world)
    const url = await listening.promise
    const health = z.looseObject({ mapRestrictions: z.number() })
    const mapSize = async () => health.parse(await (await fetch(`${url}/healthz`)).json()).mapRestrictions
    while ((await mapSize()) === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    const check = (number: string) =>
      fetch(`${url}/check`, {
        headers: { "x-original-uri": `/track/${number}`, "x-real-ip": "198.51.100.23", "user-agent": agent },
      })
    const [inside, beside] = [await check(numberAt(place)), await check(numberAt(place + 1_000_000))]
    expect([inside.status, inside.headers.get("x-wayseal"), beside.status]).toEqual([403, "proof", 200])
    expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/^wayseal_guard_map_restrictions 1$/m)
    stop.abort()
    expect((await done).data).toMatchObject({ mapped: 1 })
  })
})
