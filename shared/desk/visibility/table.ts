import type * as z from "zod"
import { nameRules } from "../../parties/public-name.ts"
import {
  everyParty,
  hubAlone,
  isShown,
  itself,
  itselfAlone,
  type Relation,
  type Rule,
  thoseItDealsWith,
} from "../../parties/relation-rule.ts"
import { wholeFinding } from "../../watch/detection/anomalies/finding-for.ts"
import type { anomalyOfCaseSchema, measureRowSchema, noticeReceiptSchema } from "../cases/case-rows.ts"
import type { caseRowSchema, partyRowSchema } from "../cases/participant-rows.ts"
import type { Duty, dischargeReceiptSchema, dutySchema } from "../duties/duty.ts"
import type { DutyEntryType } from "../duties/duty-operations.ts"
import type { timelineEntrySchema } from "../timeline.ts"
import type { TimelineEntryType } from "../timeline-entry-type.ts"

/** A rule for each field of a schema. A field without a rule does not compile. */
export type RulesOf<Schema extends z.ZodType> = { readonly [Field in keyof z.output<Schema>]-?: Rule }

const rowKeys = { pk: hubAlone, sk: hubAlone, caseId: hubAlone, type: hubAlone } as const

/**
 * Who may see what of a case. Each fact is about one party: whose row, duty, measure or receipt it is, who acted, or,
 * of a finding, whose numbers were looked up. A retailer sees a carrier's measure because the rules of `measure` show
 * it to those that the carrier deals with.
 */
