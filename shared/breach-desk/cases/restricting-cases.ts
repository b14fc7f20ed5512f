import type { Restriction } from "../../detection/restrictions/restriction.ts"
import type { RestrictingCase } from "../visibility.ts"
import type { CaseRow } from "./case-rows.ts"
import { casesOfRestrictions } from "./cases-of-restrictions.ts"
import type { CaseDesk } from "./change-case.ts"
import { partiesOfCase } from "./party-sides.ts"
import { anomaliesOf } from "./rows-of-case.ts"

type Reader = Pick<CaseDesk, "cases">

/** What of a case decides whom its restrictions concern. */
export async function restrictingCase(desk: Reader, current: CaseRow): Promise<RestrictingCase> {
  const { caseId } = current
  return { caseId, parties: await partiesOfCase(desk, current), anomalies: await anomaliesOf(desk, caseId) }
}

/** The cases of these restrictions by restriction id, each read once. A restriction can come before its case. */
export async function restrictingCases(
  desk: Reader,
  restrictions: readonly Restriction[],
): Promise<Map<string, RestrictingCase>> {
  if (restrictions.length === 0) return new Map()
  const caseIds = await casesOfRestrictions(desk, restrictions)
  const known = new Map<string, RestrictingCase>()
  for (const caseId of new Set(caseIds.values())) {
    const current = await desk.cases.get(caseId)
    if (current !== undefined) known.set(caseId, await restrictingCase(desk, current))
  }
  return new Map(
    [...caseIds].flatMap(([restrictionId, caseId]) => {
      const of = known.get(caseId)
      return of === undefined ? [] : [[restrictionId, of] as const]
    }),
  )
}
