/** What a column of a shop's export is for. */
export const columnRoles = [
  "order",
  "fullName",
  "firstName",
  "lastName",
  "email",
  "address",
  "addressMore",
  "city",
  "region",
  "postalCode",
  "country",
] as const

export type ColumnRole = (typeof columnRoles)[number]

/** The place of the column of each role. A role without a column is left out. */
export type ColumnMapping = Readonly<Partial<Record<ColumnRole, number>>>

/** Which program wrote a file, as far as its columns show it. */
export type FileSource = "shopify" | "wooCommerce" | "mailMerge" | "other"

type Layout = {
  readonly source: FileSource
  /** Columns that only this program's files have. */
  readonly knownBy: readonly string[]
  /** Names of the column of each role, the preferred one first. */
  readonly names: Readonly<Partial<Record<ColumnRole, readonly string[]>>>
}

/**
 * Columns of Shopify's own export of orders. Only the first line of an order has the address; see "Exporting orders" in
 * the Shopify Help Centre.
 */
const shopify: Layout = {
  source: "shopify",
  knownBy: ["name", "financial status", "fulfillment status", "lineitem name"],
  names: {
    order: ["name"],
    fullName: ["shipping name", "billing name"],
    email: ["email"],
    address: ["shipping address1", "shipping street", "billing address1"],
    addressMore: ["shipping address2"],
    city: ["shipping city", "billing city"],
    region: ["shipping province", "billing province"],
    postalCode: ["shipping zip", "billing zip"],
    country: ["shipping country", "billing country"],
  },
}

/** Keys as the usual export extensions of WooCommerce write them: WebToffee and Customer/Order/Coupon Export. */
const wooCommerceKeys: Layout = {
  source: "wooCommerce",
  knownBy: ["billing_email", "shipping_address_1", "shipping_postcode"],
  names: {
    order: ["order_number_formatted", "order_number", "order_id"],
    firstName: ["shipping_first_name", "billing_first_name"],
    lastName: ["shipping_last_name", "billing_last_name"],
    email: ["billing_email", "customer_email"],
    address: ["shipping_address_1", "billing_address_1"],
    addressMore: ["shipping_address_2"],
    city: ["shipping_city", "billing_city"],
    region: ["shipping_state", "billing_state"],
    postalCode: ["shipping_postcode", "billing_postcode"],
    country: ["shipping_country", "billing_country"],
  },
}

/** Titles as Advanced Order Export for WooCommerce writes them. */
const wooCommerceTitles: Layout = {
  source: "wooCommerce",
  knownBy: ["order number", "first name (shipping)", "last name (shipping)"],
  names: {
    order: ["order number", "order id"],
    firstName: ["first name (shipping)", "first name (billing)"],
    lastName: ["last name (shipping)", "last name (billing)"],
    email: ["email (billing)"],
    address: ["address 1&2 (shipping)", "address 1 (shipping)", "address 1&2 (billing)"],
    addressMore: ["address 2 (shipping)"],
    city: ["city (shipping)", "city (billing)"],
    region: ["state code (shipping)", "state name (shipping)"],
    postalCode: ["postcode (shipping)", "postcode (billing)"],
    country: ["country code (shipping)", "country name (shipping)"],
  },
}

/** The file that this page saves, in both languages: an officer who comes back later opens it again. */
const mailMerge: Layout = {
  source: "mailMerge",
  knownBy: [],
  names: {
    order: ["delivery", "livraison"],
    firstName: ["first name", "prénom"],
    lastName: ["last name", "nom"],
    email: ["email", "courriel"],
    address: ["address", "adresse"],
    city: ["city", "ville"],
    postalCode: ["postal code", "code postal"],
  },
}

const other: Layout = {
  source: "other",
  knownBy: [],
  names: {
    order: [
      ...["order", "order number", "order no", "order #", "order id", "order name", "order reference", "reference"],
      ...["commande", "numéro de commande", "no de commande", "n° de commande", "référence", "bestellnummer"],
      ...["tracking number", "numéro de suivi"],
    ],
    fullName: ["name", "full name", "customer", "customer name", "recipient", "nom complet", "client", "destinataire"],
    firstName: ["first name", "firstname", "given name", "prénom", "vorname"],
    lastName: ["last name", "lastname", "surname", "family name", "nom de famille", "nom", "nachname"],
    email: ["email", "e-mail", "email address", "e-mail address", "courriel", "adresse courriel", "adresse e-mail"],
    address: ["address", "address 1", "address1", "address line 1", "street", "adresse", "adresse 1", "rue"],
    addressMore: ["address 2", "address2", "address line 2", "adresse 2", "unit", "apartment"],
    city: ["city", "town", "ville", "ort"],
    region: ["province", "state", "region", "région"],
    postalCode: ["postal code", "postcode", "zip", "zip code", "code postal", "plz"],
    country: ["country", "country code", "pays", "land"],
  },
}

const mergeMarkers = [
  ["delivery", "what was shown"],
  ["livraison", "ce qui a été affiché"],
]

/** The columns that a program's file has for each role; the officer can change them. */
export function guessedMapping(columns: readonly string[]): { source: FileSource; mapping: ColumnMapping } {
  const places = new Map<string, number>()
  // The first of several columns of one name counts.
  for (const [place, name] of columns.entries()) {
    const plain = plainName(name)
    if (!places.has(plain)) places.set(plain, place)
  }
  const { source, names } = layoutOf(places)
  return { source, mapping: mappingOf(places, names) }
}

const plainName = (name: string): string => name.normalize("NFKC").trim().toLowerCase().replace(/\s+/g, " ")

function layoutOf(places: ReadonlyMap<string, number>): Layout {
  const holds = (names: readonly string[]) => names.every((name) => places.has(name))
  if (mergeMarkers.some(holds)) return mailMerge
  const known = [shopify, wooCommerceKeys, wooCommerceTitles].find(({ knownBy }) => holds(knownBy))
  return known ?? other
}

function mappingOf(places: ReadonlyMap<string, number>, names: Layout["names"]): ColumnMapping {
  const mapping: Partial<Record<ColumnRole, number>> = {}
  for (const role of columnRoles) {
    const place = names[role]?.map((name) => places.get(name)).find((known) => known !== undefined)
    if (place !== undefined) mapping[role] = place
  }
  return mapping
}
