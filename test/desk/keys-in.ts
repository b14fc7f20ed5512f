import { type BreachWorld, soleCase } from "./breach-world.ts"

/** The accessor keys of the one case. */
export function keysIn(world: BreachWorld): string[] {
  const { caseId } = soleCase(world)
  return world.rowsOf("key").flatMap((row) => (row.caseId === caseId ? [row.accessorKey] : []))
}
