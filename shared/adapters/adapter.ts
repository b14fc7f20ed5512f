import type { EventContract, ProducerDataOf } from "../contracts/define-event.ts"
import { derivedId } from "../contracts/envelope.ts"
import type { Problem } from "../contracts/problem.ts"
import type { Party } from "../parties/party.ts"

/** A request of a vendor, once it is known to be the vendor's. */
export type VendorRequest<Connection> = {
  readonly party: Party
  /** Headers by name in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** The body as it came. */
  readonly body: Uint8Array
  /** What the party says of its connection. */
  readonly connection: Connection
  /** ISO instant. */
  readonly receivedAt: string
}

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

/** Reads what one vendor sends. It is pure. */
export type VendorAdapter<Connection> = {
  /** Whether the vendor made the request, by its signature over headers and body. Undefined: it does not sign. */
  readonly isSigned: ((request: Signed, secret: string) => boolean) | undefined
  /** @throws PayloadUnreadable when the payload is another one than its vendor documents */
  readonly map: (request: VendorRequest<Connection>) => Mapped
}

export type Signed = Pick<VendorRequest<never>, "headers" | "body">

/** A payload does not have what its adapter reads. Nothing of it is a value. */
export class PayloadUnreadable extends Error {
  override readonly name = "PayloadUnreadable"
  /** Where, in the payload's own names. */
  readonly path: string
  readonly problems: readonly Problem[]
  /** What is wrong, in sentences. */
  readonly detail: string

  constructor({ path, problems, detail }: Pick<PayloadUnreadable, "path" | "problems" | "detail">) {
    super(detail)
    this.path = path
    this.problems = problems
    this.detail = detail
  }
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
