import type { Proof } from "../../../base/contracts/words.ts"
import { type Accessor, refusedNetworkKeys, subjectKey } from "../../detection/accessor.ts"
import type { AccessProfileReader, StoredProfile } from "../../detection/profiles/access-profiles.ts"
import { decodeContact, decodeProfile } from "../../detection/profiles/profile-encoding.ts"
import { isProven, trustsPostalCodes } from "../../detection/profiles/proof.ts"
import { type Restriction, restrictsAt } from "../../detection/restrictions/restriction.ts"
import type { VisitorCookie } from "../visitor/visitor-cookie.ts"

/**
 * A parcel that a visitor was shown before its network was restricted. `proven` if the visitor proved that it may see
 * it.
 */
export type KnownParcel = {
  /** Tag of the reference. */
  readonly tag: string
  readonly proven: boolean
  /** Epoch milliseconds. */
  readonly at: number
}

/** A visitor whose network may be restricted, and the parcels it knew before. `at` in ISO. */
export type KnownVisitor = { readonly accessor: Accessor; readonly at: string; readonly known: readonly KnownParcel[] }

/** The current restrictions of the visitor's network: one, or two while the secret that names networks rotates. */
function restrictionsOfNetwork({ accessor, at }: Omit<KnownVisitor, "known">, restrictions: readonly Restriction[]) {
  const keys = refusedNetworkKeys(accessor)
  return restrictions.filter((row) => keys.includes(row.accessorKey) && restrictsAt(row, at))
}

/**
 * The parcels that a visitor knew before its network was restricted, oldest first; none if it is not restricted.
 *
 * Anybody can collect cookies, so an older cookie alone is worth nothing there. What was shown to it counts, and most
 * of all a parcel of the visitor's own. This is read only for visitors whose cookie or session is older than the
 * restriction, so that the call depends on the visitor and never on the reference. Unproven entries of a profile do not
 * count, because they do not show whether the lookup was answered or refused.
 */
export async function knownParcels(
  profiles: AccessProfileReader,
  visitor: { accessor: Accessor; at: string; cookie: VisitorCookie | undefined },
  restrictions: readonly Restriction[],
): Promise<KnownParcel[]> {
  const { accessor, at, cookie } = visitor
  const { cookieMintedAt } = accessor
  const current = restrictionsOfNetwork(visitor, restrictions)
  if (current.length === 0 || cookieMintedAt === undefined) return []
  const since = Math.min(...current.map((restriction) => Date.parse(restriction.since)))
  const mintedAt = Date.parse(cookieMintedAt)
  if (mintedAt >= since) return []
  // Profiles keep seconds. What was proven in the second of the crossing, or now, came too late.
  const before = Math.floor(Math.min(since, Date.parse(at)) / 1000) * 1000
  const atMinting = cookie?.shown === undefined ? [] : [{ ...cookie.shown, at: mintedAt }]
  const known = [...atMinting, ...provenIn(await profiles.read(subjectKey(accessor)))]
  return known.filter((parcel) => parcel.at < before).sort((one, other) => one.at - other.at)
}

/** The proven entries of a profile, not merged with unproven ones, which may be older. */
function provenIn({ attributes }: StoredProfile): KnownParcel[] {
  const trusted = trustsPostalCodes(decodeProfile(attributes, "accessor"))
  return attributes.flatMap((attribute) => {
    const entry = decodeContact(attribute, "accessor")
    return isProven(entry, trusted) ? [{ tag: entry.tag, proven: true, at: entry.at * 1000 }] : []
  })
}

/**
 * The parcel that earns a visitor of a restricted network an answer about another one, within narrow budgets: the first
 * that it proved. Undefined if nothing is restricted, or for a parcel that it knew.
 * @param asked `tag` of the reference and the offered proof
 */
export function earningParcel(
  asked: { tag: string; proof: "none" | "postalCode" },
  visitor: KnownVisitor,
  restrictions: readonly Restriction[],
): string | undefined {
  const current = restrictionsOfNetwork(visitor, restrictions)
  if (!current.some(({ voidsPostalCode }) => voidsPostalCode || asked.proof === "none")) return undefined
  if (knew(asked, visitor.known)) return undefined
  return visitor.known.find(({ proven }) => proven)?.tag
}

/** Whether a visitor knew this parcel at least as well as its current proof shows. */
export function knew(asked: { tag: string; proof: Proof }, known: readonly KnownParcel[]): boolean {
  return known.some(({ tag, proven }) => tag === asked.tag && (proven || asked.proof === "none"))
}

/**
 * Whether a right postal code counts as a guess: it came from a network of guessers, for a parcel that this visitor had
 * not proven before. A visitor that is still served there gets its answer, but the lookup counts as unproven for the
 * detector and for exposures.
 */
export function isGuess(
  asked: { tag: string; proof: Proof },
  visitor: KnownVisitor,
  restrictions: readonly Restriction[],
): boolean {
  const voids = restrictionsOfNetwork(visitor, restrictions).some(({ voidsPostalCode }) => voidsPostalCode)
  return asked.proof === "postalCode" && voids && !knew(asked, visitor.known)
}
