import type { DataOf, EventContract } from "../base/contracts/define-event.ts"
import type { Metadata } from "../base/contracts/envelope.ts"
import type { Problem } from "../base/contracts/problem.ts"
import type { Party } from "./party.ts"

/** An event as a use case receives it: the sender is authenticated, the data is valid, unknown fields are dropped. */
export type ReceivedEvent<Contract extends EventContract> = Contract extends EventContract
  ? {
      contract: Contract
      /** The contract's detail type, by which a use case distinguishes its events. */
      detailType: Contract["detailType"]
      party: Party
      eventBridgeId: string
      metadata: Metadata
      data: DataOf<Contract>
      /**
       * ISO instant when the hub's queue received it. The sender sets the event's own `time`, so it is used only when
       * the trigger gives no time.
       */
      receivedAt: string
    }
  : never

/** An event that the hub sent to itself over the exchange bus. */
export type ReceivedHubEvent<Contract extends EventContract> = Contract extends EventContract
  ? Omit<ReceivedEvent<Contract>, "party">
  : never

/**
 * What a use case did: one word for the metric, and the problems that the sender receives. It throws only what a retry
 * can fix.
 */
export type Handled = string | { outcome: string; problems: readonly Problem[] }

/** What a use case did, with its problems even if there are none. */
export function inFull(handled: Handled): Exclude<Handled, string> {
  return typeof handled === "string" ? { outcome: handled, problems: [] } : handled
}

/** The event is valid but not acceptable, such as an unknown reference or another party's case. */
export function rejected(...problems: Problem[]): Handled {
  return { outcome: "rejected", problems }
}
