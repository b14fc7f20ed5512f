import * as z from "zod"
import { assessmentSchema } from "../../../shared/breach-desk/assessment.ts"
import { dischargeReceiptSchema } from "../../../shared/breach-desk/duties/duty.ts"
import { lawCoverageSchema } from "../../../shared/breach-desk/law-coverage.ts"
import { instant } from "../../../shared/contracts/envelope.ts"
import {
  actor,
  caseAlias,
  caseUrl,
  count,
  disclosedFields,
  dutyReference,
  legalBasis,
  targetAt,
  timelineHead,
  toolName,
} from "../../../shared/contracts/fields.ts"
import { legalTestSchema, reportDetail } from "../../../shared/contracts/legal-words.ts"
import {
  assessmentReasonSchema,
  breachCause,
  chart,
  declineReasonSchema,
  documentLanguages,
  dueIs,
  dutyStateSchema,
  fieldName,
  finderKind,
  lawId,
  measureCode,
  measureKind,
  publicNoticeGround,
} from "../../../shared/contracts/words.ts"
import { publishedFindingSchema } from "../../../shared/detection/anomalies/published-finding.ts"
import { userId } from "../../../shared/parties/officer.ts"
import { problemBody } from "../../../shared/platform/http-problem.ts"
import { accesses } from "./accesses-answer.ts"
import { documents, fieldsOfReport, inBothLanguages, nextDue, obstacles, questions, tasks } from "./case-answers.ts"
import { exposuresAnswer } from "./exposures-answer.ts"
import { paperAnswers } from "./paper-answers.ts"
import { restrictionAnswers } from "./restriction-answers.ts"
import { timelineAnswer } from "./timeline-answer.ts"
import { unwatched } from "./unwatched-answer.ts"

/** The answers of the breach desk, for its document. A test compares them with the desk's real answers. */

const outcome = z.enum(["done", "repeated"]).meta({
  title: "Outcome",
  description: "`repeated`: a call under this id did it before, and its answer was not stored. This call had no effect",
})

/** One case in a party's list. */
const caseLine = z.strictObject({
  caseAlias,
  state: z.enum(["open", "closed", "falseAlarm"]),
  origin: z.enum(["anomaly", "report"]),
  tool: toolName,
  openedAt: instant,
  closedAt: instant.optional(),
  shipments: count.meta({ description: "Exposed shipments of the caller" }),
  atLeast: z.literal(true).optional().meta({
    description: "Nobody reports lookups in the tool: there may be more than is counted, and 0 means not known",
  }),
  acknowledged: z.boolean(),
  caseUrl,
})

const by = z
  .strictObject({
    kind: z.enum(["retailer", "carrier", "hub", "other"]),
    alias: actor.shape.alias,
    self: z.literal(true).optional(),
  })
  .meta({ description: "Who did it. A discreet retailer is not named" })

const dutyLine = dutyReference.required({ dutyId: true }).extend({
  state: dutyStateSchema,
  dueAt: instant.optional(),
  dueIs: dueIs.optional(),
  targetAt: targetAt.optional(),
  basis: legalBasis.optional(),
  towards: actor
    .optional()
    .meta({ description: "The party to which, or to whose customers, it is owed. Each is a separate duty" }),
})

const progress = z.strictObject({
  affected: count,
  told: count,
  publicNotice: count,
  text: z.string().meta({ examples: ["3,900 of 4,500 notified; 600 by public notice"] }),
})

const ownDuty = z.strictObject({
  ...dutyLine.shape,
  addressee: z.string(),
  dueIs,
  why: z.string().meta({ description: "The wording of the law for the term, and how it was counted, in English" }),
  explanation: inBothLanguages.optional().meta({
    description: "`why` in both languages. Absent if the law pack says it in other words by now",
  }),
  presumption: z.enum(["owed", "assess", "probablyNotOwed"]),
  test: legalTestSchema.optional().meta({ description: "The legal test that decides whether it is owed" }),
  excuses: z
    .array(assessmentReasonSchema)
    .meta({ description: "Reasons that excuse this duty although the test is met" }),
  requests: z
    .array(z.strictObject({ at: instant, by }))
    .meta({ description: "Each time that another party requested it" }),
  notices: progress.optional().meta({ description: "How many of that retailer's customers are notified" }),
  assignee: userId.optional().meta({ description: "To which of the caller's own people it is assigned" }),
  declined: z.strictObject({ at: instant, reason: declineReasonSchema }).optional(),
  takenOverAt: instant.optional(),
  discharged: z.strictObject({ at: instant, receipt: dischargeReceiptSchema.optional() }).optional(),
  notOwed: z.strictObject({ at: instant, assessment: assessmentSchema }).optional(),
})

