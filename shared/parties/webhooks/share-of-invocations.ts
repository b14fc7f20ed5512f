import type { PostAnswer } from "../channels/webhook.ts"
import { afterWaiting, EndpointContended, type EndpointState, isCrowded, waitingToo } from "./endpoint-state.ts"

/** Most endpoints answer sooner. What they are sent costs no write here. */
const soonMilliseconds = 1_000

export type ShareTools = {
  wait: (milliseconds: number) => Promise<void>
  clock: () => Date
}

/** Posts a message until the signal, and changes how its endpoint fares. */
export type SharedPost = {
  readonly endpointId: string
  readonly startedAt: Date
  readonly post: (signal: AbortSignal) => Promise<PostAnswer>
  readonly changeEndpoint: (change: (state: EndpointState) => EndpointState) => Promise<EndpointState>
}

/** What this process awaits of one endpoint. */
type Awaited = { posts: number; readonly since: Date; readonly mayWait: Promise<boolean> }

/**
 * Lets only some invocations of a queue wait for a slow endpoint, so that the others go on with what else is in the
 * queue. One too many gives up on the answer after a second, and the endpoint is slow from then on. It may have taken
 * the message, which it gets again.
 *
 * @returns posts a message; `undefined`: the answer was not awaited
 */
export function shareOfInvocations({
  wait,
  clock,
}: ShareTools): (shared: SharedPost) => Promise<PostAnswer | undefined> {
  const awaited = new Map<string, Awaited>()
  const begin = ({ endpointId, startedAt: since, changeEndpoint }: SharedPost): Awaited => {
    const state = changeEndpoint((found) => waitingToo(found, { since, now: clock() }))
    const mayWait = state.then((found) => !isCrowded(found, clock())).catch(onlyContended)
    const one = { posts: 0, since, mayWait }
    awaited.set(endpointId, one)
    return one
  }
  return async (shared) => {
    const ending = new AbortController()
    const posting = shared.post(ending.signal)
    const answer = await Promise.race([posting, wait(soonMilliseconds)])
    if (answer !== undefined) return answer
    const one = awaited.get(shared.endpointId) ?? begin(shared)
    one.posts += 1
    let mayWait = false
    try {
      mayWait = await one.mayWait
      return mayWait ? await posting : undefined
    } finally {
      if (!mayWait) ending.abort()
      one.posts -= 1
      if (one.posts === 0) {
        awaited.delete(shared.endpointId)
        if (mayWait) await shared.changeEndpoint((state) => afterWaiting(state, one.since))
      }
    }
  }
}

/** So many change it at once that the endpoint must be crowded. */
function onlyContended(failure: unknown): false {
  if (failure instanceof EndpointContended) return false
  throw failure
}
