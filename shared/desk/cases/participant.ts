import { caseAlias } from "../../base/contracts/fields.ts"
import type { Party } from "../../parties/party.ts"
import type { BreachCases } from "./breach-cases.ts"
import { CaseBusy } from "./case-busy.ts"
import { caseKeys, pointerKeys } from "./case-keys.ts"
import { pointersAt } from "./case-pointers.ts"
import type { BreachCaseItem, CaseRow, PartyRow } from "./case-rows.ts"
import type { CaseDesk } from "./change-case.ts"

/** A party of a case: the case and the party's own row in it. */
export type Participant = { current: CaseRow; own: PartyRow }

/** A case as its parties see it. */
type ShownCase = Omit<CaseRow, "state"> & { readonly state: Exclude<CaseRow["state"], "merged"> }

/**
 * A case as its parties see it. One that is being merged has not ended for them: its alias leads to another, open case
 * in a moment.
 */
export function shownCase(current: CaseRow): ShownCase {
  const { state, closedAt: _, ...rest } = current
  return state === "merged" ? { ...rest, state: "open", merging: [current.caseId] } : { ...current, state }
}

type ReadingDesk = { readonly cases: Pick<BreachCases, "items"> }

/**
 * The participant that knows its case by this alias; `undefined` if there is none, also when the alias is another
 * party's.
 */
export async function participantOf(
  desk: ReadingDesk,
  party: Pick<Party, "id">,
  alias: string,
): Promise<Participant | undefined> {
  const caseId = await caseIdAt(desk, alias)
  if (caseId === undefined) return undefined
  const rows = await desk.cases.items([caseKeys.case(caseId), caseKeys.party(caseId, party.id)])
  return participantBy(alias, rows)
}

async function caseIdAt(desk: ReadingDesk, alias: string): Promise<string | undefined> {
  if (!caseAlias.safeParse(alias).success) return undefined
  const at = pointerKeys.alias(alias)
  return (await pointersAt(desk, [at])).get(at.pk)?.caseId
}

/** The case and the party of these rows, if the party knows the case by this alias. */
function participantBy(alias: string, rows: readonly (BreachCaseItem | undefined)[]): Participant | undefined {
  const current = rows.find((row) => row?.type === "case")
  const own = rows.find((row) => row?.type === "party")
  if (current === undefined || own === undefined) return undefined
  return own.alias === alias || own.formerAliases?.includes(alias) ? { current, own } : undefined
}

/**
 * The same, for a change of the case. The party is read after the case: the writer refuses a change whose case row is
 * no longer the stored one, and with it each row that was read later. It does not notice a row that is older.
 *
 * @throws CaseBusy while the case is merged into another, to which this alias leads in a moment
 */
export async function participantToAct(
  desk: Pick<CaseDesk, "cases">,
  { party, caseAlias: alias }: { party: Pick<Party, "id">; caseAlias: string },
): Promise<Participant | undefined> {
  const caseId = await caseIdAt(desk, alias)
  if (caseId === undefined) return undefined
  const current = await desk.cases.get(caseId)
  const [own] = await desk.cases.items([caseKeys.party(caseId, party.id)])
  const found = participantBy(alias, [current, own])
  if (found?.current.state === "merged") throw new CaseBusy()
  return found
}

/** A case, or the one that it was merged into. */
export async function leadingCase(
  desk: { readonly cases: Pick<BreachCases, "get"> },
  caseId: string,
): Promise<CaseRow | undefined> {
  const current = await desk.cases.get(caseId)
  return current?.state === "merged" && current.mergedInto !== undefined
    ? leadingCase(desk, current.mergedInto)
    : current
}

/** Whether other cases are merged into this one: what is missing here may be on its way. */
export const isMerging = ({ merging = [] }: Pick<CaseRow, "merging">): boolean => merging.length > 0

/** @throws CaseBusy while {@link isMerging} */
export function assertNotMerging(current: Pick<CaseRow, "merging">): void {
  if (isMerging(current)) throw new CaseBusy()
}
