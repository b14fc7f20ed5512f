import type { DataOf, EventContract } from "../contracts/define-event.ts"
import type { Metadata } from "../contracts/envelope.ts"
import type { Problem } from "../contracts/problem.ts"
import type { Party } from "./party.ts"

/** An event as a use case gets it: sender authenticated, data valid, additions dropped. */
export type ReceivedEvent<Contract extends EventContract> = Contract extends EventContract
  ? {
      contract: Contract
      /** The contract's detail type again, so that a use case of several events can tell them apart. */
      detailType: Contract["detailType"]
      party: Party
      eventBridgeId: string
      metadata: Metadata
      data: DataOf<Contract>
      /**
       * When the hub's queue got it: ISO instant. (The event's own `time` is whatever its sender says; it stands in only where the
       * trigger does not tell.)
       */
      receivedAt: string
    }
  : never

/** An event that the hub sent to itself over the exchange bus. */
export type ReceivedHubEvent<Contract extends EventContract> = Contract extends EventContract
  ? Omit<ReceivedEvent<Contract>, "party">
  : never

/**
 * What a use case says it did: one word for the metric, and problems to tell the sender of (an entry or the whole event
 * was not taken). It throws only what a retry can mend.
 */
export type Handled = string | { outcome: string; problems: readonly Problem[] }

/** The event is refused for what it means: an unknown reference, somebody else's case. */
export function rejected(...problems: Problem[]): Handled {
  return { outcome: "rejected", problems }
}
