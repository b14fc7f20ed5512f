import type { Proof } from "../../contracts/words.ts"
import { type Accessor, networkKeys, subjectKey } from "../../detection/accessor.ts"
import type { AccessProfileReader, StoredProfile } from "../../detection/profiles/access-profiles.ts"
import { decodeContact, decodeProfile } from "../../detection/profiles/profile-encoding.ts"
import { isProven, trustsPostalCodes } from "../../detection/profiles/proof.ts"
import { type Restriction, restrictsAt } from "../../detection/restrictions/restriction.ts"
import type { VisitorCookie } from "../visitor/visitor-cookie.ts"

/** A parcel that a visitor was shown before the network was restricted from which it looks; `proven` if it proved to be entitled to it. */
export type KnownParcel = {
  /** Tag of the reference. */
  readonly tag: string
  readonly proven: boolean
  /** Epoch milliseconds. */
  readonly at: number
}

/** Who looks where a network may be restricted, and what it knew before; `at` in ISO. */
export type KnownVisitor = { readonly accessor: Accessor; readonly at: string; readonly known: readonly KnownParcel[] }

/** The restrictions that stand of the network from which somebody looks: one, or two while the secret that names networks rotates. */
function restrictionsOfNetwork({ accessor, at }: Omit<KnownVisitor, "known">, restrictions: readonly Restriction[]) {
  const keys = networkKeys(accessor)
  return restrictions.filter((row) => keys.includes(row.accessorKey) && restrictsAt(row, at))
}

/**
 * What a visitor knew before the network was restricted from which it looks, oldest first; nothing where none is. Anybody can collect
 * cookies, so that an older one alone is worth nothing there: what was shown to it is, and most of all a parcel of one's own. Read only for
 * visitors whose cookie or session is older than the restriction, so that it depends on who looks and never on what is looked up. What
 * a profile holds without proof is not taken, since it does not tell whether it was shown or refused.
 */
export async function knownParcels(
  profiles: AccessProfileReader,
  visitor: { accessor: Accessor; at: string; cookie: VisitorCookie | undefined },
  restrictions: readonly Restriction[],
): Promise<KnownParcel[]> {
  const { accessor, at, cookie } = visitor
  const { cookieMintedAt } = accessor
  const standing = restrictionsOfNetwork(visitor, restrictions)
  if (standing.length === 0 || cookieMintedAt === undefined) return []
  const since = Math.min(...standing.map((restriction) => Date.parse(restriction.since)))
  const mintedAt = Date.parse(cookieMintedAt)
  if (mintedAt >= since) return []
  // Profiles keep seconds; what was proven in the very second of the crossing, or now, came too late.
  const before = Math.floor(Math.min(since, Date.parse(at)) / 1000) * 1000
  const atMinting = cookie?.shown === undefined ? [] : [{ ...cookie.shown, at: mintedAt }]
  const known = [...atMinting, ...provenIn(await profiles.read(subjectKey(accessor)))]
  return known.filter((parcel) => parcel.at < before).sort((one, other) => one.at - other.at)
}

/** The proven entries of a profile. Each is taken by itself: joined with an unproven one it would seem to be as old as that. */
function provenIn({ attributes }: StoredProfile): KnownParcel[] {
  const trusted = trustsPostalCodes(decodeProfile(attributes, "accessor"))
  return attributes.flatMap((attribute) => {
    const entry = decodeContact(attribute, "accessor")
    return isProven(entry, trusted) ? [{ tag: entry.tag, proven: true, at: entry.at * 1000 }] : []
  })
}

/**
 * The parcel for whose sake a visitor of a restricted network may ask for one that it did not know, within narrow budgets: the first that it
 * proved. Undefined where nothing is restricted, or for a parcel that it knew.
 *
 * @param asked `tag` of the reference asked for, and the proof that is offered
 */
export function earningParcel(
  asked: { tag: string; proof: "none" | "postalCode" },
  visitor: KnownVisitor,
  restrictions: readonly Restriction[],
): string | undefined {
  const standing = restrictionsOfNetwork(visitor, restrictions)
  if (!standing.some(({ voidsPostalCode }) => voidsPostalCode || asked.proof === "none")) return undefined
  if (knew(asked, visitor.known)) return undefined
  return visitor.known.find(({ proven }) => proven)?.tag
}

/** Whether a visitor knew this very parcel as well as what it offers now says. */
export function knew(asked: { tag: string; proof: Proof }, known: readonly KnownParcel[]): boolean {
  return known.some(({ tag, proven }) => tag === asked.tag && (proven || asked.proof === "none"))
}

/**
 * Whether a right postal code is a guess among others: it came from a network of guessers and is for a parcel that this visitor had not
 * proven before. It is answered then to whom the hub still answers there, and counts as unproven for the detector and for exposures.
 */
export function isGuess(
  asked: { tag: string; proof: Proof },
  visitor: KnownVisitor,
  restrictions: readonly Restriction[],
): boolean {
  const voids = restrictionsOfNetwork(visitor, restrictions).some(({ voidsPostalCode }) => voidsPostalCode)
  return asked.proof === "postalCode" && voids && !knew(asked, visitor.known)
}
