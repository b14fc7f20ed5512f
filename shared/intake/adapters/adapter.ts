import type { EventEntry } from "../../base/contracts/define-event.ts"
import type { Problem } from "../../base/contracts/problem.ts"
import type { KeyedHash } from "../../base/keyed-hash/keyed-hash.ts"
import type { Party } from "../../parties/party.ts"
import { eventSource } from "../../parties/party-directory.ts"
import type { Mapped, MappedEvent } from "./parcel-news.ts"
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

/** What an adapter made of a request, and what a shop asks for beside events. */
export type AdapterAnswer = Mapped & {
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
  readonly map: (request: VendorRequest<Connection>) => AdapterAnswer
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

/** The entry of an event on the ingress bus, in the party's name. @throws ContractBroken */
export function ingressEntry(busName: string, party: Party, event: MappedEvent): EventEntry {
  const { contract, data, id, occurredAt } = event
  return contract.entry({ source: eventSource(party), busName, data, metadata: { id, occurredAt, correlationId: id } })
}
