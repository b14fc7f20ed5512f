/** Identifies an exposure: one shipment and one accessor. */
export function exposureKey(of: { recordId: string; accessor: string }): string {
  return `${of.recordId}#${of.accessor}`
}
