import type { VendorConnections } from "../../../parties/vendors.ts"

/** The party id of the carrier behind a tracking company, in whatever letters a shop writes it. */
export function carrierOf(
  { carriers }: Pick<NonNullable<VendorConnections["shopify"]>, "carriers">,
  company: string,
): string | undefined {
  return Object.entries(carriers).find(([name]) => plainCompany(name) === plainCompany(company))?.[1]
}

/** The name of a tracking company without what people vary in it. */
export const plainCompany = (name: string): string => name.trim().toLowerCase()
