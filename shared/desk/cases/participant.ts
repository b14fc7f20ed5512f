import { caseAlias } from "../../base/contracts/fields.ts"
import type { Party } from "../../parties/party.ts"
import type { BreachCases } from "./breach-cases.ts"
import { CaseBusy } from "./case-busy.ts"
import { caseKeys, pointerKeys } from "./case-keys.ts"
import { pointersAt } from "./case-pointers.ts"
import type { CaseRow, PartyRow } from "./case-rows.ts"
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

/**
 * The participant that knows its case by this alias; `undefined` if there is none, also when the alias is another
 * party's.
 */
export async function participantOf(
  desk: { readonly cases: Pick<BreachCases, "items"> },
  party: Pick<Party, "id">,
  alias: string,
): Promise<Participant | undefined> {
  if (!caseAlias.safeParse(alias).success) return undefined
  const at = pointerKeys.alias(alias)
  const pointer = (await pointersAt(desk, [at])).get(at.pk)
  if (pointer === undefined) return undefined
  const rows = await desk.cases.items([caseKeys.case(pointer.caseId), caseKeys.party(pointer.caseId, party.id)])
  const current = rows.find((row) => row.type === "case")
  const own = rows.find((row) => row.type === "party")
  if (current === undefined || own === undefined) return undefined
  if (own.alias !== alias && !(own.formerAliases ?? []).includes(alias)) return undefined
  return { current, own }
}

/**
 * The same, for a change of the case. The call that reads case and party together may read the party first, so the
 * party is read again: the writer refuses what was read of a case before its row, and not what is older than that row.
 *
 * @throws CaseBusy while the case is merged into another, to which this alias leads in a moment
 */
export async function participantToAct(
  desk: Pick<CaseDesk, "cases">,
  { party, caseAlias }: { party: Pick<Party, "id">; caseAlias: string },
): Promise<Participant | undefined> {
  const found = await participantOf(desk, party, caseAlias)
  if (found === undefined) return undefined
  if (found.current.state === "merged") throw new CaseBusy()
  const [own] = await desk.cases.items([found.own])
  return own?.type === "party" ? { ...found, own } : undefined
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

/** @throws CaseBusy while other cases are merged into this one: what is missing here may be on its way */
export function assertNotMerging({ merging = [] }: Pick<CaseRow, "merging">): void {
  if (merging.length > 0) throw new CaseBusy()
}
