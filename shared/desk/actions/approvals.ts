import type { BreachCases } from "../cases/breach-cases.ts"
import type { CaseDraft, PlannedEntry } from "../cases/case-draft.ts"
import { paperKeys } from "../cases/case-keys.ts"
import type { CaseRow, MarkerRow, PartyRow } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import type { ApprovalRow } from "../cases/paper-rows.ts"
import { readersOf, type Viewer } from "../visibility.ts"
import type { Action, Approving, Awaiting } from "./action.ts"
import { withPersons } from "./persons.ts"
import type { Refusal, RefusalCode } from "./refusal.ts"

/** An action that waits for approval, whether it still waits or not, by its id. */
export async function approvalOf(
  { cases }: { readonly cases: Pick<BreachCases, "items"> },
  { partyId, alias, formerAliases = [] }: Pick<PartyRow, "partyId" | "alias" | "formerAliases">,
  approvalId: string,
): Promise<ApprovalRow | undefined> {
  const keys = [alias, ...formerAliases].map((one) => paperKeys.approval({ partyId, alias: one }, { approvalId }))
  return (await cases.items(keys)).find((row) => row.type === "approval")
}

/** The action that a person wants to approve, or why this person cannot. */
export async function approvable(
  desk: Pick<CaseDesk, "cases">,
  own: PartyRow,
  { approvalId, by }: Approving,
): Promise<ApprovalRow | Refusal> {
  const row = await approvalOf(desk, own, approvalId)
  if (row === undefined) return { refused: "unknownApproval" }
  if (row.state === "lapsed") return { refused: "approvalLapsed", because: row.lapsedBecause }
  if (row.state !== "waiting") return { refused: "approvalDecided" }
  return row.by === by ? { refused: "ownApproval" } : row
}

type Side = { current: CaseRow; own: PartyRow; viewer: Viewer }

/** The change that an action makes which waits for approval: none but that it waits. */
export function draftOfAsking(
  action: Action,
  { current, own, viewer, awaits, marker, at }: Side & { awaits: Awaiting; marker: MarkerRow; at: string },
): CaseDraft {
  const { approvalId, kind, by, sealedRequest, sealedSignature } = awaits
  const { partyId } = own
  const of = { ...paperKeys.approval(own, { approvalId }), partyId, at, by, approvalId, kind }
  const signed = sealedSignature === undefined ? {} : { sealedSignature }
  const row: ApprovalRow = { ...of, type: "approval", state: "waiting", sealedRequest, ...signed }
  const entry = approvalEntry("ApprovalRequested", { own, viewer }, { approvalId, kind })
  return { case: current, items: [row, marker], entries: withPersons([entry], own, action) }
}

/** The row of an action that no longer waits. What it asked for is left out. */
export function decidedRow(
  { sealedRequest: _, sealedSignature: __, ...row }: ApprovalRow,
  how: { state: "approved" | "declined" | "lapsed"; decidedBy: string | undefined; decidedAt: string },
  lapsedBecause?: RefusalCode,
): ApprovalRow {
  const { decidedBy, ...rest } = how
  return {
    ...row,
    ...rest,
    ...(decidedBy === undefined ? {} : { decidedBy }),
    ...(lapsedBecause === undefined ? {} : { lapsedBecause }),
  }
}

/** The change that is made when an approved action can no longer be carried out: it waits no more. */
export function draftOfLapse(
  { by }: Approving,
  { current, own, viewer, row, because, at }: Side & { row: ApprovalRow; because: RefusalCode; at: string },
): CaseDraft {
  const lapsed = decidedRow(row, { state: "lapsed", decidedBy: by, decidedAt: at }, because)
  const { approvalId, kind } = row
  const entry = approvalEntry("ApprovalLapsed", { own, viewer }, { approvalId, kind, because })
  return { case: current, items: [lapsed], entries: withPersons([entry], own, { officer: by }) }
}

/** An entry about an action that waited, which says to the own party alone which action that is. */
export function approvalEntry(
  type: "ApprovalRequested" | "ApprovalDeclined" | "ApprovalLapsed",
  { own, viewer }: Pick<Side, "own" | "viewer">,
  data: { approvalId: string; kind: string; because?: string },
): PlannedEntry {
  const shown = { [own.partyId]: { data } }
  return { actor: own.alias, type, data: {}, visibleTo: readersOf(type, viewer), shown }
}
