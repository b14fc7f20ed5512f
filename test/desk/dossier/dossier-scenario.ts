import { type Assessment, assessmentKey } from "../../../shared/desk/assessment.ts"
import type { DossierInput } from "../../../shared/desk/dossier/dossier.ts"
import { deriveDuties } from "../../../shared/desk/duties/derive-duties.ts"
import type { Duty } from "../../../shared/desk/duties/duty.ts"
import { applyDutyAction } from "../../../shared/desk/duties/duty-actions.ts"
import { dutyKey } from "../../../shared/desk/duties/duty-key.ts"
import type { DutyAction } from "../../../shared/desk/duties/duty-operations.ts"
import type { CaseFacts, CaseFactsInput, PartyFactsInput } from "../../../shared/desk/facts.ts"
import { caseFactsSchema } from "../../../shared/desk/facts.ts"
import { lawCatalogue } from "../../../shared/desk/law/catalogue.ts"
import { legalTestOf } from "../../../shared/desk/law/law.ts"
import type { TimelineData, TimelineEntry, TimelineHead } from "../../../shared/desk/timeline.ts"
import { appendEntry, emptyTimelineHead } from "../../../shared/desk/timeline.ts"

/** What the retailer answers to every test. */
const highRisk: Assessment = {
  met: "yes",
  factors: [
    { factor: "sensitivity", level: "high" },
    { factor: "probabilityOfMisuse", level: "medium" },
    { factor: "stepsOfTheIndividual", level: "low" },
    { factor: "guidance", level: "medium" },
  ],
  consequences:
    "Somebody who knows the address behind a postal code could learn that its household receives such deliveries.",
  reasons: ["realRisk"],
  explanation:
    "The sender's trade makes the bare fact of a delivery sensitive. The finder says that no copy was kept; this cannot be verified.",
  assessedBy: "Privacy Officer",
  assessedAt: "2026-11-03T15:00:00Z",
}

/**
 * A breach like that of 2018, at today's law: somebody walked a carrier's tool and saw 4,500 deliveries of a retailer
 * bound by Ontario's FIPPA; the finder informed the carrier, bound by the federal Privacy Act.
 */
export const retailerFacts: PartyFactsInput = {
  party: "leafline",
  name: "Leafline Cannabis Store",
  kind: "retailer",
  caseAlias: "WS-7K2M9Q4XHT",
  country: "CA",
  timeZone: "America/Toronto",
  laws: ["ca-on-fippa"],
  contact: { title: "Privacy Officer", email: "privacy@leafline.example", phone: "416-555-0142" },
  publicContact: { email: "privacy@leafline.example", phone: "1-800-555-0142" },
  wayToCheck: { en: "the phone number on your invoice", fr: "le numéro de téléphone de votre facture" },
  awareAt: "2026-11-02T19:40:00Z",
  determinedAt: "2026-11-03T15:00:00Z",
  shipments: 4500,
  people: 4500,
  peopleAtMost: 9000,
  shareOfTotal: 0.02,
  exposuresByField: [
    { field: "postal-code", shipments: 4500 },
    { field: "delivery-date", shipments: 4388 },
    { field: "signatory-name-or-initials", shipments: 4102 },
  ],
  fieldsNotExposed: ["purchaser", "address", "payment", "order-contents"],
  firstExposureAt: "2026-10-30T02:11:09Z",
  lastExposureAt: "2026-11-01T23:58:41Z",
  notice: {
    affected: 4500,
    notified: 3900,
    notifiedByPublicNotice: 600,
    firstNotifiedAt: "2026-11-04T14:00:00Z",
    lastNotifiedAt: "2026-11-05T20:00:00Z",
  },
  assessments: Object.fromEntries(
    lawCatalogue
      .flatMap((law) => law.rules.map((rule) => ({ law: law.id, test: legalTestOf(rule) })))
      .map((asked) => [assessmentKey(asked), { ...highRisk, ...asked }]),
  ),
}

export const carrierFacts: PartyFactsInput = {
  party: "northpost",
  name: "Northpost",
  alias: "Northpost",
  kind: "carrier",
  counterparties: ["leafline", "maplebooks"],
  caseAlias: "WS-M3V8D1RZ0C",
  wayToCheck: { en: "the phone number on our site", fr: "le numéro de téléphone de notre site" },
  country: "CA",
  timeZone: "America/Toronto",
  laws: ["ca-privacy-act"],
  awareAt: "2026-11-01T16:20:00Z",
  determinedAt: "2026-11-03T18:30:00Z",
  shipments: 4500,
  people: null,
  shareOfTotal: null,
  exposuresByField: [
    { field: "postal-code", shipments: 4500 },
    { field: "delivery-date", shipments: 4388 },
    { field: "signatory-name-or-initials", shipments: 4102 },
  ],
  fieldsNotExposed: ["purchaser", "address", "payment", "order-contents"],
  firstExposureAt: "2026-10-30T02:11:09Z",
  lastExposureAt: "2026-11-01T23:58:41Z",
}

