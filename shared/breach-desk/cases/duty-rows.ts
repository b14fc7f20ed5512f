import { derivedId } from "../../contracts/envelope.ts"
import type { Duty } from "../duties/duty.ts"
import type { DutyLine } from "../duties/duty-line.ts"
import { type CaseRow, caseKeys, type DutyRow } from "./case-rows.ts"
import type { CaseDesk } from "./change-case.ts"

/** Duties of a case, or of one party of it. */
export async function dutiesOf(desk: Pick<CaseDesk, "cases">, caseId: string, partyId?: string): Promise<DutyRow[]> {
  const duties: DutyRow[] = []
  for await (const row of desk.cases.list(caseId, partyId === undefined ? "DUTY#" : `DUTY#${partyId}#`)) {
    if (row.type === "duty") duties.push(row)
  }
  return duties
}

/** Duties as their owner reads of them: those of a carrier to the people of a retailer name the retailer, unless it is discreet. */
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
 * The id under which events and answers name a duty: opaque, and the same whenever it is derived. It comes from the alias of the
 * case for the party that owes the duty, and so outlasts a merging that leaves that alias.
 */
export function dutyIdOf(
  { aliases, caseId }: Pick<CaseRow, "aliases" | "caseId">,
  { party, law, kind, towards }: { party: string; law: string; kind: string; towards?: string | undefined },
): string {
  return derivedId("duty", aliases[party] ?? caseId, law, kind, ...(towards === undefined ? [] : [towards]))
}
