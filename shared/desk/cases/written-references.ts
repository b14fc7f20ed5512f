import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import type { Sealer } from "../../base/platform/sealing.ts"
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
