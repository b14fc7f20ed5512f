import fc from "fast-check"

/** Where a finding is made first: two places whose cases turn out to be one breach. */
export type Place = "home" | "cafe"

const retailers = ["leafline", "maplebooks"] as const
type Retailer = (typeof retailers)[number]

/** The carrier that Leafline named and that takes no part. */
export const swift = "leafline--swiftpost"

/** The parties of a story. */
export const partyIds = [...retailers, "northpost", swift] as const
type PartyId = (typeof partyIds)[number]

/** A shipment that somebody looked up. Its parcel is claimed before the cases merge, after that, or never. */
export type LookedUp = {
  retailer: Retailer
  number: number
  parcel: "known" | "claimedBefore" | "claimedAfter" | "unclaimed"
}

/**
 * What is found at a place: one visitor, all of a network, a block of numbers that somebody whom nobody can tell from
 * others walked through, or what a carrier reports of a token. `viaHome`: some of it was seen through the network of
 * the other place, so that both cases count it.
 */
export type Finding = {
  place: Place
  kind: "subject" | "network" | "block" | "report"
  shipments: LookedUp[]
  carrier: "northpost" | typeof swift
  viaHome: boolean
}

/** What a party does, in the case that was opened at a place. */
export type Act =
  | { place: Place; by: PartyId; kind: "measure" | "note" | "view" | "acknowledge" | "determine" | "letter" | "record" }
  | { place: Place; by: "northpost"; kind: "accept" | "decline" }
  | { place: Place; by: Retailer; kind: "request" }
  | { place: Place; by: Retailer; kind: "notify"; method: "email" | "publicNotice"; shipments: number }
  | { place: Place; by: Retailer | "northpost"; kind: "publicNotice"; shipments: number }

export type Story = { findings: Finding[]; acts: Act[]; late: { finding: number; number: number }[] }

const place = fc.constantFrom<Place>("home", "cafe")
const lookedUp = fc.record({
  retailer: fc.constantFrom(...retailers),
  number: fc.integer({ min: 1, max: 6 }),
  parcel: fc.constantFrom("known", "known", "known", "claimedBefore", "claimedAfter", "unclaimed"),
})
const finding = fc.record({
  place,
  kind: fc.constantFrom("subject", "subject", "network", "block", "report"),
  shipments: fc.array(lookedUp, { minLength: 1, maxLength: 5 }),
  carrier: fc.constantFrom("northpost", "northpost", swift),
  viaHome: fc.boolean(),
})
const namedNotice = fc.record({
  place,
  by: fc.constantFrom(...retailers),
  kind: fc.constant("notify"),
  method: fc.constantFrom("email", "publicNotice"),
  shipments: fc.integer({ min: 1, max: 4 }),
})
const unnamedNotice = fc.record({
  place,
  by: fc.constantFrom(...retailers, "northpost"),
  kind: fc.constant("publicNotice"),
  shipments: fc.integer({ min: 1, max: 6 }),
})
const act = fc.oneof(
  fc.record({
    place,
    by: fc.constantFrom(...partyIds),
    kind: fc.constantFrom("measure", "note", "view", "acknowledge", "determine", "letter", "record"),
  }),
  fc.record({ place, by: fc.constant("northpost"), kind: fc.constantFrom("accept", "decline") }),
  fc.record({ place, by: fc.constantFrom(...retailers), kind: fc.constant("request") }),
  namedNotice,
)

/** A party says these once. Said in two cases, the earlier one counts, or the one of the case that survives. */
const saidOnce: readonly Act["kind"][] = ["acknowledge", "determine", "accept", "decline", "record"]

/** Stories of two places at least, of which the first finding is at home. `acts`: what parties do in them, in order. */
const storiesOf = (acts: fc.Arbitrary<Act[]>) =>
  fc
    .record({
      findings: fc.array(finding, { minLength: 2, maxLength: 5 }),
      acts,
      late: fc.array(fc.record({ finding: fc.nat({ max: 4 }), number: fc.integer({ min: 1, max: 9 }) }), {
        maxLength: 2,
      }),
    })
    .map(({ findings: [first, second, ...others], acts, late }): Story => {
      if (first === undefined || second === undefined) throw new Error("a story has two findings")
      const placed: Finding[] = [{ ...first, place: "home" }, { ...second, place: "cafe" }, ...others]
      const findings = placed.map((one): Finding => (one.kind === "report" ? { ...one, carrier: "northpost" } : one))
      const present = acts.flatMap((one) => withPresent(findings, one))
      const once = new Map(
        present.map((one, index) => [saidOnce.includes(one.kind) ? onceKey(one) : String(index), one]),
      )
      return { findings, acts: [...once.values()], late }
    })

/** Stories in which parties do what counts alike in one case and in two. */
export const stories = storiesOf(fc.array(act, { maxLength: 8 }))

const noticeOfLeafline = fc
  .oneof(unnamedNotice, unnamedNotice, namedNotice)
  .map((notice): Act => ({ ...notice, by: "leafline" }))

/**
 * Stories in which Leafline also says for how many people its public notices stand, without naming shipments. In every
 * second one it does so once, in the case that is merged into the other.
 */
export const storiesOfNotices = fc.oneof(
  storiesOf(unnamedNotice.map((notice): Act[] => [{ ...notice, by: "leafline", place: "cafe" }])),
  storiesOf(fc.array(noticeOfLeafline, { maxLength: 8 })),
)

/** The act by a party that is in the case of the place, if there is one that can do it. */
function withPresent(findings: readonly Finding[], act: Act): Act[] {
  const seen = findings.filter((one) => one.place === act.place)
  const known = seen.flatMap(shipmentsOf).flatMap(({ retailer, parcel }) => (parcel === "known" ? [retailer] : []))
  const there = new Set<PartyId>([...known, ...seen.map(({ carrier }) => carrier)])
  if (there.has(act.by)) return [act]
  const [retailer] = known
  return "shipments" in act && retailer !== undefined ? [{ ...act, by: retailer }] : []
}

/** A duty that is accepted is not declined, and the record is a duty too. */
const onceKey = ({ by, kind }: Act) => `${by} ${["accept", "decline"].includes(kind) ? "answer" : kind}`

/** What was looked up in a finding. Nobody but Leafline ships with Swiftpost, of which the hub knows no parcels. */
export function shipmentsOf({ shipments, carrier }: Finding): LookedUp[] {
  if (carrier !== swift) return shipments
  return shipments.map(({ number }) => ({ retailer: "leafline", number: 20 + number, parcel: "known" }))
}
