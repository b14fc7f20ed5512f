/**
 * Who looks something up in the simulated world: numbers that name subjects and networks, and what is known of each.
 */

export const browserFamilies = 8
export const officeCount = 4_000
export const mobileNetworkCount = 40

/** First number of each kind of network. */
export const networkIds = { home: 0, mobile: 10_000_000, office: 11_000_000, hosting: 12_000_000, proxy: 20_000_000 }
/** First number of each kind of subject. */
export const subjectIds = {
  cookie: 0,
  mailRoom: 5_000_000,
  seller: 6_000_000,
  partner: 7_000_000,
  staff: 7_500_000,
  reader: 8_000_000,
  student: 9_000_000,
  family: 9_500_000,
  poller: 9_600_000,
  giftBuyer: 9_700_000,
  supportAgent: 9_800_000,
  groupMember: 12_000_000,
  neighbour: 20_000_000,
  anonymous: 1_000_000_000,
  attacker: 2_000_000_000,
}

/** Why somebody looks parcels up. From sellers on, they read many shipments for a legitimate reason. At most 32. */
export const visitorKinds = [
  "recipient",
  "office",
  "mailRoom",
  "peakMailRoom",
  "student",
  "family",
  "neighbour",
  "groupMember",
  "giftBuyer",
  "poller",
  "linkPreview",
  "seller",
  "supportAgent",
  "staff",
  "partner",
  "registeredAggregator",
  "aggregator",
  "searchBot",
] as const
export type VisitorKind = (typeof visitorKinds)[number]

/** Kinds whose lookups are not those of recipients: their alarms do not count as false. */
const heavyReaders: readonly VisitorKind[] = [
  "seller",
  "supportAgent",
  "staff",
  "partner",
  "registeredAggregator",
  "aggregator",
  "searchBot",
]
export const isHeavyReader = (kind: VisitorKind): boolean => heavyReaders.includes(kind)

/** Honest heavy readers at small firms, whom nobody registers. */
export const unregisteredKinds: readonly VisitorKind[] = ["seller", "supportAgent"]

/** Whether a hub cannot tell such visitors from recipients. It learns from them what is ordinary. */
export const looksLikeRecipient = (kind: VisitorKind): boolean =>
  !isHeavyReader(kind) || unregisteredKinds.includes(kind)

const networkKinds = ["fixed", "mobile", "hosting"] as const
const subjectKinds = ["cookie", "anonymous", "partner", "staff"] as const
const accessorClasses = ["public", "partner", "staff", "aggregator", "verifiedBot"] as const

/** Somebody who looks parcels up. Kinds and class are places in the lists above, so that a lookup packs them. */
export type Visitor = {
  readonly subject: number
  readonly subjectKind: 0 | 1 | 2 | 3
  readonly network: number
  readonly networkKind: 0 | 1 | 2
  readonly accessorClass: number
  readonly kind: VisitorKind
  readonly browser: number
}

/** The subject of a visitor without a cookie: one for each network and browser family. */
export const anonymousSubject = (network: number, browser: number): number =>
  subjectIds.anonymous + network * browserFamilies + browser

/** Packs what is known of a lookup and its visitor into 17 bits. */
export const packTraits = (
  visitor: Visitor,
  of: { readonly isProven: boolean; readonly byTrackingNumber: boolean },
): number =>
  visitor.subjectKind |
  (visitor.networkKind << 2) |
  (visitor.accessorClass << 4) |
  (of.isProven ? 128 : 0) |
  (visitorKinds.indexOf(visitor.kind) << 8) |
  (of.byTrackingNumber ? 8_192 : 0) |
  (visitor.browser << 14)

/** Reads packed traits. */
export const trait = {
  subjectKind: (traits: number) => subjectKinds[traits & 3] ?? "anonymous",
  networkKind: (traits: number) => networkKinds[(traits >> 2) & 3] ?? "fixed",
  accessorClass: (traits: number) => accessorClasses[(traits >> 4) & 7] ?? "public",
  isProven: (traits: number) => (traits & 128) !== 0,
  kind: (traits: number) => visitorKinds[(traits >> 8) & 31] ?? "recipient",
  byTrackingNumber: (traits: number) => (traits & 8_192) !== 0,
  browser: (traits: number) => (traits >> 14) & 7,
}