const documentId = z.string().meta({
  description: "Only the party that asked for the document can use it",
  examples: ["5Qb3b3cW0m9s7c1Yq2u4xA"],
})

/** Answers by name. */
export const deskAnswers = {
  cases: z.strictObject({
    cases: z.array(caseLine.extend({ nextDue: nextDue.optional() })),
    next: z.string().optional().meta({ description: "`after` of the next page; absent on the last" }),
  }),
  reported: z.strictObject({ caseAlias, outcome: z.string(), caseUrl }),
  case: z.strictObject({
    ...caseLine.shape,
    discoveredAt: instant,
    finder: z.strictObject({ kind: finderKind, receivedAt: instant, toldYou: z.boolean() }).optional(),
    charts: z.array(chart),
    findings: z
      .array(
        publishedFindingSchema.extend({
          explanation: inBothLanguages.meta({ description: "The finding in words" }),
        }),
      )
      .meta({
        description: "What the detector found: the latest 200, oldest first. A retailer receives only its own part",
      }),
    findingsInAll: count.meta({ description: "How many findings there are" }),
    counts: z.strictObject({
      shipments: count,
      exposures: count.meta({ description: "Pairs of shipment and accessor" }),
      atLeast: z
        .literal(true)
        .optional()
        .meta({
          description:
            "More may have been exposed: `unwatched` has hours that nothing filled, or nobody reports lookups in the " +
            "tool. Then 0 means not known",
        }),
      people: count.optional(),
      peopleByRegion: z
        .record(z.string(), count)
        .optional()
        .meta({ description: "By country, or province or state, of the delivery; unknown where nobody knows" }),
      shareOfTotal: z.number().optional(),
      possibleShipments: count.optional().meta({
        description: "Further shipments that have only possible exposures",
      }),
      possibleExposures: count.optional(),
    }),
    fieldsExposed: z.array(z.strictObject({ field: fieldName, shipments: count })),
    fieldsNotExposed: disclosedFields.meta({
      description: "What is known not to have been shown. Empty while `counts.atLeast` is true",
    }),
    unwatched,
    firstExposureAt: instant.optional(),
    lastExposureAt: instant.optional(),
    reportedByCarrier: z.boolean(),
    lawCoverage: lawCoverageSchema,
    restrictedSince: instant.optional(),
    containment: z.strictObject({ attested: z.boolean(), at: instant.optional(), by: by.optional() }),
    measures: z.array(z.strictObject({ kind: measureKind, code: measureCode, at: instant, by })),
    acknowledgedAt: instant.optional(),
    determinedAt: instant.optional().meta({ description: "When the caller determined the breach, as it stated" }),
    lawEnforcementDelay: z
      .boolean()
      .optional()
      .meta({ description: "Whether the police asked the caller to delay a notice, as it stated" }),
    publicNoticeGrounds: z
      .array(publicNoticeGround)
      .optional()
      .meta({ description: "Why the caller's public notices stand for direct ones" }),
    saysFalseAlarmAt: instant.optional().meta({ description: "When the caller stated a false alarm" }),
    notices: progress,
    assessments: z.array(assessmentSchema).meta({ description: "The caller's latest answer to each legal test" }),
    confirmations: z
      .array(
        z.strictObject({
          law: lawId.optional(),
          test: legalTestSchema.optional(),
          by: z.string().meta({ description: "Name of the person" }),
          at: instant,
        }),
      )
      .meta({ description: "Who stands for an answer of no although every factor is high" }),
    questions,
    causes: z.array(breachCause).optional(),
    cause: z.string().optional().meta({ description: "As the caller stated it" }),
    details: z
      .partialRecord(reportDetail, z.string())
      .optional()
      .meta({ description: "What the caller stated for its reports" }),
    tasks,
    duties: z.array(ownDuty),
    others: z.array(
      z.strictObject({
        kind: z.enum(["retailer", "carrier"]),
        alias: actor.shape.alias,
        acknowledgedAt: instant.optional(),
        duties: z.array(
          z.strictObject({
            ...dutyLine.shape,
            requests: z
              .array(z.strictObject({ at: instant }))
              .optional()
              .meta({ description: "As the caller assessed it" }),
            declined: z.strictObject({ at: instant, reason: declineReasonSchema }).optional(),
          }),
        ),
      }),
    ),
    obstacles: obstacles.optional().meta({
      description:
        "While the case is open: what would refuse its closing as resolved. Empty: nothing that the caller can see",
    }),
    falseAlarmObstacles: obstacles.optional().meta({
      description: "While the case is open: what would refuse that the caller states a false alarm",
    }),
    timelineHead: z.strictObject(timelineHead.shape),
  }),
  timeline: timelineAnswer,
  exposures: exposuresAnswer,
  documents,
  reportFields: z.strictObject({ reports: z.array(fieldsOfReport) }),
  documentAsked: z.strictObject({
    documentId,
    state: z.literal("waiting"),
    documentUrl: z.string().meta({ examples: ["/v1/cases/WS-7K2Q9M4XTB/documents/5Qb3b3cW0m9s7c1Yq2u4xA"] }),
  }),
  document: z.strictObject({
    documentId,
    state: z
      .enum(["waiting", "drawing", "ready", "failed"])
      .meta({ description: "Ask again in a few seconds while it is `waiting` or `drawing`" }),
    format: z.enum(["json", "pdf", "docx", "markdown"]),
    language: z.enum(documentLanguages),
    document: z.string().optional().meta({ description: "The only document of the dossier in the file" }),
    requestedAt: instant,
    superseded: z
      .literal(true)
      .optional()
      .meta({ description: "The caller has corrected or withdrawn a fact since it asked for the document" }),
    endsAt: instant.meta({ description: "From then on it is not found" }),
    progress: z
      .strictObject({ part: z.int().min(1), of: z.int().min(1) })
      .optional()
      .meta({ description: "While it is `drawing`: 1 reads the case, 2 draws, 3 stores" }),
    readyAt: instant.optional(),
    link: z
      .strictObject({
        url: z.string().meta({ description: "Whoever has it can read the file until `expiresAt`. Needs no token" }),
        expiresAt: instant,
      })
      .optional()
      .meta({ description: "Once it is `ready`: a new link with each call, for 5 minutes" }),
    failure: z
      .strictObject({
        code: z.enum(["noSuchDocument", "caseGone", "cannotBeDrawn"]),
        detail: z.string().meta({ description: "What you can do" }),
      })
      .optional(),
  }),
  acknowledged: z.strictObject({ outcome, acknowledgedAt: instant.optional() }),
  duty: z.strictObject({ outcome, dutyId: z.string().optional(), state: dutyStateSchema.optional() }),
  assigned: z.strictObject({ outcome, dutyId: z.string().optional(), userId: userId.nullable().optional() }),
  ...paperAnswers,
  decidedApproval: z.strictObject({
    outcome,
    approvalId: z.string().optional().meta({ description: "If it was declined" }),
    dutyId: z.string().optional(),
    duties: count.optional(),
    state: z.union([dutyStateSchema, z.enum(["open", "closed", "falseAlarm"])]).optional(),
    obstacles: obstacles.optional(),
  }),
  stated: z.strictObject({
    outcome,
    duties: count.optional().meta({ description: "How many duties the caller has now" }),
  }),
  measured: z.strictObject({ outcome, measureId: z.string().optional() }),
  notified: z.strictObject({
    outcome,
    shipments: count.meta({ description: "Shipments that this call recorded as notified" }),
    unknown: z
      .array(z.int())
      .meta({ description: "Positions in the list that are not an affected shipment of the caller" }),
    progress: progress.partial({ text: true }).optional(),
  }),
  imported: z.strictObject({
    outcome,
    accesses: count.meta({ description: "Lookups of the log that were accepted" }),
    exposures: count.meta({ description: "Exposures that these lookups added or extended" }),
    unknown: z.array(z.int()).meta({ description: "Positions in the list whose shipment is not the caller's" }),
  }),
  closed: z.strictObject({
    outcome,
    state: z.enum(["open", "closed", "falseAlarm"]),
    obstacles: obstacles
      .optional()
      .meta({ description: "`open` after a false alarm was stated: the parties that have to state it too" }),
  }),
  notClosed: problemBody.extend({ obstacles: obstacles.optional() }),
  ...restrictionAnswers,
  decided: z.strictObject({ outcome: z.string() }),
  accesses,
}
