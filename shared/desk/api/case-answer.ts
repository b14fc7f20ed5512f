import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { breachAtHub } from "../../base/contracts/breach-at-hub.ts"
import { lastLookup } from "../../base/contracts/breach-case.ts"
import { instant } from "../../base/contracts/envelope.ts"
import {
  actor,
  count,
  disclosedFields,
  dutyReference,
  legalBasis,
  targetAt,
  timelineHead,
} from "../../base/contracts/fields.ts"
import { assessmentFactorSchema, legalTestSchema, reportDetail } from "../../base/contracts/legal-words.ts"
import {
  assessmentReasonSchema,
  breachCause,
  chart,
  declineReasonSchema,
  dueIs,
  dutyKindSchema,
  dutyStateSchema,
  fieldName,
  finderKind,
  lawId,
  lawOrContract,
  measureCode,
  measureKind,
  publicNoticeGround,
} from "../../base/contracts/words.ts"
import type { Given } from "../../base/platform/http-route.ts"
import { contractFact } from "../../parties/counterparty-entry.ts"
import { userId } from "../../parties/officer.ts"
import { shownFindingSchema } from "../../watch/detection/anomalies/published-finding.ts"
import { assessmentSchema } from "../assessment.ts"
import { askedByRegulator, questionAnswered, termExtended, toldOutside } from "../cases/correspondence.ts"
import { factSources } from "../dossier/proposed-facts.ts"
import { dischargeReceiptSchema } from "../duties/duty.ts"
import { textChangeSchema } from "../duties/text-changes.ts"
import { lawCoverageSchema, lawReviewsSchema } from "../law-coverage.ts"
import { unknownReason } from "../unknown-reason.ts"
import { caseLineSchema, inBothLanguages } from "./case-line.ts"

/** What a party reads of its side of a case. */

/** The hours of a case, or of a shipment, in which nobody watched the carrier's tool. */
export const unwatched = z
  .array(
    z.strictObject({
      from: instant,
      until: instant,
      filledAt: instant.optional(),
      goesOn: z.literal(true).optional(),
    }),
  )
  .optional()
  .meta({
    description:
      "Hours in which the carrier's tool did not report its lookups, so that more may have been seen than the hub " +
      "knows: at most 100. `filledAt`: when late reports had filled them, by the carrier's own statement. `goesOn`: " +
      "they had not ended when this was answered. Absent if there are none",
  })

/** What keeps a case open. */
export const obstacles = z.array(
  z.strictObject({
    code: ownString().meta({ examples: ["peopleToldByNobody"] }),
    untold: count.optional().meta({ description: "Shipments of the caller whose people nobody has notified" }),
    laws: z.array(lawId).optional().meta({ description: "Laws under which the caller owes them a notice" }),
    law: lawOrContract.optional(),
    kind: dutyKindSchema.optional(),
    dutyId: ownString().optional().meta({ description: "The duty that is open" }),
    by: actor.optional().meta({ description: "The other party on which it depends" }),
    remedy: inBothLanguages.meta({ description: "What would remove it, for whom, and by which call" }),
  }),
)

const proposedFacts = z
  .array(
    z.strictObject({
      source: z.enum(factSources).meta({ description: "Where in the case it is on record" }),
      amount: count.optional().meta({ description: "The number in it; seconds of a duration" }),
      fact: inBothLanguages,
    }),
  )
  .meta({ description: "Facts on record that bear on it. They suggest no answer" })

/** The questions that laws ask of the caller. */
export const questions = z
  .array(
    z.strictObject({
      law: lawId,
      test: legalTestSchema,
      question: inBothLanguages,
      section: inBothLanguages,
      wording: ownString().meta({ description: "The test in the words of the law" }),
      factors: z.array(z.strictObject({ code: assessmentFactorSchema, wording: ownString(), facts: proposedFacts })),
      facts: proposedFacts.meta({ description: "The same beside the whole test, if its law names no factors" }),
      decides: z.array(dutyKindSchema).meta({ description: "Kinds of duty that the answer decides about" }),
      answerBy: z
        .strictObject({ at: instant, section: inBothLanguages })
        .optional()
        .meta({ description: "By when the law has the caller answer it. Absent: it names no time for the answer" }),
    }),
  )
  .meta({ description: "The legal tests that the caller has to answer. The hub answers none of them" })

/** What the caller set a time for, beside its duties. */
export const tasks = z
  .array(
    z.strictObject({
      task: z.enum(["writeAgain"]).meta({ description: "To write again to the people notified, as it promised" }),
      dueAt: instant,
      isOverdue: z.boolean(),
    }),
  )
  .meta({ description: "What is due by a time that the caller set. `wroteAgainAt` among its facts ends it" })

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

export const progress = z.strictObject({
  affected: count,
  told: count,
  publicNotice: count,
  text: ownString().meta({ examples: ["3,900 of 4,500 recorded as notified; 600 by public notice"] }),
})

