import { derivedId } from "../../contracts/envelope.ts"
import type { Duty } from "../duties/duty.ts"
import type { DutyLine } from "../duties/duty-line.ts"
import { type CaseRow, caseKeys, type DutyRow } from "./case-rows.ts"
import type { CaseDesk } from "./change-case.ts"

/** The duties of a case, or of one party in it. */
export async function dutiesOf(desk: Pick<CaseDesk, "cases">, caseId: string, partyId?: string): Promise<Duty[]> {
  const duties: Duty[] = []
  for await (const row of desk.cases.list(caseId, partyId === undefined ? "DUTY#" : `DUTY#${partyId}#`)) {
    if (row.type === "duty") duties.push(row.duty)
  }
  return duties
}

/**
 * Duties as their owner may see them. A duty of a carrier to the people of a retailer names the retailer, unless that
 * retailer is discreet.
 */
export function dutyLines(desk: Pick<CaseDesk, "parties">, current: CaseRow, duties: readonly Duty[]): DutyLine[] {
  return duties.map((duty) => {
    const retailer = duty.towards === undefined ? undefined : desk.parties.byId(duty.towards)
    const alias = retailer === undefined || retailer.discreet ? {} : { alias: retailer.alias }
    return {
      dutyId: dutyIdOf(current, duty),
      duty,
      ...(duty.towards === undefined ? {} : { towards: { kind: "retailer" as const, ...alias } }),
    }
  })
}

/** The row of a duty. */
export function dutyRow(caseId: string, duty: Duty): DutyRow {
  return { ...caseKeys.duty(caseId, duty), caseId, type: "duty", duty }
}

/**
 * The id of a duty in events and answers. It is opaque and always derived in the same way. It comes from the case alias
 * of the party that owes the duty, so a merge that keeps this alias keeps the id.
 */
export function dutyIdOf(
  { aliases, caseId }: Pick<CaseRow, "aliases" | "caseId">,
  { party, law, kind, towards }: { party: string; law: string; kind: string; towards?: string | undefined },
): string {
  return derivedId("duty", aliases[party] ?? caseId, law, kind, ...(towards === undefined ? [] : [towards]))
}
