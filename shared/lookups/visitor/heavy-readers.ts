import type { AccessorClass, SubjectKind } from "../../contracts/words.ts"
import type { Party } from "../../parties/party.ts"
import { networkMatcher } from "./client-network.ts"

/** The raw traits of a visitor that the register of heavy readers needs. */
export type ReaderTraits = {
  /** Parties whose register counts: the carrier of the parcels and the retailer of the shipments. */
  readonly registrars: readonly (string | undefined)[]
  readonly subjectKind: SubjectKind
  readonly address?: string | undefined
  readonly credentials: readonly (string | undefined)[]
}

/**
 * The class of an accessor, from the register of heavy readers or else from its kind of subject, and the class under
 * which its network is registered, else `public`.
 */
export type HeavyReaders = {
  classOf(traits: ReaderTraits): { accessorClass: AccessorClass; networkClass: AccessorClass }
}

const classOfKind = {
  account: "recipient",
  cookie: "public",
  anonymous: "public",
  partner: "partner",
  staff: "staff",
} as const satisfies Record<SubjectKind, AccessorClass>

/**
 * The register of heavy readers of all parties, by network and by credential.
 * @throws Error when a network is not in CIDR notation; parties.json is checked before it is deployed
 */
export function heavyReaders(parties: readonly Pick<Party, "id" | "heavyReaders">[]): HeavyReaders {
  const registers = new Map(
    parties.map((party) => [
      party.id,
      party.heavyReaders.map((reader) => ({
        class: reader.class,
        credentials: new Set(reader.credentials),
        networks: reader.networks.map(networkMatcher),
      })),
    ]),
  )
  return {
    classOf({ registrars, subjectKind, address, credentials }) {
      const readers = registrars.flatMap((id) => (id === undefined ? undefined : registers.get(id)) ?? [])
      const byCredential = readers.find((reader) =>
        credentials.some((one) => one !== undefined && reader.credentials.has(one)),
      )
      const byNetwork =
        address === undefined
          ? undefined
          : readers.find((reader) => reader.networks.some((matches) => matches(address)))
      return {
        accessorClass: (byCredential ?? byNetwork)?.class ?? classOfKind[subjectKind],
        networkClass: byNetwork?.class ?? "public",
      }
    },
  }
}
