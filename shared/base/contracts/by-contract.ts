/** Stands in place of a law in a duty that a party owes by its contract with another party. A contract is no law. */
export const byContract = "contract"

/** Whether a duty is owed by contract, and under no law. */
export const isByContract = ({ law }: { readonly law?: string | undefined }): boolean => law === byContract
