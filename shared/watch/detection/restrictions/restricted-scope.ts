import { keyKind } from "../accessor.ts"

/** What a restriction of a key applies to. A prefix is a wider network. None for keys that show no accessor. */
export function restrictedScopeOf(accessorKey: string): "subject" | "network" | undefined {
  const kind = keyKind(accessorKey)
  return kind === "subject" || kind === "network" ? kind : kind === "prefix" ? "network" : undefined
}
