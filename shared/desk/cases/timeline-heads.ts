import { derivedId } from "../../base/contracts/envelope.ts"
import type { BreachCases } from "./breach-cases.ts"
import { CaseBusy } from "./case-busy.ts"
import type { ItemKey } from "./case-keys.ts"
import { caseKeys } from "./case-keys.ts"
import type { HeadsRow, SignedHead } from "./case-rows.ts"

/** Most rows of a case with heads of timelines. A hash of the party's id chooses its row. */
export const headsRowsAtMost = 16

/** The key of the row with the head of a party's timeline. */
export function headsKey(caseId: string, partyId: string): ItemKey {
  const [byte = 0] = Buffer.from(derivedId("timeline-heads", partyId), "base64url")
  return caseKeys.heads(caseId, String(byte % headsRowsAtMost).padStart(2, "0"))
}

/** The rows with the heads of these parties' timelines, by sort key. A row that does not exist yet is empty. */
export async function headsRows(
  desk: { cases: Pick<BreachCases, "items"> },
  caseId: string,
  partyIds: Iterable<string>,
): Promise<Map<string, HeadsRow>> {
  const keys = new Map([...partyIds].map((partyId) => headsKey(caseId, partyId)).map((key) => [key.sk, key]))
  const rows = new Map(
    [...keys].map(([sk, key]): [string, HeadsRow] => [sk, { ...key, caseId, type: "heads", heads: {} }]),
  )
  for (const row of await desk.cases.items([...keys.values()])) if (row.type === "heads") rows.set(row.sk, row)
  return rows
}

/** A head as parties get it. */
export const withoutAlias = ({ alias: _alias, ...head }: SignedHead & { alias: string }): SignedHead => head

/** The head of a party's timeline of a case; `undefined` if it has no entry yet. */
export async function headOf(
  desk: { cases: Pick<BreachCases, "items"> },
  caseId: string,
  partyId: string,
): Promise<SignedHead | undefined> {
  const [row] = (await headsRows(desk, caseId, [partyId])).values()
  const head = row?.heads[partyId]
  if (head === undefined) return undefined
  return withoutAlias(head)
}

/** The same of a party that knows the case. @throws CaseBusy while its first entry is on its way */
export async function shownHead(...of: Parameters<typeof headOf>): Promise<SignedHead> {
  const head = await headOf(...of)
  if (head === undefined) throw new CaseBusy()
  return head
}
