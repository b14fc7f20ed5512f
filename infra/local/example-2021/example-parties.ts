import { exampleParties as partiesOf2018 } from "../example-2018/example-parties.ts"
import type { PartyChanges } from "../replay/party-keys.ts"

const woods = ["Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Hazel"]
const trades = ["Books", "Crafts", "Garden", "Kitchen", "Outdoors", "Toys"]

/** Shippers beside the two retailers of the committed file. Their names are invented. */
const furtherShippers: readonly string[] = woods.flatMap((wood) => trades.map((trade) => `${wood} ${trade}`))

const idOf = (name: string): string => name.toLowerCase().replace(" ", "-")

const shipperNamed = (alias: string) => ({
  kind: "retailer",
  alias,
  channels: { queue: false, emails: [`privacy@${idOf(alias)}.example`] },
  documents: { publicContact: { phone: "+1 416 555 0100" } },
  laws: ["ca-pipeda"],
  jurisdiction: { country: "CA", timeZone: "America/Toronto" },
  ordersPerDay: 100,
  missShare: 0.05,
})

/** A carrier, retailers that ship with it, 44 at most, and what the example of 2018 invents about two of them. */
export const exampleParties = (shippers = 44): PartyChanges => ({
  ...partiesOf2018,
  ...Object.fromEntries(furtherShippers.slice(0, shippers - 2).map((name) => [idOf(name), shipperNamed(name)])),
})
