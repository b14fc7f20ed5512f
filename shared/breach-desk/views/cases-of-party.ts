import { caseKeys } from "../cases/case-keys.ts"
import type { Reader } from "../cases/case-reader.ts"
import type { PartyRow } from "../cases/case-rows.ts"
import type { Participant } from "../cases/participant.ts"

/** A party as a participant of each of its cases, newest first. Merged cases are left out. */
export async function casesOf(desk: Reader, partyId: string): Promise<Participant[]> {
  const owns: PartyRow[] = []
  for await (const row of desk.cases.ofParty(partyId)) owns.push(row)
  const heads = await desk.cases.items(owns.map((row) => caseKeys.case(row.caseId)))
  const byId = new Map(heads.flatMap((row) => (row.type === "case" ? [[row.caseId, row] as const] : [])))
  return owns
    .flatMap((own) => {
      const current = byId.get(own.caseId)
      return current === undefined || current.state === "merged" ? [] : [{ current, own }]
    })
    .reverse()
}
