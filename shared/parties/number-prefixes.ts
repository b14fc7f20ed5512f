import * as z from "zod"
import { boundedString } from "../base/contracts/bounded-string.ts"

/** How tracking numbers begin that one carrier gives to one retailer alone. */
export const numberPrefixes = z
  .array(boundedString(256).regex(/^[A-Z0-9]{4,32}$/))
  .max(20)
  .optional()
  .meta({
    description:
      "How all tracking numbers begin that this carrier gives to this retailer and to nobody else, in capital letters " +
      "and digits. A claim of such a number needs no confirmation, and comes before others. Only the hub enters them",
  })

type Account = { readonly carrierId: string; readonly numberPrefixes?: readonly string[] | undefined }

/** Whether a number can begin with prefixes of both, so that it would be of two retailers. */
export function sharePrefix(one: readonly Account[], other: readonly Account[]): boolean {
  return prefixesOf(one).some((mine) =>
    prefixesOf(other).some(
      ({ carrierId, prefix }) =>
        carrierId === mine.carrierId && (prefix.startsWith(mine.prefix) || mine.prefix.startsWith(prefix)),
    ),
  )
}

/**
 * Whether a number is one that its carrier gives to this retailer alone.
 * @param number in capital letters and digits
 */
export function isOwnNumber(accounts: readonly Account[], of: { carrierId: string; number: string }): boolean {
  return prefixesOf(accounts).some(
    ({ carrierId, prefix }) => carrierId === of.carrierId && of.number.startsWith(prefix),
  )
}

const prefixesOf = (accounts: readonly Account[]) =>
  accounts.flatMap(({ carrierId, numberPrefixes: prefixes = [] }) => prefixes.map((prefix) => ({ carrierId, prefix })))
