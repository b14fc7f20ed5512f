import { describe, expect, it } from "@jest/globals"
import { initialVolume, volume } from "../../../../shared/watch/detection/charts/volume.ts"

describe("the volume of a retailer", () => {
  const ordinary = { contacts: 100, strangers: 10 }
  const settledAfter = (days: number) => {
    let state = volume(initialVolume, ordinary)
    for (let bucket = 1; bucket < days * 144; bucket += 1) state = volume(state, ordinary)
    return state
  }

  it("learns the ordinary share of strangers and stays silent on it", () => {
    expect(settledAfter(3).base).toBeCloseTo(0.1, 3)
    expect(settledAfter(3)).toMatchObject({ score: 0, alarms: 0 })
  })

  it("alarms, and begins anew, when strangers come that are half as many as all the others", () => {
    let state = settledAfter(3)
    let buckets = 0
    while (state.alarms === 0 && buckets < 20) {
      state = volume(state, { contacts: 150, strangers: 58 })
      buckets += 1
    }
    expect(state).toMatchObject({ alarms: 1, score: 0 })
    expect(buckets).toBeLessThanOrEqual(3)
  })

  it.each([0, 0.01, 0.85, 0.94, 0.97, 0.99, 1])(
    "stays silent where a share of %d are strangers on ordinary days",
    (share) => {
      let state = volume(initialVolume, { contacts: 100, strangers: 100 * share })
      for (let bucket = 1; bucket < 28 * 144; bucket += 1) {
        state = volume(state, { contacts: 100, strangers: 100 * share })
        expect(Number.isFinite(state.score)).toBe(true)
      }
      expect(state.alarms).toBe(0)
    },
  )

  it("shows strangers where none ever came", () => {
    let state = volume(initialVolume, { contacts: 1, strangers: 0 })
    for (let one = 0; one < 400; one += 1) state = volume(state, { contacts: 1, strangers: 0 })
    for (let one = 0; one < 20; one += 1) state = volume(state, { contacts: 2, strangers: 1 })
    expect(state.alarms).toBeGreaterThan(0)
  })

  it("shows strangers where nine in ten are strangers on ordinary days", () => {
    let state = volume(initialVolume, { contacts: 1_000, strangers: 900 })
    for (let bucket = 0; bucket < 20; bucket += 1) state = volume(state, { contacts: 200, strangers: 190 })
    expect(state.alarms).toBeGreaterThan(0)
  })

  it("is the same for the sums of a few contacts as for each of them while it neither alarms nor returns to zero", () => {
    const state = { ...settledAfter(3), score: 5 }
    const one = volume(volume(state, { contacts: 1, strangers: 1 }), { contacts: 1, strangers: 1 })
    expect(volume(state, { contacts: 2, strangers: 2 }).score).toBeCloseTo(one.score, 1)
  })
})
