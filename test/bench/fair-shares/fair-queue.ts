import type { Scheduler } from "../../simulation/scheduler.ts"

export type QueuedMessage = { readonly group: string; readonly body: string; readonly sentMs: number }

export type FairQueueOptions = {
  readonly scheduler: Pick<Scheduler, "after" | "nowMs">
  /** Whether messages have groups. Without them the oldest is delivered first. */
  readonly isFair: boolean
  readonly batchSize: number
  /** Invocations at the same time. */
  readonly slots: number
  /** Runs one invocation. Its messages are done with when it ends. */
  readonly consume: (batch: readonly QueuedMessage[]) => Promise<void>
}

/**
 * When a group takes more than its share, as AWS documents it for fair queues of SQS (read in December 2026): it has
 * more than a tenth of what is in work, and at least 30 messages there, or took more than a tenth of the recent work.
 * How long "recent" is, AWS does not say.
 */
const noisyShare = 0.1
const noisyMessages = 30
const recentMilliseconds = 60_000

const pollMilliseconds = 10

type Load = { readonly messages: number; readonly milliseconds: number }

/** What groups have in work, and what they took of the work of the last minute, kept by the second. */
function makeLoads(nowMs: () => number) {
  const inWork = new Map<QueuedMessage, number>()
  const bySecond = new Map<number, Map<string, number>>()
  return {
    begin: (message: QueuedMessage) => void inWork.set(message, nowMs()),
    end(message: QueuedMessage): void {
      const second = Math.floor(nowMs() / 1_000)
      const groups = bySecond.get(second) ?? new Map<string, number>()
      bySecond.set(second, groups)
      groups.set(message.group, (groups.get(message.group) ?? 0) + nowMs() - (inWork.get(message) ?? 0))
      inWork.delete(message)
    },
    /** Of each group, and of all together. */
    now(): { readonly of: ReadonlyMap<string, Load>; readonly all: Load } {
      const of = new Map<string, Load>()
      let all: Load = { messages: 0, milliseconds: 0 }
      const sum = (one: Load, messages: number, milliseconds: number): Load => ({
        messages: one.messages + messages,
        milliseconds: one.milliseconds + milliseconds,
      })
      const add = (group: string, messages: number, milliseconds: number): void => {
        of.set(group, sum(of.get(group) ?? { messages: 0, milliseconds: 0 }, messages, milliseconds))
        all = sum(all, messages, milliseconds)
      }
      for (const [second, groups] of bySecond)
        if (second * 1_000 < nowMs() - recentMilliseconds) bySecond.delete(second)
        else for (const [group, milliseconds] of groups) add(group, 0, milliseconds)
      for (const [{ group }, fromMs] of inWork) add(group, 1, nowMs() - fromMs)
      return { of, all }
    },
  }
}

/** A standard queue of SQS with its trigger, in virtual time. */
export function makeFairQueue(options: FairQueueOptions) {
  const { scheduler, isFair, batchSize, slots, consume } = options
  const waiting = new Map<string, QueuedMessage[]>()
  const loads = makeLoads(scheduler.nowMs)
  let busy = 0
  let count = 0
  let longest = 0

  /** 0 for a group within its share, and more for one that has more in work. */
  const ranks = (): ((group: string) => number) => {
    if (!isFair) return () => 0
    const { of, all } = loads.now()
    return (group) => {
      const own = of.get(group)
      if (own === undefined) return 0
      const isNoisy =
        (own.messages >= noisyMessages && own.messages > noisyShare * all.messages) ||
        own.milliseconds > noisyShare * all.milliseconds
      return isNoisy ? 1 + own.messages : 0
    }
  }

  /** Of the groups with the lowest rank, the one whose first message is the oldest. */
  const take = (rankOf: (group: string) => number): QueuedMessage | undefined => {
    let best: { rank: number; sentMs: number; all: QueuedMessage[] } | undefined
    for (const [group, all] of waiting) {
      const [first] = all
      if (first === undefined) continue
      const one = { rank: rankOf(group), sentMs: first.sentMs, all }
      if (best === undefined || one.rank < best.rank || (one.rank === best.rank && one.sentMs < best.sentMs)) best = one
    }
    return best?.all.shift()
  }

  const receive = (): void => {
    if (busy >= slots || count === 0) return
    const rankOf = ranks()
    const batch: QueuedMessage[] = []
    while (batch.length < batchSize) {
      const message = take(rankOf)
      if (message === undefined) break
      batch.push(message)
      loads.begin(message)
    }
    count -= batch.length
    busy += 1
    void consume(batch).then(() => {
      busy -= 1
      for (const message of batch) loads.end(message)
      scheduler.after(pollMilliseconds, receive)
    })
  }

  return {
    send(group: string, body: string): void {
      const all = waiting.get(group) ?? []
      waiting.set(group, all)
      all.push({ group, body, sentMs: scheduler.nowMs() })
      count += 1
      longest = Math.max(longest, count)
      scheduler.after(pollMilliseconds, receive)
    },
    /** The most messages that ever waited. */
    longest: () => longest,
  }
}
