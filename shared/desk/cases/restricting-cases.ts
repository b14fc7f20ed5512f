import type { Restriction } from "../../watch/detection/restrictions/restriction.ts"
import type { RestrictingCase } from "../visibility.ts"
import { anomaliesAt, restrictionPlace } from "./case-keys.ts"
import type { AnomalyOfCase } from "./case-rows.ts"
import { casesOfRestrictions } from "./cases-of-restrictions.ts"
import type { CaseDesk } from "./change-case.ts"
import { partiesOfCase } from "./participant-details.ts"

type Reader = Pick<CaseDesk, "cases">

/**
 * The cases of these restrictions by restriction id, each read once, without their anomalies. A restriction can come
 * before its case.
 */
export async function restrictingCases(
  desk: Reader,
  restrictions: readonly Restriction[],
): Promise<Map<string, Omit<RestrictingCase, "anomalies">>> {
  if (restrictions.length === 0) return new Map()
  const caseIds = await casesOfRestrictions(desk, restrictions)
  const known = new Map<string, Omit<RestrictingCase, "anomalies">>()
  for (const caseId of new Set(caseIds.values())) {
    const current = await desk.cases.get(caseId)
    if (current !== undefined) known.set(caseId, { caseId, parties: await partiesOfCase(desk, current) })
  }
  return new Map(
    [...caseIds].flatMap(([restrictionId, caseId]) => {
      const of = known.get(caseId)
      return of === undefined ? [] : [[restrictionId, of] as const]
    }),
  )
}

/** The case of a restriction, with those of its anomalies that may have restricted the accessor. */
export async function restrictingCase(desk: Reader, restriction: Restriction): Promise<RestrictingCase | undefined> {
  const of = (await restrictingCases(desk, [restriction])).get(restriction.restrictionId)
  if (of === undefined) return undefined
  const anomalies: AnomalyOfCase[] = []
  const at = restrictionPlace(of.caseId, restriction.accessorKey)
  for await (const row of anomaliesFrom(desk, of.caseId, { at })) anomalies.push(row)
  return { ...of, anomalies }
}

/**
 * The anomalies of a case in the order of their places, and so those that may have restricted one key in a row.
 *
 * @param of.at only those at this place
 * @param of.behind only those behind this place
 */
export async function* anomaliesFrom(
  desk: Reader,
  caseId: string,
  { at, behind }: { at?: string; behind?: string | undefined },
): AsyncGenerator<AnomalyOfCase, void, undefined> {
  const page = behind === undefined ? {} : { after: `${anomaliesAt(behind)}#\uffff` }
  for await (const row of desk.cases.list(caseId, at === undefined ? "ANOMALY#" : `${anomaliesAt(at)}#`, page))
    if (row.type === "anomaly") yield row
}
