import { marshall } from "@aws-sdk/util-dynamodb"
import * as z from "zod"
import { pendingRow } from "../../../shared/breach-desk/cases/accessor-keys.ts"
import { changeOpenCase } from "../../../shared/breach-desk/cases/change-case.ts"
import { countPending } from "../../../shared/breach-desk/exposures/count-pending.ts"
import { aliasIn, breachWorld, seen, soleCase, walkAnomaly } from "../../breach-desk/breach-world.ts"
import { caller } from "../../breach-desk/desk-caller.ts"
import { takeOut } from "../../breach-desk/take-out.ts"
import { item, itemBytes } from "./stub/attribute-values.ts"

/** What a case of so many exposures asks of its stores, and how large its items become. */
export type LargeCase = {
  readonly exposures: number
  /** Transactions and reads while it was counted, for each thousand exposures. */
  readonly commitsPerThousand: number
  readonly readsPerThousand: number
  readonly largestItemBytes: number
  /** Calls of the API that read all exposures in pages, and the most exposures of a page. */
  readonly pages: number
  readonly dossierBytes: number
}

const page = z.looseObject({ next: z.string().optional() })

/**
 * Opens a case of one walker, counts its exposures, reads them in pages and makes the retailer's dossier. The stores
 * are in memory and count their calls. Times are not measured: a store in memory searches all of its rows.
 *
 * @throws Error when the case does not come to so many exposures
 */
export async function measureLargeCase(exposures: number): Promise<LargeCase> {
  const world = breachWorld()
  await world.disclosures.append(seen(1))
  await world.anomalies.raise(walkAnomaly())
  await world.settle()
  for (let number = 2; number <= exposures; number += 1) await world.disclosures.append(seen(number))
  // The count finds them in the ledger, as after an alarm that comes late.
  world.pending.splice(0)
  const { caseId } = soleCase(world)
  const calls = { commits: 0, reads: 0 }
  const { cases } = world
  const counting = {
    ...cases,
    commit: (change: Parameters<typeof cases.commit>[0]) => {
      calls.commits += 1
      return cases.commit(change)
    },
    items: (keys: Parameters<typeof cases.items>[0]) => {
      calls.reads += keys.length === 0 ? 0 : Math.ceil(keys.length / keysPerRead)
      return cases.items(keys)
    },
  }
  const desk = { ...world.desk, cases: counting }
  const accessorKey = "subject#walker-of-2018"
  const dueAt = world.clock().toISOString()
  await changeOpenCase(desk, caseId, async (current) => ({
    case: current,
    items: [pendingRow(caseId, { accessorKey, from: "2026-11-01T14:00:00.000Z", dueAt })],
  }))
  await countPending(desk, caseId)
  const found = soleCase(world)
  if (found.exposures !== exposures) throw new Error(`The case has ${found.exposures} exposures`)
  const sizes = cases.rows().map((row) => itemBytes(item.parse(marshall(row, { removeUndefinedValues: true }))))
  const path = `/v1/cases/${aliasIn(world, found, "leafline")}`
  const call = caller(world)
  return {
    exposures,
    commitsPerThousand: (calls.commits / exposures) * 1_000,
    readsPerThousand: (calls.reads / exposures) * 1_000,
    largestItemBytes: Math.max(...sizes),
    pages: await countPages((query) => call("leafline", "GET", `${path}/exposures${query}`)),
    dossierBytes: (await takeOut(world, call, "leafline")).content.byteLength,
  }
}

/** BatchGetItem takes at most 100 keys. */
const keysPerRead = 100

async function countPages(read: (query: string) => Promise<{ statusCode: number; json: unknown }>): Promise<number> {
  let pages = 0
  let after: string | undefined
  do {
    const answer = await read(`?limit=500${after === undefined ? "" : `&after=${encodeURIComponent(after)}`}`)
    if (answer.statusCode !== 200) throw new Error(`A page was answered with ${answer.statusCode}`)
    after = page.parse(answer.json).next
    pages += 1
  } while (after !== undefined)
  return pages
}
