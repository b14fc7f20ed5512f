import type { BreachCases } from "./breach-cases.ts"
import type { draftsBy } from "./case-keys.ts"
import type { BreachCaseItem, PartyRow } from "./case-rows.ts"

/** Where a page of papers ended: the alias of the case under which the last one rests, and its sort key. */
export type PaperPlace = { readonly alias: string; readonly sk: string }

type Owner = Pick<PartyRow, "partyId" | "alias" | "formerAliases">

/**
 * A page of a party's own papers of one kind, oldest first under each of its aliases of the case.
 *
 * @param kind what their sort keys begin with
 * @returns `next`: where the page ended, if it is full
 */
export async function pageOfPapers(
  desk: { readonly cases: Pick<BreachCases, "papers"> },
  { partyId, alias, formerAliases = [] }: Owner,
  kind: "NOTE#" | "EVIDENCE#" | "APPROVAL#" | ReturnType<typeof draftsBy>,
  { after, limit }: { after?: PaperPlace | undefined; limit: number },
): Promise<{ rows: BreachCaseItem[]; next?: PaperPlace }> {
  const aliases = [alias, ...formerAliases]
  const rows: BreachCaseItem[] = []
  for (const one of aliases.slice(Math.max(0, aliases.indexOf(after?.alias ?? "")))) {
    const part = after?.alias === one ? { after: after.sk } : {}
    for await (const row of desk.cases.papers({ partyId, alias: one }, kind, { ...part, limit: limit - rows.length })) {
      rows.push(row)
      if (rows.length === limit) return { rows, next: { alias: one, sk: row.sk } }
    }
  }
  return { rows }
}
