import { expect, it } from "@jest/globals"
import { endpointPauses } from "../../../shared/parties/channels/endpoint-pauses.ts"

const at = (seconds: number) => new Date(seconds * 1_000)

it("leaves an endpoint alone for 30 seconds after a failure, and no other one", () => {
  const pauses = endpointPauses()
  pauses.failed("shop", at(0))
  expect([pauses.isPaused("shop", at(29)), pauses.isPaused("shop", at(30))]).toEqual([true, false])
  expect(pauses.isPaused("other", at(1))).toBe(false)
})

it("counts the failures of one batch as one", () => {
  const pauses = endpointPauses()
  for (let message = 0; message < 10; message++) pauses.failed("shop", at(0))
  expect(pauses.isPaused("shop", at(30))).toBe(false)
})

it("waits twice as long after each further failure, five minutes at most, and from the start after an answer", () => {
  const pauses = endpointPauses()
  let now = 0
  const lengths = [30, 60, 120, 240, 300, 300].map((seconds) => {
    pauses.failed("shop", at(now))
    now += seconds
    return [pauses.isPaused("shop", at(now - 1)), pauses.isPaused("shop", at(now))]
  })
  expect(lengths).toEqual(Array(6).fill([true, false]))
  pauses.answered("shop")
  pauses.failed("shop", at(now))
  expect(pauses.isPaused("shop", at(now + 30))).toBe(false)
})