const ownDuty = z.strictObject({
  ...dutyLine.shape,
  addressee: ownString(),
  dueIs,
  why: ownString().meta({
    description: "The wording of the law or the contract for the term, and how it was counted, in English",
  }),
  explanation: inBothLanguages.optional().meta({
    description: "`why` in both languages. Absent if the law pack or the contract says it in other words by now",
  }),
  review: inBothLanguages.optional().meta({
    description: "What counsel said of the rule and its clause, or that no review is recorded. Absent: no rule is here",
  }),
  send: z.array(contractFact).optional().meta({ description: "By contract: what the other party is to be told" }),
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

export const caseAnswer = z.strictObject({
  ...caseLineSchema.shape,
  discoveredAt: instant,
  finder: z.strictObject({ kind: finderKind, receivedAt: instant, toldYou: z.boolean() }).optional(),
  reported: z
    .strictObject({
      since: instant,
      until: instant,
      fields: disclosedFields.optional(),
      range: z.strictObject({ first: ownString(), last: ownString() }).optional(),
    })
    .optional()
    .meta({
      description:
        "When somebody looked, what the tool showed, and from which order reference to which, as the caller said it in " +
        "the report with which it came into the case",
    }),
  breachAtHub: breachAtHub.optional().meta({ description: "What the operator stated, if the hub itself was breached" }),
  charts: z.array(chart),
  findings: z
    .array(
      shownFindingSchema.extend({
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
    atLeast: z.literal(true).optional().meta({
      description: "More may have been exposed, as `unknownBecause` says. Then 0 means not known",
    }),
    people: count.optional().meta({ description: "At least so many. A household is counted once" }),
    peopleAtMost: count.optional().meta({
      description: "One parcel can tell of who ordered, who received and who signed. Absent if nobody knows a most",
    }),
    peopleByRegion: z
      .record(ownString(), count)
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
    description: "What is proven not to have been shown. Empty while `unknownBecause` is there",
  }),
  provenNotShown: z
    .strictObject({
      because: z.enum(["hubRecords", "carrierCounts"]),
      during: z.strictObject({ from: instant, until: instant }),
    })
    .optional()
    .meta({
      description:
        "What proves that, and for which time. `hubRecords`: the hub records each answer of its own tool before it is " +
        "given. `carrierCounts`: the carrier counted its lookups, and all of them reached the hub",
    }),
  unknownBecause: z
    .array(unknownReason)
    .optional()
    .meta({ description: "Why more may have been shown. `counts.shipments` of 0 then means not known" }),
  unwatched,
  fieldsPossiblyExposed: disclosedFields.optional().meta({
    description: "What the possible exposures may have shown. Absent if there are none",
  }),
  firstExposureAt: instant.optional(),
  lastExposureAt: instant.optional().meta({ description: lastLookup }),
  reportedByCarrier: z.boolean(),
  lawCoverage: lawCoverageSchema,
  lawReviews: z.array(lawReviewsSchema),
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
        by: ownString().meta({ description: "Name of the person" }),
        at: instant,
      }),
    )
    .meta({ description: "Who stands by name for an answer" }),
  questions,
  causes: z.array(breachCause).optional(),
  cause: ownString().optional().meta({ description: "As the caller stated it" }),
  details: z
    .partialRecord(reportDetail, ownString())
    .optional()
    .meta({ description: "What the caller stated for its reports" }),
  tasks,
  correspondence: z
    .strictObject({
      questions: z.array(
        z.strictObject({
          questionId: ownString(),
          ...askedByRegulator,
          isOverdue: z.boolean(),
          extension: z.strictObject(termExtended).optional(),
          answered: z.strictObject(questionAnswered).optional(),
        }),
      ),
      told: z.array(z.strictObject(toldOutside)),
    })
    .optional()
    .meta({ description: "What the caller recorded of regulators' questions, and of others outside whom it told" }),
  duties: z.array(ownDuty),
  others: z.array(
    z.strictObject({
      kind: z.enum(["retailer", "carrier"]),
      alias: actor.shape.alias,
      acknowledgedAt: instant.optional(),
      byLetter: z.literal(true).optional().meta({
        description: "The party takes no part in the exchange. What is asked of it goes to it as a letter",
      }),
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
  otherTexts: z
    .array(
      z.strictObject({
        law: lawId,
        keptEdition: z.int().meta({ description: "Number of the text that the caller's duties follow" }),
        edition: z.int().meta({ description: "Number of the text that the hub has now" }),
        text: ownString().meta({ description: "Its hash, to accept it with" }),
        changes: z.array(textChangeSchema),
      }),
    )
    .optional()
    .meta({
      description:
        "While the case is open: laws of which the hub has another text than the caller's duties follow, and what " +
        "each would change. Nothing changes until the caller accepts it",
    }),
  obstacles: obstacles.optional().meta({
    description:
      "While the case is open: what would refuse its closing as resolved. Empty: nothing that the caller can see",
  }),
  falseAlarmObstacles: obstacles.optional().meta({
    description: "While the case is open: what would refuse that the caller states a false alarm",
  }),
  timelineHead: z.strictObject(timelineHead.shape),
})

/** A party's whole side of a case. */
export type CaseView = Given<typeof caseAnswer>
