import type { ColumnMapping, ColumnRole } from "./column-roles.ts"
import type { FileTable } from "./read-file.ts"

/** Whom an order went to, as the shop's own file says. It never leaves the page, except into a file that is saved. */
export type Contact = {
  /** The order as the file writes it. */
  readonly order: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly address: string
  readonly city: string
  readonly postalCode: string
}

/**
 * The contacts in a file, one for each order. A file has several lines for an order with several articles, and
 * Shopify's has the address in the first of them alone: what a later line adds is taken, what it repeats is not.
 * Lines of one order that contradict each other stay apart.
 */
export function contactsOf({ rows }: FileTable, mapping: ColumnMapping): Contact[] {
  const countries = new Set(rows.map((row) => cellOf(row, mapping.country)).filter((country) => country !== ""))
  const byOrder = new Map<string, Contact[]>()
  for (const row of rows) {
    const contact = contactOf((role) => cellOf(row, mapping[role]), countries.size > 1)
    if (contact.order === "") continue
    const known = byOrder.get(contact.order) ?? []
    const place = known.findIndex((one) => agrees(one, contact))
    const before = known[place]
    byOrder.set(contact.order, before === undefined ? [...known, contact] : known.with(place, united(before, contact)))
  }
  return [...byOrder.values()].flat()
}

/** Whether there is a way to reach the person. */
export const isReachable = ({ email, address, postalCode }: Contact): boolean =>
  isAddress(email) || (address !== "" && postalCode !== "")

/** Whether a text has the form of an e-mail address. */
export const isAddress = (email: string): boolean => /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@.,;<>"]+$/.test(email)

/**
 * Shops write an apostrophe before what a spreadsheet would change, such as a postal code. Names such as 't Hooft keep
 * theirs.
 */
function cellOf(row: readonly string[], place: number | undefined): string {
  const cell = place === undefined ? "" : (row[place] ?? "")
  return cell.replace(/^'(?=[^\p{Ll}])/u, "").trim()
}

/** @param isAbroad whether the file has addresses in several countries, so that each has to name its own */
function contactOf(cell: (role: ColumnRole) => string, isAbroad: boolean): Contact {
  const named = { firstName: cell("firstName"), lastName: cell("lastName") }
  const isNamed = named.firstName !== "" || named.lastName !== ""
  const address = [cell("address"), cell("addressMore")]
  const place = [cell("city"), cell("region")]
  return {
    order: cell("order"),
    ...(isNamed ? named : splitName(cell("fullName"))),
    email: cell("email").toLowerCase(),
    address: filled(address),
    city: filled(place),
    postalCode: filled([cell("postalCode"), isAbroad ? cell("country") : ""]),
  }
}

/** Parts on one line. A second line that the first has already is left out. */
function filled(parts: readonly string[]): string {
  const lines = parts.map((part) => part.replace(/\s*[\r\n]+\s*/g, ", ")).filter((part) => part !== "")
  return lines.filter((part, place) => !lines.slice(0, place).some((before) => before.includes(part))).join(", ")
}

/** The last word is the family name. A name of one word, such as a firm's, stands in its place too. */
function splitName(name: string): Pick<Contact, "firstName" | "lastName"> {
  const words = name.split(/\s+/).filter((word) => word !== "")
  return { firstName: words.slice(0, -1).join(" "), lastName: words.at(-1) ?? "" }
}

const details = ["firstName", "lastName", "email", "address", "city", "postalCode"] as const

const agrees = (one: Contact, other: Contact): boolean =>
  details.every((detail) => one[detail] === "" || other[detail] === "" || one[detail] === other[detail])

const united = (one: Contact, other: Contact): Contact => ({
  order: one.order,
  firstName: one.firstName || other.firstName,
  lastName: one.lastName || other.lastName,
  email: one.email || other.email,
  address: one.address || other.address,
  city: one.city || other.city,
  postalCode: one.postalCode || other.postalCode,
})
