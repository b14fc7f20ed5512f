import { operatorOf } from "../base/contracts/tool-name.ts"

/** Stands between a retailer's id and its name for a counterparty. No id of the exchange has it. */
const mark = "--"

/** Whether an id has the form of a named counterparty's. No party of the exchange may have such an id. */
export function isReservedId(partyId: string): boolean {
  return partyId.includes(mark)
}

/** What is said of a party of the exchange with such an id. */
export const idReserved = `has "${mark}", which stands in the ids of named counterparties. Write single hyphens`

/** A carrier names its suppliers behind its own id, in a name that has room for 32 characters. */
export const longestCarrierId = 28

/** What is said of a carrier with a longer id. */
export const idTooLong = `has over ${longestCarrierId} characters, and the carrier could name no supplier. Write a shorter id`

/** Whether the carrier that runs a tool reports what it showed. One that takes no part reports nothing. */
export function isReportedByCarrier(tool: string): boolean {
  const operator = operatorOf(tool)
  return operator !== undefined && !isReservedId(operator)
}

/** The id of a retailer's counterparty. */
export function counterpartyId(retailerId: string, key: string): string {
  return `${retailerId}${mark}${key}`
}

/**
 * The id of the carrier at whose supplier a breach was, if a tool or its operator is named after one: the carrier's own
 * short name for the supplier, with a hyphen behind it, which no name of a counterparty ends with.
 */
export function principalOf(toolOrOperator: string): string | undefined {
  const operator = operatorOf(toolOrOperator) ?? toolOrOperator
  return operator.endsWith("-") ? namerOf(operator) : undefined
}

/** The id of the retailer that named the party with this id. Undefined: it is no id of a named counterparty. */
export function namerOf(partyId: string): string | undefined {
  const place = partyId.lastIndexOf(mark)
  return place <= 0 ? undefined : partyId.slice(0, place)
}
