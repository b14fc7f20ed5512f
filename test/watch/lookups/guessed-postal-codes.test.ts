import { describe, expect, it } from "@jest/globals"
import { formatOrderReference } from "../../../shared/intake/tracking/order-reference.ts"
import { type Ask, cookieOf, leaflineReference, linkToken } from "./access-world.ts"
import { bookByReference, byNumber, byReference, mailed, right, worldWithParcels, wrong } from "./lookup-world.ts"

/** Thresholds so high that nothing alarms, for tests of something else. */
function unwatched<Some extends { kind: string }>(party: Some): Some {
  if (party.kind !== "retailer") return party
  const never = { alert: 10_000 }
  const thresholds = { walk: never, guess: never, fanOut: never, block: never, blockMisses: never }
  return { ...party, detection: { mode: "enforce", thresholds } }
}

const linkTokenOf = (seed: string) => ({ linkToken: linkToken(seed).linkToken })

describe("guesses at postal codes", () => {
  it("end for a shipment after five in an hour, whichever visitor guesses, and never for its link token", async () => {
    const world = await worldWithParcels()
    for (let guess = 0; guess < 5; guess++) {
      await world.lookUp({ ...byReference, ...wrong }, { ip: `198.51.100.${guess}` })
    }
    const recipient = { ip: "192.0.2.77" }
    expect((await world.lookUp({ ...byReference, ...right }, recipient)).status).toBe(404)
    expect((await world.lookUp({ ...byNumber, ...right }, recipient)).status).toBe(404)
    expect((await world.lookUp({ ...byReference, linkToken: mailed.linkToken }, recipient)).status).toBe(200)
    world.wait(3600)
    expect((await world.lookUp({ ...byReference, ...right }, recipient)).status).toBe(200)
  })

  it("end for an accessor after ten in a day, whether the references exist or not", async () => {
    const world = await worldWithParcels({ change: unwatched })
    for (let guess = 0; guess < 10; guess++) {
      await world.lookUp({ ...byReference, orderReference: leaflineReference(70_000 + guess * 9_000), ...wrong })
    }
    expect((await world.lookUp({ ...bookByReference, ...right })).status).toBe(404)
    expect((await world.lookUp({ ...bookByReference, ...right }, { ip: "192.0.2.77" })).status).toBe(200)
    world.wait(86_400)
    expect((await world.lookUp({ ...bookByReference, ...right })).status).toBe(200)
  })

  it("are told from links that open nothing, which nobody can guess", async () => {
    const world = await worldWithParcels()
    const bot = { ip: "198.51.100.9" }
    for (let preview = 0; preview < 60; preview++) await world.lookUp(linkTokenOf(`unknown-${preview}`), bot)
    expect(world.anomalies.rows()).toEqual([])
    expect((await world.lookUp({ ...bookByReference, ...right }, bot)).status).toBe(200)
  })

  it("hold when many are made at the same moment", async () => {
    const world = await worldWithParcels()
    const guesses = Array.from({ length: 20 }, (_, index) =>
      world.lookUp({ ...byReference, postalCode: `K1A 0B${index % 10}` }, { ip: `198.51.100.${index}` }),
    )
    await Promise.all(guesses)
    const failures = world.challengeFailures.rows().filter((row) => row.counterKey.startsWith("reference#"))
    expect(failures.map((row) => row.failures)).toEqual([5])
  })

  it("open nothing behind five wrong ones that were made at the same moment", async () => {
    const world = await worldWithParcels()
    const codes = Array.from({ length: 20 }, (_, place) => (place === 4 || place === 5 ? right : wrong))
    const guesses = codes.map((code, place) => world.lookUp({ ...byReference, ...code }, { ip: `198.51.100.${place}` }))
    const statuses = (await Promise.all(guesses)).map(({ status }) => status)
    expect(statuses).toEqual(codes.map((_, place) => (place === 4 || place === 5 ? 200 : 404)))
    const behind = await worldWithParcels()
    const last = Array.from({ length: 20 }, (_, place) =>
      behind.lookUp({ ...byReference, ...(place >= 5 ? right : wrong) }, { ip: `198.51.100.${place}` }),
    )
    expect((await Promise.all(last)).map(({ status }) => status)).toEqual(last.map(() => 404))
  })

  it("do not use up what a visitor needs that proved the parcel before", async () => {
    const world = await worldWithParcels()
    const recipient = { ip: "192.0.2.77" }
    const { setCookie } = await world.lookUp({ ...byReference, linkToken: mailed.linkToken }, recipient)
    const cookie = cookieOf(setCookie)
    world.wait(60)
    for (let guess = 0; guess < 5; guess++) {
      await world.lookUp({ ...byReference, ...wrong }, { ip: `198.51.100.${guess}` })
    }
    expect((await world.lookUp({ ...byReference, ...right }, recipient)).status).toBe(404)
    expect((await world.lookUp({ ...byReference, ...wrong }, { ...recipient, cookie })).status).toBe(404)
    world.calls.length = 0
    expect((await world.lookUp({ ...byReference, ...right }, { ...recipient, cookie })).status).toBe(200)
    expect(world.calls.filter((call) => call.startsWith("challengeFailures"))).toEqual([])
  })

  it("cost a visitor that proved the parcel before as much as others, when they are wrong", async () => {
    const world = await worldWithParcels()
    const recipient = { ip: "192.0.2.77" }
    const { setCookie } = await world.lookUp({ ...byReference, linkToken: mailed.linkToken }, recipient)
    world.wait(60)
    for (let guess = 0; guess < 5; guess++)
      await world.lookUp({ ...byReference, ...wrong }, { ...recipient, cookie: cookieOf(setCookie) })
    expect((await world.lookUp({ ...byReference, ...right }, { ip: "198.51.100.9" })).status).toBe(404)
  })

  it("cost as many calls right as wrong, for a visitor that proved another parcel", async () => {
    const seen = []
    for (const code of [right, wrong]) {
      const world = await worldWithParcels()
      const { setCookie } = await world.lookUp({ ...bookByReference, ...right })
      world.wait(60)
      world.calls.length = 0
      await world.lookUp({ ...byReference, ...code }, { cookie: cookieOf(setCookie) })
      seen.push(world.calls.filter((call) => call.startsWith("challengeFailures")))
    }
    expect(seen[0]).toEqual(
      ["first", "second"].flatMap(() => ["challengeFailures.updateItem:before", "challengeFailures.updateItem:after"]),
    )
    expect(seen[1]).toEqual(seen[0])
  })

  it("are not looked at when they come too often, right or wrong", async () => {
    const seen = []
    for (const proof of [right, { postalCode: "K1A 0B2" }]) {
      const world = await worldWithParcels()
      for (let guess = 0; guess < 5; guess++) {
        await world.lookUp({ ...byReference, ...wrong }, { ip: `198.51.100.${guess}` })
      }
      world.calls.length = 0
      const { text } = await world.lookUp({ ...byReference, ...proof }, { ip: "192.0.2.77" })
      seen.push({ text, calls: world.calls.toSorted() })
    }
    expect(seen[0]?.calls.filter((call) => call.startsWith("challengeFailures"))).toHaveLength(6)
    expect(seen[1]).toEqual(seen[0])
  })

  it("cost a recipient nothing when they are right", async () => {
    const world = await worldWithParcels()
    for (let visit = 0; visit < 12; visit++) {
      expect((await world.lookUp({ ...byReference, ...right })).status).toBe(200)
      world.wait(60)
    }
    expect(world.challengeFailures.rows().every((row) => row.failures === 0)).toBe(true)
  })

  it("raise an alarm if a session goes on after its own are used up, and none if the name is shared", async () => {
    const session = { session: "session-of-guesser", sessionStartedAt: "2026-11-01T09:00:00.000Z" }
    const guesser: Ask = { party: "northpost", onBehalfOf: { ip: "203.0.113.7", ...session } }
    const nameless: Ask = { party: "northpost", onBehalfOf: { ip: "203.0.113.7" } }
    const alerts = []
    for (const ask of [guesser, nameless]) {
      const world = await worldWithParcels()
      for (let order = 0; order < 20; order++) {
        const orderReference = leaflineReference(10_000 + order * 9_973)
        const recipient = { postalCode: "V6B 1A1", country: "CA", addressLine: `${order} Main St` }
        await world.ship("leafline", { shipmentId: `shp_${order}`, orderReference, recipient })
        for (let code = 0; code < 3; code++) {
          await world.lookUp({ retailer: "Leafline", orderReference, postalCode: `K1A 0B${code}` }, ask)
          world.wait(1)
        }
      }
      alerts.push(world.anomalies.rows().some(({ severity }) => severity === "alert"))
    }
    expect(alerts).toEqual([true, false])
  })

  it("make a later right postal code no proof for the ledger", async () => {
    const world = await worldWithParcels({ change: unwatched })
    for (let guess = 0; guess < 3; guess++) {
      const shipmentId = `shp_bookguess${guess}`
      const orderReference = formatOrderReference(200_000 + guess * 50_000, {
        prefix: "MB",
        digits: 6,
        checkDigit: "luhn",
      })
      await world.ship("maplebooks", { shipmentId, orderReference })
      await world.lookUp({ ...bookByReference, orderReference, ...wrong })
      world.wait(60)
    }
    await world.lookUp({ ...bookByReference, ...right })
    await world.lookUp({ ...bookByReference, ...right }, { ip: "192.0.2.77" })
    expect(world.disclosures.rows().map((row) => row.provenForExposure)).toEqual([false, true])
  })
})
