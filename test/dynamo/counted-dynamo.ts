import { type MemoryDynamo, memoryDynamo } from "./memory-dynamo.ts"
import type { Described } from "./memory-table.ts"

/** Tables in memory, and the calls to them so far, by table and operation, such as `profiles.updateItem`. */
export function countedDynamo(
  tables: Readonly<Record<string, Described>>,
): MemoryDynamo & { readonly calls: ReadonlyMap<string, number> } {
  const calls = new Map<string, number>()
  const interrupt = async (point: string) => {
    const [, call = "", when] = /^([^ :]+)[^:]*:(.+)$/.exec(point) ?? []
    if (when === "before") calls.set(call, (calls.get(call) ?? 0) + 1)
  }
  return { ...memoryDynamo({ tables, interrupt }), calls }
}
