import type { EventContract, EventEntry, ProducerDataOf } from "../contracts/define-event.ts"
import { derivedId } from "../contracts/envelope.ts"
import type { Problem } from "../contracts/problem.ts"
import type { Party } from "../parties/party.ts"
import { eventSource } from "../parties/party-directory.ts"
import type { KeyedHash } from "../tracking/keyed-hash.ts"
import type { ShopNews } from "./shops/shop-news.ts"

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
  /** Names what the vendor numbers. */
  readonly hashes: Pick<KeyedHash, "lastingHash">
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
  /** What a shop asks for beside events. */
  readonly shop?: ShopNews
  /** Notices to the party's contacts among that: of something that they have to set right. */
  readonly notices?: number
}

/** Reads what one vendor sends. It is pure. */
export type VendorAdapter<Connection> = {
  /** Whether the vendor made the request, by its signature over headers and body. Undefined: it does not sign. */
  readonly isSigned: ((request: Signed, secret: string) => boolean) | undefined
  /** Whether a signed request is of this connection, where a vendor signs those of several with one secret. */
  readonly isFor?: (request: Signed, connection: Connection) => boolean
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

/** The entry of an event on the ingress bus, in the party's name. @throws ContractBroken */
export function ingressEntry(busName: string, party: Party, event: MappedEvent): EventEntry {
  const { contract, data, id, occurredAt } = event
  return contract.entry({ source: eventSource(party), busName, data, metadata: { id, occurredAt, correlationId: id } })
}

/** Nothing to publish: the request concerns nothing that the exchange knows. */
export const nothing: Mapped = { events: [] }
