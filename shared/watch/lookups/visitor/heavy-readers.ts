import type { AccessorClass, SubjectKind } from "../../../base/contracts/words.ts"
import type { Party } from "../../../parties/party.ts"
import { networkMatcher } from "../../detection/visitor/client-network.ts"

/** The raw traits of a visitor that the register of heavy readers needs. */
export type ReaderTraits = {
  /** Parties whose register counts: the carrier of the parcels and the retailer of the shipments. */
  readonly registrars: readonly (string | undefined)[]
  /** The party whose credential or member of staff it is. */
  readonly employer: string | undefined
  readonly subjectKind: SubjectKind
  readonly address?: string | undefined
  readonly credentials: readonly (string | undefined)[]
}

/**
 * The class of an accessor, from the register of heavy readers or else from its kind of subject, the class under which
 * its network is registered, else `public`, and the registered quota of different references an hour, if there is one.
 */
export type HeavyReaders = {
  classOf(
    traits: ReaderTraits,
    parties: Registrars,
  ): {
    accessorClass: AccessorClass
    networkClass: AccessorClass
    quotaPerHour: number | undefined
  }
}

const classOfKind = {
  account: "recipient",
  cookie: "public",
  anonymous: "public",
  partner: "partner",
  staff: "staff",
} as const satisfies Record<SubjectKind, AccessorClass>

type Registrar = Pick<Party, "heavyReaders" | "quotas">
/** Parties by id, as they are at the time. */
type Registrars = { get(id: string): Registrar | undefined }

/** The parties whose registers and quotas count for a visitor. */
export function registrarIds({ registrars, employer }: Pick<ReaderTraits, "registrars" | "employer">): string[] {
  return [...registrars, employer].filter((id) => id !== undefined)
}

/** The registers of heavy readers, by network and by credential. That of a party is read once until it changes. */
export function heavyReaders(): HeavyReaders {
  const registers = new WeakMap<Registrar, ReturnType<typeof registerOf>>()
  const readersOf = (party: Registrar | undefined) => {
    if (party === undefined) return []
    const register = registers.get(party) ?? registerOf(party)
    registers.set(party, register)
    return register
  }
  return {
    classOf({ registrars, employer = "", subjectKind, address, credentials }, parties) {
      const readers = registrars.flatMap((id) => readersOf(parties.get(id ?? "")))
      const byCredential = readers.find((reader) =>
        credentials.some((one) => one !== undefined && reader.credentials.has(one)),
      )
      const byNetwork =
        address === undefined
          ? undefined
          : readers.find((reader) => reader.networks.some((matches) => matches(address)))
      const registered = byCredential ?? byNetwork
      return {
        accessorClass: registered?.class ?? classOfKind[subjectKind],
        networkClass: byNetwork?.class ?? "public",
        quotaPerHour:
          registered === undefined ? quotaOf(subjectKind, parties.get(employer)?.quotas) : registered.lookupsPerHour,
      }
    },
  }
}

/** @throws Error when a network is not in CIDR notation; the file and the settings are checked */
const registerOf = (party: Registrar) =>
  party.heavyReaders.map((reader) => ({
    class: reader.class,
    lookupsPerHour: reader.lookupsPerHour,
    credentials: new Set(reader.credentials),
    networks: reader.networks.map(networkMatcher),
  }))

const quotaOf = (subjectKind: SubjectKind, quotas: Party["quotas"]): number | undefined =>
  subjectKind === "staff" ? quotas?.perStaffMember : subjectKind === "partner" ? quotas?.perCredential : undefined
