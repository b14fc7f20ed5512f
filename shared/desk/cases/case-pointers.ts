import type { PointerChange } from "./case-draft.ts"
import type { ItemKey } from "./case-keys.ts"
import { pointerKeys } from "./case-keys.ts"
import type { Attribution, CaseKey, PartyRow, PointerRow } from "./case-rows.ts"
import type { CaseDesk } from "./change-case.ts"
import { attributionSchema, mostSetAside } from "./pointer-row.ts"

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

/**
 * The name of a case for one party: `WS-` and 50 bits in Crockford's base 32.
 * @param hash base64url of at least 7 bytes: the keyed hash of case and party
 */
export function caseAlias(hash: string): string {
  const bytes = Buffer.from(hash, "base64url")
  if (bytes.length < 7) throw new Error("A case alias needs 7 bytes of hash")
  let bits = 0n
  for (const byte of bytes.subarray(0, 7)) bits = (bits << 8n) | BigInt(byte)
  let alias = ""
  for (let place = 9n; place >= 0n; place--) alias += crockford.charAt(Number((bits >> (place * 5n + 6n)) & 31n))
  return `WS-${alias}`
}

/** The alias of a case for a party. */
export function aliasOf(desk: Pick<CaseDesk, "hashUnderKey">, caseId: string, partyId: string): string {
  return caseAlias(desk.hashUnderKey(caseId, partyId))
}

/** Pointers from the aliases of a case to the case. */
export function aliasPointers(parties: readonly Pick<PartyRow, "alias" | "caseId">[]): PointerChange[] {
  return parties.map(({ alias, caseId }) => ({ row: pointerOf(pointerKeys.alias(alias), caseId), expected: undefined }))
}

/** Pointers by partition key. */
export async function pointersAt(
  desk: { cases: Pick<CaseDesk["cases"], "items"> },
  keys: readonly ItemKey[],
): Promise<Map<string, PointerRow>> {
  const rows = await desk.cases.items(keys)
  return new Map(rows.flatMap((row) => (row.type === "pointer" ? [[row.pk, row] as const] : [])))
}

/** A pointer to a case. The pointer of an accessor key carries what the case attributes to itself for that key. */
export function pointerOf(at: ItemKey, caseId: string, key: Attribution & { accessorKey?: string } = {}): PointerRow {
  const { accessorKey: _, ...attribution } = key
  return { ...at, type: "pointer", caseId, ...attribution }
}

/**
 * The pointer of an accessor key, in place of the one that is there. Cases that had ended the key still take what the
 * ledger shows late of their time, so the pointer goes on naming them.
 */
export function accessorPointer(
  caseId: string,
  key: CaseKey,
  current: PointerRow | Pick<PointerRow, "setAside"> | undefined,
): PointerRow {
  const row = pointerOf(pointerKeys.accessor(key.accessorKey), caseId, key)
  const setAside = setAsideAfter(caseId, current)
  return setAside.length === 0 ? row : { ...row, setAside }
}

function setAsideAfter(
  caseId: string,
  current: Parameters<typeof accessorPointer>[2],
): NonNullable<PointerRow["setAside"]> {
  const { setAside = [] } = current ?? {}
  if (current === undefined || !("caseId" in current)) return setAside
  if (current.attributesUntil === undefined || current.caseId === caseId) return setAside
  const attribution = attributionSchema.parse(current)
  return [{ caseId: current.caseId, ...attribution }, ...setAside].slice(0, mostSetAside)
}
