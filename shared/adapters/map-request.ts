import type { VendorConnections, VendorName } from "../parties/vendors.ts"
import type { Mapped, Signed, VendorAdapter, VendorRequest } from "./adapter.ts"
import { aftership } from "./aftership.ts"
import { easypost } from "./easypost.ts"

/** The adapter of every vendor. A new one is a file of its own and a line here. */
const adapters: { readonly [Name in VendorName]: VendorAdapter<NonNullable<VendorConnections[Name]>> } = {
  aftership,
  easypost,
}

/** See `VendorAdapter.isSigned`. */
export function signatureOf(vendor: VendorName): ((request: Signed, secret: string) => boolean) | undefined {
  return adapters[vendor].isSigned
}

/** Maps a request with the adapter of its vendor. @throws PayloadUnreadable */
export function mapRequest(
  vendor: VendorName,
  connections: VendorConnections,
  request: Omit<VendorRequest<never>, "connection">,
): Mapped {
  return mapWith(adapters[vendor], connections[vendor], request)
}

function mapWith<Connection>(
  adapter: VendorAdapter<Connection>,
  connection: Connection | undefined,
  request: Omit<VendorRequest<never>, "connection">,
): Mapped {
  if (connection === undefined) throw new RangeError("A request is mapped without a connection")
  return adapter.map({ ...request, connection })
}
