import type { Sealer } from "../../base/platform/sealing.ts"
import { counterpartiesOf, isKnownTo } from "../named-counterparty.ts"
import type { Party } from "../party.ts"
import type { PartyDirectory } from "../party-directory.ts"
import {
  type SealedVendorSecrets,
  type VendorConnections,
  type VendorName,
  vendorNames,
  vendorSenders,
} from "../vendors.ts"
import type { VendorConnectionsPatch } from "./settings-patch.ts"

/** Names of the secrets of a connection. Every vendor has the first one. */
const secretNames = ["secret", "nextSecret", "accessToken"] as const
export type VendorSecretName = (typeof secretNames)[number]

type Given = VendorConnectionsPatch | null | undefined

/** What stands against connections of a party, in sentences. */
export function vendorProblems(
  party: Party,
  wished: { vendors: VendorConnections | undefined; patch: Given; known: SealedVendorSecrets | undefined },
): readonly string[] {
  const { vendors = {}, patch, known } = wished
  if (patch == null) return []
  if (party.account !== undefined && namesOf(vendors).length > 0)
    return ["vendors have no use: you publish from your own AWS account. Let the vendor send to it"]
  return namesOf(vendors).flatMap((vendor) => {
    const hasSecret = patch[vendor]?.secret !== undefined || known?.[vendor]?.secret !== undefined
    const sender = vendorSenders[vendor]
    return [
      ...(sender === party.kind ? [] : [`vendors.${vendor} is a ${sender}'s. Leave it out: you are a ${party.kind}`]),
      ...(hasSecret ? [] : [`vendors.${vendor}.secret is missing`]),
    ]
  })
}

/**
 * What stands against the carriers that a change names for a shop. The hub would reject each shipment of one that
 * ShipmentCreated does not take. An unknown party and one that is no carrier get the same sentence.
 *
 * @param owner the party as it would be, with the carriers that it names
 */
export async function shopCarrierProblems(
  patch: Given,
  { parties, owner }: { parties: Pick<PartyDirectory, "byIds">; owner: Party },
): Promise<readonly string[]> {
  const named = Object.entries(patch?.shopify?.carriers ?? {}).flatMap(([company, id]) =>
    id === null ? [] : [{ company, id }],
  )
  if (named.length === 0) return []
  const known = await parties.byIds(named.map(({ id }) => id))
  const own = owner.kind === "retailer" ? counterpartiesOf(owner) : []
  const carriers = [...known.values(), ...own].filter((one) => one.kind === "carrier" && isKnownTo(one, owner.id))
  return named
    .filter(({ id }) => !carriers.some((carrier) => carrier.id === id))
    .map(
      ({ company }) =>
        `vendors.shopify.carriers.${company} is not the party id of a carrier that takes part. ` +
        "Ask the hub which ones do, or leave this tracking company out",
    )
}

const namesOf = (vendors: VendorConnections): readonly VendorName[] =>
  vendorNames.filter((vendor) => vendors[vendor] !== undefined)

/** The sealed secrets of connections after a change. A secret that is given again stays as it rests. */
export async function sealSecrets(
  sealer: Pick<Sealer, "seal" | "unseal"> | undefined,
  partyId: string,
  { vendors = {}, patch, known }: Parameters<typeof vendorProblems>[1],
): Promise<SealedVendorSecrets> {
  const sealed: SealedVendorSecrets = {}
  for (const vendor of namesOf(vendors)) {
    const ofVendor = { ...known?.[vendor] }
    for (const name of secretNames) {
      const given = secretIn(patch?.[vendor], name)
      if (given === undefined) continue
      if (given === null) {
        delete ofVendor[name]
        continue
      }
      if (sealer === undefined) throw new RangeError("A secret of a vendor is set without a sealer")
      const rests = ofVendor[name]
      const isKnown =
        rests !== undefined && (await openSecret(sealer, { partyId, vendor, name, sealed: rests })) === given
      if (!isKnown) ofVendor[name] = await sealer.seal(`party#${partyId}`, `vendor#${vendor}`, name, given)
    }
    sealed[vendor] = ofVendor
  }
  return sealed
}

/** What a change says of a secret. Null: there is to be none. */
function secretIn(patch: object | null | undefined, name: VendorSecretName): string | null | undefined {
  const given: unknown = patch == null ? undefined : Reflect.get(patch, name)
  return typeof given === "string" || given === null ? given : undefined
}

/** Opens a secret of a connection. Undefined: the party's key was destroyed. */
export function openSecret(
  sealer: Pick<Sealer, "unseal">,
  of: { partyId: string; vendor: VendorName; name: VendorSecretName; sealed: string },
): Promise<string | undefined> {
  return sealer.unseal(`party#${of.partyId}`, `vendor#${of.vendor}`, of.name, of.sealed)
}
