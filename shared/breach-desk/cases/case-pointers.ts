import type { ItemKey, PointerChange } from "./breach-cases.ts"
import { caseAlias } from "./case-alias.ts"
import { pointerKeys } from "./case-keys.ts"
import type { Attribution, PartyRow, PointerRow } from "./case-rows.ts"
import type { CaseDesk } from "./change-case.ts"

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