/** A retailer that knows of a breach, and of nothing else yet. It promised people a day. */
export const earlyFacts: Partial<PartyFactsInput> = {
  shipments: 0,
  people: null,
  exposuresByField: [],
  fieldsNotExposed: [],
  firstExposureAt: null,
  lastExposureAt: null,
  notice: { affected: 0, notified: 0 },
  writeAgainBy: "2026-11-20T17:00:00Z",
}

/** What a retailer knew when it notified people: less than now, and in part wrongly. */
export const notifiedFacts: NonNullable<PartyFactsInput["notifiedFacts"]> = {
  from: "2026-11-04T14:00:00Z",
  to: "2026-11-05T20:00:00Z",
  shipments: 3900,
  fields: ["postal-code", "pickup-point"],
  notShown: ["delivery-date", "signatory-name-or-initials", "address", "payment"],
  firstExposureAt: "2026-10-30T02:11:09Z",
  lastExposureAt: "2026-10-31T23:58:41Z",
}

/** Facts of the case; `change` replaces parts of them. */
export const scenarioFacts = (change: Partial<CaseFactsInput> = {}): CaseFacts =>
  caseFactsSchema.parse({
    openedAt: "2026-11-01T16:25:00Z",
    origin: "report",
    discoveredAt: "2026-11-01T16:20:00Z",
    finder: { kind: "finder", reportedTo: "northpost", receivedAt: "2026-11-01T16:20:00Z" },
    tool: { mode: "observed", operatedBy: "northpost" },
    cause: "The tool answered for sequential order references without asking for any proof of who was looking.",
    accessor: {
      subjects: ["northpost:s_9f2c41d07be6a8f3"],
      networks: ["northpost:n_41aa7be0c9d2f610", "northpost:n_7710c2ab03f4de98"],
      references: 4731,
      charts: ["walk"],
      restrictedSince: "2026-11-01T16:41:00Z",
    },
    containment: {
      contained: true,
      at: "2026-11-01T21:15:00Z",
      attestedBy: "northpost",
    },
    measures: [
      {
        at: "2026-11-01T16:41:00Z",
        by: "hub",
        kind: "containment",
        code: "accessorRefused",
      },
      {
        at: "2026-11-01T21:15:00Z",
        by: "northpost",
        kind: "containment",
        code: "toolSuspended",
      },
      {
        at: "2026-11-05T13:00:00Z",
        by: "leafline",
        kind: "prevention",
        code: "referencesReissued",
      },
    ],
    parties: [retailerFacts, carrierFacts],
    ...change,
  })

type Step = { readonly at: string; readonly by: string; readonly key: string; readonly action: DutyAction }

const receipt = (
  kind: "regulatorReceipt" | "individualsNotified" | "organisationNotified" | "recordEntry",
  reference: string,
  at: string,
): DutyAction => ({
  operation: "discharge",
  receipt: { kind, reference, at },
})

/** What the parties did: request, decline, takeover, notices, both regulators in time. */
export const scenarioSteps: readonly Step[] = [
  {
    at: "2026-11-02T19:45:00Z",
    by: "northpost",
    key: "northpost#ca-privacy-act#tellOtherOrganisation#leafline",
    action: receipt("organisationNotified", "NP-LETTER-118", "2026-11-02T19:40:00Z"),
  },
  {
    at: "2026-11-02T19:46:00Z",
    by: "northpost",
    key: "northpost#ca-privacy-act#tellOtherOrganisation#maplebooks",
    action: receipt("organisationNotified", "NP-LETTER-119", "2026-11-02T19:41:00Z"),
  },
  {
    at: "2026-11-03T15:10:00Z",
    by: "leafline",
    key: "northpost#ca-privacy-act#tellIndividuals",
    action: { operation: "request" },
  },
  {
    at: "2026-11-03T20:05:00Z",
    by: "northpost",
    key: "northpost#ca-privacy-act#tellIndividuals",
    action: { operation: "decline", reason: "requesterShouldTell" },
  },
  {
    at: "2026-11-03T20:30:00Z",
    by: "leafline",
    key: "northpost#ca-privacy-act#tellIndividuals",
    action: { operation: "takeOver" },
  },
  {
    at: "2026-11-03T21:00:00Z",
    by: "leafline",
    key: "leafline#ca-on-fippa#tellRegulator",
    action: receipt("regulatorReceipt", "IPC PI26-00417", "2026-11-03T20:55:00Z"),
  },
  {
    at: "2026-11-05T20:10:00Z",
    by: "leafline",
    key: "leafline#ca-on-fippa#tellIndividuals",
    action: receipt("individualsNotified", "batches 1-9", "2026-11-05T20:00:00Z"),
  },
  {
    at: "2026-11-05T20:11:00Z",
    by: "leafline",
    key: "northpost#ca-privacy-act#tellIndividuals",
    action: receipt("individualsNotified", "batches 1-9", "2026-11-05T20:00:00Z"),
  },
  {
    at: "2026-11-06T15:00:00Z",
    by: "northpost",
    key: "northpost#ca-privacy-act#tellRegulator",
    action: receipt("regulatorReceipt", "OPC PA-067122", "2026-11-06T14:58:00Z"),
  },
  {
    at: "2026-11-06T16:00:00Z",
    by: "leafline",
    key: "leafline#ca-on-fippa#keepRecord",
    action: receipt("recordEntry", "register 2026-07", "2026-11-06T16:00:00Z"),
  },
  {
    at: "2026-11-06T16:30:00Z",
    by: "northpost",
    key: "northpost#ca-privacy-act#keepRecord",
    action: receipt("recordEntry", "register 31", "2026-11-06T16:30:00Z"),
  },
]

