import { derivedId } from "../../base/contracts/envelope.ts"
import { restrictedKeyOf } from "../../watch/detection/retailers/number-blocks.ts"
import { type DutyName, dutyKey } from "../duties/duty-key.ts"
import type { PendingCount } from "./case-rows.ts"
import { exposureKey } from "./exposure-key.ts"

/** The key of an item in the table. */
export type ItemKey = { pk: string; sk: string }

/**
 * Where a case has the anomalies that may have restricted one key, all of them in a row. It shows nobody the key.
 *
 * @param restrictedKey see `restrictedKeyOf`
 */
export function restrictionPlace(caseId: string, restrictedKey: string): string {
  return derivedId("restriction-place", caseId, restrictedKey)
}

/** Whether a text can be such a place. */
export const isRestrictionPlace = (text: string): boolean => /^[\w-]{22}$/.test(text)

/** What the sort keys of the anomalies at a place begin with. */
export function anomaliesAt(place: string): string {
  return `ANOMALY#${place}`
}

/** Keys of the items of a case. */
export const caseKeys = {
  case: (caseId: string) => ({ pk: `CASE#${caseId}`, sk: "CASE" }),
  key: (caseId: string, accessorKey: string) => ({ pk: `CASE#${caseId}`, sk: `KEY#${accessorKey}` }),
  pending: (caseId: string, { dueAt, from, accessorKey }: PendingCount) => ({
    pk: `CASE#${caseId}`,
    sk: `PENDING#${dueAt}#${from}#${accessorKey}`,
  }),
  search: (caseId: string, { dueAt, reportId }: { dueAt: string; reportId: string }) => ({
    pk: `CASE#${caseId}`,
    sk: `PENDING#${dueAt}#REPORT#${reportId}`,
  }),
  notice: (caseId: string, { dueAt, partyId, actionId }: { dueAt: string; partyId: string; actionId: string }) => ({
    pk: `CASE#${caseId}`,
    sk: `PENDING#${dueAt}#NOTICE#${partyId}#${actionId}`,
  }),
  heads: (caseId: string, shard: string) => ({ pk: `CASE#${caseId}`, sk: `HEADS#${shard}` }),
  party: (caseId: string, partyId: string) => ({ pk: `CASE#${caseId}`, sk: `PARTY#${partyId}` }),
  exposure: (caseId: string, of: { recordId: string; accessor: string }) => ({
    pk: `CASE#${caseId}`,
    sk: `EXPOSURE#${exposureKey(of)}`,
  }),
  accessor: (caseId: string, partyId: string, key: string) => ({
    pk: `CASE#${caseId}`,
    sk: `ACCESSOR#${partyId}#${key}`,
  }),
  affected: (caseId: string, recordId: string) => ({ pk: `CASE#${caseId}`, sk: `AFFECTED#${recordId}` }),
  unclaimed: (caseId: string, recordId: string) => ({ pk: `UNCLAIMED#${recordId}`, sk: caseId }),
  counted: (recordId: string) => ({ pk: `UNCLAIMED#${recordId}`, sk: "COUNTED" }),
  anomaly: (caseId: string, { accessorKey, anomalyId }: { accessorKey: string; anomalyId: string }) => ({
    pk: `CASE#${caseId}`,
    sk: `${anomaliesAt(restrictionPlace(caseId, restrictedKeyOf(accessorKey)))}#${anomalyId}`,
  }),
  duty: (caseId: string, duty: DutyName) => ({
    pk: `CASE#${caseId}`,
    sk: `DUTY#${dutyKey(duty)}`,
  }),
  measure: (caseId: string, measureId: string) => ({ pk: `CASE#${caseId}`, sk: `MEASURE#${measureId}` }),
  letter: (caseId: string, letterId: string) => ({ pk: `CASE#${caseId}`, sk: `LETTER#${letterId}` }),
  view: (caseId: string, viewId: string) => ({ pk: `CASE#${caseId}`, sk: `VIEW#${viewId}` }),
  timeline: (caseId: string, seq: number) => ({ pk: `CASE#${caseId}`, sk: `TIMELINE#${String(seq).padStart(9, "0")}` }),
  command: (caseId: string, partyId: string, eventId: string) => ({
    pk: `CASE#${caseId}`,
    sk: `MARKER#COMMAND#${partyId}#${eventId}`,
  }),
  mergedDuty: (caseId: string, mergedId: string, duty: DutyName) => ({
    pk: `CASE#${caseId}`,
    sk: `MARKER#MERGED#${mergedId}#DUTY#${dutyKey(duty)}`,
  }),
  movedTo: (caseId: string, mergedId: string, prefix: string) => ({
    pk: `CASE#${caseId}`,
    sk: `MARKER#MERGED#${mergedId}#TO#${prefix}`,
  }),
  sent: (caseId: string, seq: number) => ({ pk: `CASE#${caseId}`, sk: `MARKER#SENT#${String(seq).padStart(9, "0")}` }),
  mailed: (caseId: string, seq: number, { message, receiver }: { message: number; receiver: string }) => ({
    pk: `CASE#${caseId}`,
    sk: `MARKER#MAILED#${String(seq).padStart(9, "0")}#${message}#${receiver}`,
  }),
}

/** Whose papers of a case: the party's, under its alias of the case. */
export type PapersOf = { readonly partyId: string; readonly alias: string }

/** The partition of the papers that a party keeps to itself about a case. */
export const papersAt = ({ partyId, alias }: PapersOf): string => `PAPERS#${partyId}#${alias}`

/** Keys of these papers. Those that carry a time are in its order. */
export const paperKeys = {
  note: (of: PapersOf, { at, noteId }: { at: string; noteId: string }) => ({
    pk: papersAt(of),
    sk: `NOTE#${at}#${noteId}`,
  }),
  evidence: (of: PapersOf, { at, evidenceId }: { at: string; evidenceId: string }) => ({
    pk: papersAt(of),
    sk: `EVIDENCE#${at}#${evidenceId}`,
  }),
  approval: (of: PapersOf, { approvalId }: { approvalId: string }) => ({
    pk: papersAt(of),
    sk: `APPROVAL#${approvalId}`,
  }),
  draft: (of: PapersOf, { by, form }: { by: string | undefined; form: string }) => ({
    pk: papersAt(of),
    sk: `${draftsBy(by)}${form}`,
  }),
}

/** What the sort keys of one person's drafts begin with. Programs of the party share theirs. */
export const draftsBy = (by: string | undefined) => `DRAFT#${by ?? ""}#` as const

/** That a side of a case waits for its turn to change it, outside of the case: no change of the case touches it. */
export const waitingKey = (caseId: string, side: string): ItemKey => ({ pk: `WAITING#${caseId}`, sk: side })

/** Keys of the pointers to a case. */
export const pointerKeys = {
  accessor: (accessorKey: string) => ({ pk: `ACCESSOR#${accessorKey}`, sk: "OPEN" }),
  anomaly: (anomalyId: string) => ({ pk: `ANOMALY#${anomalyId}`, sk: "CASE" }),
  report: (partyId: string, eventId: string) => ({ pk: `REPORT#${partyId}#${eventId}`, sk: "CASE" }),
  letter: (linkHash: string) => ({ pk: `LETTER#${linkHash}`, sk: "CASE" }),
  view: (linkHash: string) => ({ pk: `VIEW#${linkHash}`, sk: "CASE" }),
  alias: (alias: string) => ({ pk: `ALIAS#${alias}`, sk: "CASE" }),
}