export const visibilityTable = {
  /**
   * About the party that the breach was reported to, or that acted. Each party sees dates and tool of its own row
   * instead.
   */
  case: {
    ...rowKeys,
    version: hubAlone,
    state: everyParty,
    origin: thoseItDealsWith,
    belongsTo: hubAlone,
    openedAt: hubAlone,
    discoveredAt: thoseItDealsWith,
    closedAt: everyParty,
    closedBy: { ...thoseItDealsWith, stranger: "code" },
    mergedInto: hubAlone,
    merging: hubAlone,
    finder: thoseItDealsWith,
    tool: hubAlone,
    charts: hubAlone,
    head: hubAlone,
    exposures: hubAlone,
    lastGrowthAt: hubAlone,
    parties: hubAlone,
    toAlert: hubAlone,
    alertedAt: hubAlone,
    partyId: hubAlone,
  } satisfies RulesOf<typeof caseRowSchema>,

  /**
   * About the party of the row. Counts are for the party alone: a counterparty counts the shipments that the two share.
   */
  party: {
    ...rowKeys,
    partyId: { ...thoseItDealsWith, stranger: "code" },
    openedAt: itself,
    kind: thoseItDealsWith,
    tool: itself,
    vouchedBy: itself,
    alias: thoseItDealsWith,
    counterparties: hubAlone,
    exposures: itself,
    shipments: itself,
    possible: itself,
    shipmentsByField: itself,
    shipmentsByRegion: itself,
    firstAt: itself,
    lastAt: itself,
    awareAt: itself,
    alertedAt: itself,
    alertedShipments: itself,
    alerts: itself,
    acknowledgedAt: thoseItDealsWith,
    saysFalseAlarmAt: itself,
    formerAliases: itself,
    earlierCases: hubAlone,
    acknowledgeEscalations: itself,
    notified: itself,
    publicNoticeGrounds: itself,
    byRetailer: itself,
    discoveredAt: itself,
    reportedLookups: itself,
    atHub: itself,
    closedAtHub: itself,
    determinedAt: itself,
    lawTexts: itself,
    assessments: itself,
    confirmations: itself,
    settling: hubAlone,
    lawEnforcementDelay: itself,
    assignees: itselfAlone,
    correctedAt: itself,
    grownAt: itself,
    shrunkAt: itself,
    reported: itself,
    notifiedFacts: itself,
    writeAgainBy: itself,
    causes: itself,
    cause: itself,
    details: itself,
    correspondence: itself,
  } satisfies RulesOf<typeof partyRowSchema>,

  /** How a party is named to others. A discreet party goes by its kind, also to those that it deals with. */
  name: nameRules,

  /** About the party that owes the duty. `visibleDuties` says which of a carrier's duties concern which retailer. */
  duty: {
    party: thoseItDealsWith,
    law: thoseItDealsWith,
    kind: thoseItDealsWith,
    stage: thoseItDealsWith,
    rule: thoseItDealsWith,
    addressee: thoseItDealsWith,
    towards: thoseItDealsWith,
    state: thoseItDealsWith,
    clock: thoseItDealsWith,
    presumption: thoseItDealsWith,
    test: thoseItDealsWith,
    excuses: itself,
    requests: thoseItDealsWith,
    accepted: thoseItDealsWith,
    declined: thoseItDealsWith,
    offered: thoseItDealsWith,
    takenOver: thoseItDealsWith,
    discharged: thoseItDealsWith,
    notOwed: itself,
    alarms: thoseItDealsWith,
  } satisfies RulesOf<typeof dutySchema>,

  /** About the party that asked for a duty, or offered to do it, or took it over. */
  request: { by: thoseItDealsWith, at: thoseItDealsWith } satisfies Record<keyof Duty["requests"][number], Rule>,

  /** About the party that gave the receipt. A file number can name the person who keeps the file. */
  dischargeReceipt: {
    kind: thoseItDealsWith,
    reference: { ...itself, counterparty: "code", stranger: "code" },
    at: thoseItDealsWith,
  } satisfies RulesOf<typeof dischargeReceiptSchema>,

  /** About the party that notified a person. Others learn only that another party did. */
  noticeReceipt: {
    at: itself,
    method: itself,
    public: itself,
    receipt: { ...itself, counterparty: "code", stranger: "code" },
  } satisfies RulesOf<typeof noticeReceiptSchema>,

  /**
   * About the retailer whose numbers were looked up. Its counterparties are the carriers of the finding. The retailer
   * sees its own part of the numbers, `retailerFinding`; they can run over several retailers.
   */
  finding: {
    ...rowKeys,
    chart: wholeFinding,
    severity: wholeFinding,
    score: wholeFinding,
    threshold: wholeFinding,
    from: wholeFinding,
    crossedAt: wholeFinding,
    evidence: wholeFinding,
    rise: wholeFinding,
    retailerFinding: itself,
    anomalyId: thoseItDealsWith,
    accessorKey: { ...hubAlone, self: "code", counterparty: "code" },
    retailerId: hubAlone,
    partyIds: hubAlone,
    detectedAt: thoseItDealsWith,
    tool: thoseItDealsWith,
    reportedBy: hubAlone,
    delegatedBy: hubAlone,
    joinedAt: hubAlone,
  } satisfies RulesOf<typeof anomalyOfCaseSchema>,

  /**
   * About the party that took the measure. Of a carrier's measure, `self` is the carrier, and the retailers that it
   * deals with are counterparties.
   */
  measure: {
    ...rowKeys,
    measureId: itself,
    by: thoseItDealsWith,
    at: thoseItDealsWith,
    kind: thoseItDealsWith,
    code: thoseItDealsWith,
  } satisfies RulesOf<typeof measureRowSchema>,

  /** About the party that acted, in the timeline of a reader that may see the entry. */
  timelineEntry: {
    seq: everyParty,
    at: everyParty,
    contentHash: everyParty,
    prevHash: everyParty,
    hash: everyParty,
    actor: { ...everyParty, stranger: "code" },
    type: everyParty,
    data: everyParty,
    salt: everyParty,
  } satisfies RulesOf<typeof timelineEntrySchema>,

  /**
   * The party's signature in an entry, about the party that signed. `partial`: the body says more than the entry does,
   * such as a file number. With the signature, whoever knows the rest could try out what it is.
   */
  partySignature: { whole: thoseItDealsWith, partial: itself },

  /** Who reads an entry of each type: about the party that acted or, where the hub did, that the entry is about. */
  timeline: {
    BreachCaseOpened: thoseItDealsWith,
    AnomalyJoined: thoseItDealsWith,
    BreachReported: thoseItDealsWith,
    PartyAlerted: itself,
    PartyTold: itself,
    BreachCaseUpdated: itself,
    BreachAtHubRestated: itself,
    AlertNotAcknowledged: itself,
    BreachAlertAcknowledged: thoseItDealsWith,
    FactsStated: itself,
    LawTextAccepted: itself,
    MeasureRecorded: thoseItDealsWith,
    IndividualsNotified: thoseItDealsWith,
    NoticesReturned: itself,
    RegulatorAsked: itself,
    RegulatorTermExtended: itself,
    RegulatorAnswered: itself,
    RegulatorAnswerDue: itself,
    OutsiderTold: itself,
    ExposuresExported: itself,
    LogImported: itself,
    AccessorReleased: itself,
    RestrictionRenewed: itself,
    FalseAlarmStated: itself,
    NoteWritten: itself,
    EvidenceAdded: itself,
    ApprovalRequested: itself,
    ApprovalDeclined: itself,
    ApprovalLapsed: itself,
    ToolStopRequested: thoseItDealsWith,
    AnswerRequested: thoseItDealsWith,
    LetterSent: thoseItDealsWith,
    LetterNotDelivered: thoseItDealsWith,
    LetterOpened: thoseItDealsWith,
    LetterAcknowledged: thoseItDealsWith,
    LetterAnswered: thoseItDealsWith,
    LetterUnanswered: thoseItDealsWith,
    LetterSentAgain: thoseItDealsWith,
    LetterRevoked: thoseItDealsWith,
    RegulatorViewOpened: thoseItDealsWith,
    RegulatorViewRead: itself,
    RegulatorViewRevoked: thoseItDealsWith,
    DutyAssigned: itself,
    BreachCaseClosed: everyParty,
    CaseMerged: itself,
    CaseTakenIn: itself,
    DutyDue: thoseItDealsWith,
    DutyOverdue: thoseItDealsWith,
  } satisfies Record<Exclude<TimelineEntryType, DutyEntryType>, Rule>,

  /** Who reads the entry of an operation on a duty: about the party that acted. */
  dutyOperation: { entry: thoseItDealsWith },
} as const

/** The fields of a value that a viewer sees in full. Parse the result with its schema to use it as such. */
export function shownFields(
  rules: Readonly<Record<string, Rule>>,
  relation: Relation,
  value: object,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).filter(([field]) => {
      const rule = rules[field]
      return rule !== undefined && isShown(rule, relation)
    }),
  )
}
