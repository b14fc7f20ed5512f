import type { ItemKey, PointerChange } from "./breach-cases.ts"
import { caseAlias } from "./case-alias.ts"
import { pointerKeys } from "./case-keys.ts"
import type { Attribution, CaseKey, PartyRow, PointerRow } from "./case-rows.ts"
import type { CaseDesk } from "./change-case.ts"
import { attributionSchema, mostSetAside } from "./pointer-row.ts"

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
export function accessorPointer(caseId: string, key: CaseKey, current: PointerRow | undefined): PointerRow {
  const row = pointerOf(pointerKeys.accessor(key.accessorKey), caseId, key)
  const setAside = setAsideAfter(caseId, current)
  return setAside.length === 0 ? row : { ...row, setAside }
}

function setAsideAfter(caseId: string, current: PointerRow | undefined): NonNullable<PointerRow["setAside"]> {
  const { setAside = [] } = current ?? {}
  if (current?.attributesUntil === undefined || current.caseId === caseId) return setAside
  const attribution = attributionSchema.parse(current)
  return [{ caseId: current.caseId, ...attribution }, ...setAside].slice(0, mostSetAside)
}
