import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import type { Sealer } from "../../base/platform/sealing.ts"
import type { PartyRow } from "./case-rows.ts"
import type { NamedReferences } from "./evidence-query.ts"

/** Order references that a report names: single ones, or all from one to another. */
const writtenReferences = z.union([
  z.strictObject({ list: z.array(ownString()) }),
  z.strictObject({ first: ownString(), last: ownString() }),
])
export type WrittenReferences = z.infer<typeof writtenReferences>

/** Seals what a retailer wrote under its own key. `name` is the report's, and the same is needed to open it. */
export function sealReferences(
  sealer: Pick<Sealer, "seal">,
  retailerId: string,
  { name, written }: { name: string; written: WrittenReferences },
): Promise<string> {
  return sealer.seal(`party#${retailerId}`, name, "references", JSON.stringify(written))
}

/** @returns undefined if it cannot be opened any more */
export async function unsealReferences(
  sealer: Pick<Sealer, "unseal">,
  retailerId: string,
  { name, sealed }: Pick<NamedReferences, "name" | "sealed">,
): Promise<WrittenReferences | undefined> {
  const text = await sealer.unseal(`party#${retailerId}`, name, "references", sealed)
  return text === undefined ? undefined : writtenReferences.parse(JSON.parse(text))
}

/** When somebody looked, what the tool showed, and in which order references, as a party reported it. */
export type LookupsAsReported = Omit<NonNullable<PartyRow["reportedLookups"]>, "range"> & {
  readonly range: { readonly first: string; readonly last: string } | undefined
}

/** What a party stated in the report with which it came into a case. */
export async function lookupsAsReported(
  sealer: Pick<Sealer, "unseal">,
  { partyId, reportedLookups }: Pick<PartyRow, "partyId" | "reportedLookups">,
): Promise<LookupsAsReported | undefined> {
  if (reportedLookups === undefined) return undefined
  const { range, ...others } = reportedLookups
  const written = range && (await unsealReferences(sealer, partyId, range))
  return { ...others, range: written !== undefined && "first" in written ? written : undefined }
}
