import * as z from "zod"
import { changesPath, countsPath, resetPath } from "./aws-stub.ts"
import { type Counts, counts } from "./counts.ts"
import { item } from "./dynamo.ts"

/** What the stub counted since the last reset. */
export async function readCounts(stubUrl: string): Promise<Counts> {
  const answer = await fetch(`${stubUrl}${countsPath}`)
  return counts.parse(await answer.json())
}

/** Lets the stub count from zero. Its tables keep their items. */
export async function resetCounts(stubUrl: string): Promise<void> {
  await fetch(`${stubUrl}${resetPath}`, { method: "POST" })
}

const changes = z.array(z.object({ before: item.optional(), after: item.optional() }))

/** The changes of a table since the last call, the oldest first. */
export async function takeChanges(stubUrl: string, table: string): Promise<z.output<typeof changes>> {
  const answer = await fetch(`${stubUrl}${changesPath}${table}`)
  return changes.parse(await answer.json())
}