/** Plays steps on the derived duties. @throws Error when a step is refused, naming the rule */
export const playSteps = (facts: CaseFacts, steps: readonly Step[]): readonly Duty[] => {
  const parties = facts.parties.map(({ party }) => party)
  const progress = facts.parties.find(({ notice }) => notice !== undefined)?.notice
  return steps.reduce<readonly Duty[]>(
    (duties, { at, by, key, action }) =>
      duties.map((duty) => {
        if (dutyKey(duty) !== key) return duty
        const decision = applyDutyAction(duty, action, {
          by,
          at,
          parties,
          ...(progress === undefined ? {} : { progress }),
        })
        if (!decision.ok) throw new Error(`${key} ${action.operation}: ${decision.refusal}`)
        return decision.duty
      }),
    deriveDuties(facts, lawCatalogue),
  )
}

/** A timeline of given entries. Salts are fixed so that documents repeat. */
export const timelineOf = (
  contents: readonly {
    readonly at: string
    readonly actor: string
    readonly type: string
    readonly data?: TimelineData
  }[],
): { readonly entries: readonly TimelineEntry[]; readonly head: TimelineHead } => {
  let head = emptyTimelineHead
  const entries = contents.map(({ at, actor, type, data }, index) => {
    const next = appendEntry(head, {
      at,
      actor,
      type,
      data: data ?? {},
      salt: `salt-of-entry-${String(index).padStart(8, "0")}`,
    })
    head = next.head
    return next.entry
  })
  return { entries, head }
}

const entryTypes: Readonly<Record<string, string>> = {
  request: "DutyRequested",
  decline: "DutyDeclined",
  takeOver: "DutyTakenOver",
  discharge: "DutyDischarged",
}

export const scenarioTimeline = () =>
  timelineOf([
    { at: "2026-11-01T16:20:00Z", actor: "northpost", type: "BreachReported", data: { kind: "finder" } },
    { at: "2026-11-01T16:25:00Z", actor: "hub", type: "BreachCaseOpened", data: { shipments: 4500 } },
    { at: "2026-11-01T16:41:00Z", actor: "hub", type: "AccessorRestricted", data: {} },
    ...scenarioSteps.map(({ at, by, key, action }) => ({
      at,
      actor: by,
      type: entryTypes[action.operation] ?? action.operation,
      data: { law: key.split("#")[1] ?? "", kind: key.split("#")[2] ?? "" },
    })),
    { at: "2026-11-06T17:00:00Z", actor: "hub", type: "BreachCaseClosed", data: { told: 4500 } },
  ])

/** Everything a dossier of that case is built from. */
export const scenarioDossierInput = (change: Partial<DossierInput> = {}): DossierInput => {
  const facts = scenarioFacts()
  const { entries, head } = scenarioTimeline()
  return {
    facts,
    party: "leafline",
    duties: playSteps(facts, scenarioSteps),
    laws: lawCatalogue,
    language: "en",
    preparedAt: "2026-11-06T17:05:00Z",
    timeline: entries,
    head,
    headMac: {
      mac: "q7C9b0p3u2Xr1f8Yd6S4mW5tZk3nVhJ0aQeLr2cTg9I=",
      keyId: "alias/wayseal-head-mac",
      algorithm: "HMAC_SHA_256",
    },
    receivedHeads: [],
    ...change,
  }
}
