import type { EventContract } from "../../base/contracts/define-event.ts"
import type { Clock } from "../../base/platform/clock.ts"
import type { Party } from "../party.ts"
import { type Handled, type ReceivedEvent, rejected } from "../received-event.ts"
import { type ArrivedEvent, answered, readEvent } from "./read-event.ts"
import type { DryRun, DryRunResult, FollowingEvent } from "./validate-events.ts"

/** Handles events of some types over stores that are read and never written. Undefined: the hub is too busy to say. */
export type DryHandler = {
  readonly takes: ReadonlySet<string>
  readonly handle: (party: Party, arrived: ArrivedEvent, now: Date) => Promise<DryRunResult | undefined>
}

/** What a context would do with the events that it takes from a party. */
export type DryHandlers = (party: Party) => readonly DryHandler[]

/** Handles events of parties as the hub does, with the use cases of its contexts. */
export function makeDryRun(contexts: readonly DryHandlers[], clock: Clock): DryRun {
  return (party, arrived) => {
    const handlers = contexts.flatMap((handlersFor) => handlersFor(party))
    const handler = handlers.find(({ takes }) => takes.has(arrived.detailType))
    if (handler === undefined) throw new NothingTakes()
    return handler.handle(party, arrived, clock())
  }
}

/** A contract of parties that no context takes: a fault of this program. */
class NothingTakes extends Error {
  override readonly name = "NothingTakes"
}

/** The outcome of an event whose effect only its arrival shows. */
export const effectUnknown = "checked"

type Follows<Contract extends EventContract> = (event: ReceivedEvent<Contract>) => readonly FollowingEvent[]

const nothingFollows = () => []

/**
 * Declares what would become of events.
 *
 * @param handle the use case, over stores that stay as they are
 * @param follows what the hub would send because of the event
 * @param always what follows even from an event that the hub knows, so that only its arrival shows its effect
 */
export function dryHandler<Contract extends EventContract>(
  contracts: readonly Contract[],
  handle: (event: ReceivedEvent<Contract>) => Promise<Handled | undefined>,
  follows: Follows<Contract> = nothingFollows,
  always: Follows<Contract> = nothingFollows,
): DryHandler {
  return {
    takes: new Set(contracts.map(({ detailType }) => detailType)),
    handle: async (party, arrived, now) => {
      const read = readEvent(contracts, party, arrived, now)
      if (!read.ok) return { handled: rejected(...read.problems), follows: [] }
      const handled = await handle(read.event)
      if (handled === undefined) return undefined
      return resultOf(answered(handled, read), follows(read.event), always(read.event))
    },
  }
}

const repeats: ReadonlySet<string> = new Set(["duplicate", "repeated", "unchanged"])
const outdated: ReadonlySet<string> = new Set(["stale", "erased"])

function resultOf(
  handled: Exclude<Handled, string>,
  follows: readonly FollowingEvent[],
  always: readonly FollowingEvent[],
): DryRunResult {
  const { outcome } = handled
  if (outcome === effectUnknown) return { handled, follows }
  const [isRepeat, isOutdated] = [repeats.has(outcome), outdated.has(outcome)]
  if ((isRepeat || isOutdated) && always.length > 0) return { handled, follows: always }
  return { handled, effect: isRepeat ? "repeat" : isOutdated ? "outdated" : "new", follows }
}
