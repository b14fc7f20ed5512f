import { nextPending } from "../cases/accessor-keys.ts"
import type { BreachCases } from "../cases/breach-cases.ts"
import { caseKeys, pointerKeys } from "../cases/case-keys.ts"
import { pointersAt } from "../cases/case-pointers.ts"
import type { AnomalyOfCase, AttemptRow } from "../cases/case-rows.ts"

/** An anomaly that concerns a party, of whose shipments the ledger shows nothing to its accessor. */
export type RefusedAttempt = { readonly row: AttemptRow; readonly anomaly: AnomalyOfCase }

/** Attempts as they are now, and of how many the ledger is still being read. */
export type JudgedAttempts = { readonly refused: readonly RefusedAttempt[]; readonly beingCounted: number }

/**
 * Which of a party's attempts stayed attempts. One whose case the party came into since is none: the case says what was
 * seen. While the ledger is still being read for a case, nobody knows.
 */
export async function refusedAttempts(
  desk: { readonly cases: Pick<BreachCases, "items" | "list"> },
  partyId: string,
  attempts: readonly AttemptRow[],
): Promise<JudgedAttempts> {
  const pointers = await pointersAt(
    desk,
    attempts.map(({ anomalyId }) => pointerKeys.anomaly(anomalyId)),
  )
  const caseIdOf = ({ anomalyId, caseId }: AttemptRow) =>
    pointers.get(pointerKeys.anomaly(anomalyId).pk)?.caseId ?? caseId
  const caseIds = [...new Set(attempts.map(caseIdOf))]
  const anomalyKeyOf = (row: AttemptRow) => caseKeys.anomaly(caseIdOf(row), row)
  const rows = await desk.cases.items([
    ...caseIds.flatMap((caseId) => [caseKeys.case(caseId), caseKeys.party(caseId, partyId)]),
    ...attempts.map(anomalyKeyOf),
  ])
  const found = new Map(rows.map((row) => [`${row.pk}|${row.sk}`, row]))
  const rowAt = ({ pk, sk }: { pk: string; sk: string }) => found.get(`${pk}|${sk}`)
  const stateOf = new Map<string, "nothingSeen" | "beingCounted" | "seen">()
  for (const caseId of caseIds) {
    const current = rowAt(caseKeys.case(caseId))
    const isSeen = rowAt(caseKeys.party(caseId, partyId)) !== undefined
    // Of a case that is being merged, the anomalies lead to the surviving one in a moment.
    const isMoving = current?.type === "case" && current.state === "merged"
    const isCounted = !isMoving && (await nextPending(desk, caseId)) === undefined
    stateOf.set(caseId, isSeen ? "seen" : isCounted ? "nothingSeen" : "beingCounted")
  }
  const refused = attempts.flatMap((row): RefusedAttempt[] => {
    const anomaly = stateOf.get(caseIdOf(row)) === "nothingSeen" ? rowAt(anomalyKeyOf(row)) : undefined
    return anomaly?.type === "anomaly" ? [{ row, anomaly }] : []
  })
  const isBeingCounted = (row: AttemptRow) => stateOf.get(caseIdOf(row)) === "beingCounted"
  return { refused, beingCounted: attempts.filter(isBeingCounted).length }
}
