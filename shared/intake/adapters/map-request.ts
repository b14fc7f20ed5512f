import type { VendorConnections, VendorName } from "../../parties/vendors.ts"
import type { AdapterAnswer, Signed, VendorAdapter, VendorRequest } from "./adapter.ts"
import { aftership } from "./aftership.ts"
import { easypost } from "./easypost.ts"
import { shopify } from "./shopify.ts"

type ConnectionOf<Name extends VendorName> = NonNullable<VendorConnections[Name]>
type Adapters = { readonly [Name in VendorName]: VendorAdapter<ConnectionOf<Name>> }

/** The adapter of every vendor. A new one is a file of its own and a line here. */
const adapters: Adapters = {
  aftership,
  easypost,
  shopify,
}

/** See `VendorAdapter.isSigned`. */
export function signatureOf(vendor: VendorName): ((request: Signed, secret: string) => boolean) | undefined {
  return adapters[vendor].isSigned
}

/** Whether a request is of the party's own connection. See `VendorAdapter.isFor`. */
export function isForConnection<Name extends VendorName>(
  vendor: Name,
  connections: VendorConnections,
  request: Signed,
): boolean {
  const adapter: Adapters[Name] = adapters[vendor]
  return adapter.isFor?.(request, connectionOf(vendor, connections)) ?? true
}

/** Maps a request with the adapter of its vendor. @throws PayloadUnreadable */
export function mapRequest<Name extends VendorName>(
  vendor: Name,
  connections: VendorConnections,
  request: Omit<VendorRequest<never>, "connection">,
): AdapterAnswer {
  const adapter: Adapters[Name] = adapters[vendor]
  return adapter.map({ ...request, connection: connectionOf(vendor, connections) })
}

function connectionOf<Name extends VendorName>(vendor: Name, connections: VendorConnections): ConnectionOf<Name> {
  const connection = connections[vendor]
  if (connection == null) throw new RangeError("A request is mapped without a connection")
  return connection
}
