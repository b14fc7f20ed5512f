/**
 * An order as it is compared: upper and lower case, blanks, a leading `#` or apostrophe and the form of characters do
 * not count.
 */
export const orderKey = (order: string): string =>
  order
    .normalize("NFKC")
    .replace(/[\s\u200b-\u200f\ufeff]+/g, "")
    .replace(/^['#]+/, "")
    .toUpperCase()

/** The same without separators and leading zeros of numbers, which spreadsheets drop: `LL-000071` and `ll71`. */
export const looseOrderKey = (order: string): string =>
  orderKey(order)
    .replace(/[^\p{L}\p{N}]+/gu, "")
    .replace(/(?<!\d)0+(?=\d)/g, "")

/** The last number in it alone, for an order that one of the two writes without its prefix. Empty without a number. */
export const orderNumber = (order: string): string =>
  /\d+(?=\D*$)/.exec(orderKey(order))?.[0].replace(/^0+(?=\d)/, "") ?? ""
