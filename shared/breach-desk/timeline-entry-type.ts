import * as z from "zod"
import { dutyEntryType } from "./duties/duty-operations.ts"

/** Every type of entry that the hub writes. Who may see which is in `visibility/table.ts`. */
export const timelineEntryType = z.enum([
  "BreachCaseOpened",
  "AnomalyJoined",
  "BreachReported",
  "PartyAlerted",
  "PartyTold",
  "BreachCaseUpdated",
  "AlertNotAcknowledged",
  "BreachAlertAcknowledged",
  "FactsStated",
  "MeasureRecorded",
  "IndividualsNotified",
  "ExposuresExported",
  "LogImported",
  "AccessorReleased",
  "RestrictionRenewed",
  "FalseAlarmStated",
  "DutyAssigned",
  "NoteWritten",
  "EvidenceAdded",
  "ApprovalRequested",
  "ApprovalDeclined",
  "ApprovalLapsed",
  "BreachCaseClosed",
  "CaseMerged",
  "CaseTakenIn",
  ...dutyEntryType.options,
  "DutyDue",
  "DutyOverdue",
])
export type TimelineEntryType = z.infer<typeof timelineEntryType>
