import type { EventContract, ProducerDataOf } from "../../base/contracts/define-event.ts"
import { derivedId } from "../../base/contracts/envelope.ts"

/** An event to publish in the party's name. Make it with `mapped`, which checks the type of its data. */
export type MappedEvent = {
  readonly contract: EventContract
  readonly data: unknown
  /** The same for each repeat of the vendor's event. */
  readonly id: string
  /** ISO instant, by the vendor's clock. */
  readonly occurredAt: string
}

/** What an adapter made of a request. */
export type Mapped = {
  readonly events: readonly MappedEvent[]
  /** A status that the adapter's table does not have, so that its fallback was taken. */
  readonly isStatusUnknown?: boolean
}

/** An event, whose data the compiler checks against the contract. @param source what makes it the same event again */
export function mapped<Contract extends EventContract>(
  contract: Contract,
  data: ProducerDataOf<Contract>,
  { occurredAt, source }: { occurredAt: string; source: readonly string[] },
): MappedEvent {
  return { contract, data, occurredAt, id: derivedId("vendor-event", contract.name, ...source) }
}

/** Nothing to publish: the request concerns nothing that the exchange knows. */
export const nothing: Mapped = { events: [] }
