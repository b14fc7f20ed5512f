import { derivedId } from "../../base/contracts/envelope.ts"
import type { Duty } from "../duties/duty.ts"
import { caseKeys } from "./case-keys.ts"
import type { DutyRow, PartyRow } from "./case-rows.ts"
import type { CaseDesk } from "./change-case.ts"

/** The duties of a case, or of one party in it. */
export async function dutiesOf(desk: Pick<CaseDesk, "cases">, caseId: string, partyId?: string): Promise<Duty[]> {
  const duties: Duty[] = []
  for await (const row of desk.cases.list(caseId, partyId === undefined ? "DUTY#" : `DUTY#${partyId}#`)) {
    if (row.type === "duty") duties.push(dutyOfRow(row))
  }
  return duties
}

/** The row of a duty. */
export function dutyRow(caseId: string, { text, ...duty }: Duty): DutyRow {
  return { ...caseKeys.duty(caseId, duty), caseId, type: "duty", duty, ...(text === undefined ? {} : { text }) }
}

/** The duty of a row. */
export const dutyOfRow = ({ duty, text }: Pick<DutyRow, "duty" | "text">): Duty =>
  text === undefined ? duty : { ...duty, text }

/** The ids of a duty of this party: the one in this case, and those in the cases that were merged into it. */
export function idsOfDuty({ alias, formerAliases = [] }: Pick<PartyRow, "alias" | "formerAliases">, duty: Duty) {
  return [alias, ...formerAliases].map((one) => dutyIdOf(one, duty))
}

/**
 * The id of a duty in events and answers. It is opaque and always derived in the same way. It comes from the case alias
 * of the party that owes the duty, so a merge that keeps this alias keeps the id.
 */
export function dutyIdOf(
  ownerAlias: string,
  { law, kind, towards, stage }: { law: string; kind: string } & Partial<Pick<Duty, "towards" | "stage">>,
): string {
  const parts = [...(towards === undefined ? [] : [towards]), ...(stage === undefined ? [] : ["stage", stage])]
  return derivedId("duty", ownerAlias, law, kind, ...parts)
}
