import type { Shipper } from "../base/contracts/shipper.ts"
import type { Party } from "./party.ts"

/**
 * How a carrier names a retailer as the shipper of a parcel, so that its claim is confirmed. Undefined of a discreet
 * retailer to which the carrier gave no account, and of a carrier.
 */
export function shipperOf(retailer: Party, carrierId: string): Shipper | undefined {
  if (retailer.kind !== "retailer") return undefined
  const account = retailer.shipperAccounts.find((given) => given.carrierId === carrierId)?.account
  if (account !== undefined) return { kind: "account", account }
  return retailer.discreet ? undefined : { kind: "retailerAlias", retailerAlias: retailer.alias }
}
