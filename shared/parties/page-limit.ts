import * as z from "zod"

/**
 * The query parameter `limit` of a list that comes in pages.
 *
 * @param size how many are on a page, usually and at most
 * @param entries what they are, as the description begins
 */
export const pageLimit = ({ usual, most }: { readonly usual: number; readonly most: number }, entries: string) =>
  z.coerce
    .number()
    .int()
    .min(1)
    .max(most)
    .default(usual)
    .meta({ description: `${entries} on one page: ${usual} when absent, at most ${most}` })
