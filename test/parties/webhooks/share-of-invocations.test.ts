import { describe, expect, it } from "@jest/globals"
import type { PostAnswer } from "../../../shared/parties/channels/webhook.ts"
import { EndpointContended, type EndpointState, isSlow } from "../../../shared/parties/webhooks/endpoint-state.ts"
import { type SharedPost, shareOfInvocations } from "../../../shared/parties/webhooks/share-of-invocations.ts"

const begin = Date.parse("2026-12-01T10:00:00.000Z")
const at = (milliseconds: number) => new Date(begin + milliseconds)

/** An endpoint that answers when it is told to, and invocations to each of which a second seems to pass at once. */
function endpointWith(given: Partial<EndpointState> = {}) {
  const answer = Promise.withResolvers<PostAnswer>()
  const waits: number[] = []
  const world = {
    now: at(1_000),
    changes: 0,
    waits,
    state: { endpointId: "e", failures: 0, ...given } as EndpointState,
  }
  const invocation = (wait = async (milliseconds: number) => void waits.push(milliseconds)) =>
    shareOfInvocations({ wait, clock: () => world.now })
  const message = (startedAt: Date, options: Partial<SharedPost> = {}): SharedPost => ({
    endpointId: "e",
    startedAt,
    post: () => answer.promise,
    async changeEndpoint(change) {
      world.changes += 1
      world.state = change(world.state)
      return world.state
    },
    ...options,
  })
  return { world, answer, invocation, message }
}
const taken = { status: 204 }

describe("an endpoint that does not answer within a second", () => {
  it("is awaited by three invocations. The fourth gives up, and the endpoint is slow for ten minutes", async () => {
    const { world, answer, invocation, message } = endpointWith()
    const awaiting = [0, 1, 2].map((place) => invocation()(message(at(place))))
    const signals: AbortSignal[] = []
    const post = (signal: AbortSignal) => {
      signals.push(signal)
      return answer.promise
    }
    expect(await invocation()(message(at(3), { post }))).toBeUndefined()
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
    expect(world.waits).toEqual([1_000, 1_000, 1_000, 1_000])
    expect(isSlow(world.state, world.now)).toBe(true)
    answer.resolve(taken)
    expect(await Promise.all(awaiting)).toEqual([taken, taken, taken])
    expect(world.state).not.toHaveProperty("awaitedSince")
    expect(isSlow(world.state, at(600_000))).toBe(true)
    expect(isSlow(world.state, at(601_000))).toBe(false)
  })

  it("is awaited once by an invocation, however many messages it sends there", async () => {
    const { world, answer, invocation, message } = endpointWith()
    const post = invocation()
    const awaiting = [0, 1, 2, 3, 4].map((place) => post(message(at(place))))
    await new Promise((resolve) => setImmediate(resolve))
    expect(world.state.awaitedSince).toEqual([at(0).toISOString()])
    answer.resolve(taken)
    expect(await Promise.all(awaiting)).toEqual(Array.from({ length: 5 }, () => taken))
    expect(world.changes).toBe(2)
  })

  it("is awaited again when the invocations that waited for it have crashed", async () => {
    const crashed = [0, 1, 2].map((place) => at(place - 30_000).toISOString())
    const { answer, invocation, message } = endpointWith({ awaitedSince: crashed })
    const awaiting = invocation()(message(at(0)))
    answer.resolve(taken)
    expect(await awaiting).toEqual(taken)
  })

  it("is not awaited while too many change how it fares", async () => {
    const { invocation, message } = endpointWith()
    const changeEndpoint = () => Promise.reject(new EndpointContended())
    expect(await invocation()(message(at(0), { changeEndpoint }))).toBeUndefined()
  })

  it("is asked about anew after the table failed", async () => {
    const { answer, invocation, message } = endpointWith()
    const post = invocation()
    const changeEndpoint = () => Promise.reject(new Error("throttled"))
    const signals: AbortSignal[] = []
    const unanswered = (signal: AbortSignal) => {
      signals.push(signal)
      return answer.promise
    }
    await expect(post(message(at(0), { changeEndpoint, post: unanswered }))).rejects.toThrow("throttled")
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
    const awaiting = post(message(at(1)))
    await new Promise((resolve) => setImmediate(resolve))
    answer.resolve(taken)
    expect(await awaiting).toEqual(taken)
  })
})

it("writes nothing about an endpoint that answers within a second", async () => {
  const { world, answer, invocation, message } = endpointWith()
  answer.resolve(taken)
  expect(await invocation(() => new Promise(() => {}))(message(at(0)))).toEqual(taken)
  expect(world.changes).toBe(0)
})
