import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import {
  type AnomalyOfCase,
  anomalyOfCaseSchema,
  measureRowSchema,
  noticeReceiptSchema,
} from "../../../shared/desk/cases/case-rows.ts"
import { caseRowSchema, partyRowSchema } from "../../../shared/desk/cases/participant-rows.ts"
import { dischargeReceiptSchema, dutySchema } from "../../../shared/desk/duties/duty.ts"
import { partyFactsSchema } from "../../../shared/desk/facts.ts"
import { timelineEntrySchema } from "../../../shared/desk/timeline.ts"
import { type RulesOf, visibilityTable } from "../../../shared/desk/visibility/table.ts"
import {
  dutyFor,
  notifiedFor,
  readersOf,
  relationTo,
  type Viewer,
  viewerOf,
  visibleAnomalies,
  visibleDuties,
  visibleMeasures,
  visibleParties,
} from "../../../shared/desk/visibility.ts"
import { publicName } from "../../../shared/parties/public-name.ts"
import type { Shown } from "../../../shared/parties/relation-rule.ts"
import { findingFor } from "../../../shared/watch/detection/anomalies/finding-for.ts"
import { duty } from "../../builders/duty.ts"
import { publishedWalk } from "../../builders/findings.ts"
import { carrierFacts, retailerFacts } from "../dossier/dossier-scenario.ts"

/**
 * One case of two carriers and two retailers. Northpost carried Leafline's parcels, and Southpost those of Maple Books.
 * Who may see what of Northpost and of Leafline, a discreet retailer?
 */
const at = "2026-11-10T12:00:00.000Z"
const ties = {
  carrier: { partyId: "northpost", kind: "carrier", counterparties: ["leafline"] },
  otherCarrier: { partyId: "southpost", kind: "carrier", counterparties: ["maplebooks"] },
  touchedRetailer: { partyId: "leafline", kind: "retailer", counterparties: ["northpost"] },
  otherRetailer: { partyId: "maplebooks", kind: "retailer", counterparties: ["southpost"] },
} as const
type Role = keyof typeof ties | "hub"
const roles: readonly Role[] = ["carrier", "otherCarrier", "touchedRetailer", "otherRetailer", "hub"]
const hub: Viewer = { partyId: "hub", counterparties: new Set() }
const viewerAs = (role: Role): Viewer => (role === "hub" ? hub : viewerOf(ties[role], Object.values(ties)))

const receipt = { kind: "individualsNotified", reference: "NP-2026-117", at } as const
const owed = duty({
  state: "discharged",
  requests: [{ by: "leafline", at }],
  discharged: { by: "northpost", at, receipt },
})
const measure = { by: "northpost" }
const riseTo = (score: number) => ({ rise: [{ at, score }] })
const anomaly: AnomalyOfCase = {
  pk: "CASE#case-one",
  sk: "ANOMALY#one",
  caseId: "case-one",
  type: "anomaly",
  ...publishedWalk({ score: 31.4, ...riseTo(31.4) }),
  anomalyId: "anomaly-one",
  accessorKey: "subject#subject-one",
  retailerId: "leafline",
  partyIds: ["leafline", "northpost"],
  detectedAt: at,
  tool: "guarded",
  retailerFinding: publishedWalk({ score: 15.1, ...riseTo(15.1) }),
  joinedAt: at,
}
const facts = {
  parties: Object.values(ties).map(({ partyId, ...one }) =>
    partyFactsSchema.parse({ ...(one.kind === "carrier" ? carrierFacts : retailerFacts), ...one, party: partyId }),
  ),
}

const byRule = (rule: Readonly<Record<string, Shown>>, viewer: Viewer, of: string) =>
  rule[relationTo(viewer, of)] ?? "hidden"
const nameOf = (viewer: Viewer, partyId: string, discreet: boolean): Shown => {
  const kind = partyId === "northpost" ? "carrier" : "retailer"
  const { alias } = publicName({ kind, alias: partyId, discreet }, relationTo(viewer, partyId))
  return alias === undefined ? "code" : "shown"
}
const seenDuty = (viewer: Viewer) => {
  const [visible] = visibleDuties([owed], viewer)
  return visible === undefined ? undefined : dutyFor(viewer, visible)
}
const referenceAs = (reference: string | undefined): Shown =>
  reference === undefined ? "hidden" : reference === receipt.reference ? "shown" : "code"
const scoreAs = (viewer: Viewer): Shown => {
  const [visible] = visibleAnomalies([anomaly], viewer.partyId)
  if (visible === undefined) return "hidden"
  return findingFor(visible, viewer.partyId).score === anomaly.score ? "shown" : "code"
}
const riseAs = (viewer: Viewer): Shown => {
  const [visible] = visibleAnomalies([anomaly], viewer.partyId)
  if (visible === undefined) return "hidden"
  return findingFor(visible, viewer.partyId).rise?.[0]?.score === anomaly.score ? "shown" : "code"
}
const inDocument = (viewer: Viewer): Shown => {
  const own = facts.parties.find(({ party }) => party === viewer.partyId)
  if (own === undefined) return byRule(visibilityTable.party.kind, viewer, "northpost")
  return visibleParties(facts, own).some(({ party }) => party === "northpost") ? "shown" : "hidden"
}
const byNotice = { no: "hidden", byYou: "shown", byOther: "code" } as const
const shown = (isShown: boolean): Shown => (isShown ? "shown" : "hidden")

/**
 * How a viewer sees each fact, as the functions that the API, the alerts, the dossier and the timeline call answer it.
 */
const factFor: Readonly<Record<string, (viewer: Viewer) => Shown>> = {
  "name of the carrier": (viewer) => nameOf(viewer, "northpost", false),
  "name of a discreet retailer": (viewer) => nameOf(viewer, "leafline", true),
  "case alias of the carrier": (viewer) => byRule(visibilityTable.party.alias, viewer, "northpost"),
  "count of the carrier's shipments": (viewer) => byRule(visibilityTable.party.shipments, viewer, "northpost"),
  "score over all numbers of the finding": scoreAs,
  "rise over all numbers of the finding": riseAs,
  "finding in the retailer's numbers": (viewer) => shown(visibleAnomalies([anomaly], viewer.partyId).length > 0),
  "duty of the carrier": (viewer) => shown(seenDuty(viewer) !== undefined),
  "request of the retailer": (viewer) => shown((seenDuty(viewer)?.requests ?? []).length > 0),
  "measure of the carrier": (viewer) => shown(visibleMeasures([measure], viewer).length > 0),
  "entry of the measure in the timeline": (viewer) =>
    shown(
      viewer === hub || readersOf("MeasureRecorded", viewerAs("carrier"), [viewer.partyId]).includes(viewer.partyId),
    ),
  "receipt of the carrier": (viewer) => referenceAs(seenDuty(viewer)?.discharged?.receipt.reference),
  "notice by the carrier": (viewer) =>
    byNotice[viewer === hub ? "byYou" : notifiedFor({ id: viewer.partyId }, { northpost: receipt })],
  "line of a document about the carrier": inDocument,
}

describe("what each viewer sees of a case", () => {
  it.each<[string, Shown, Shown, Shown, Shown, Shown]>([
    // fact                                     carrier   other     touched   other     hub
    //                                                    carrier   retailer  retailer
    ["name of the carrier", "shown", "code", "shown", "code", "shown"],
    ["name of a discreet retailer", "code", "code", "shown", "code", "shown"],
    ["case alias of the carrier", "shown", "hidden", "shown", "hidden", "shown"],
    ["count of the carrier's shipments", "shown", "hidden", "hidden", "hidden", "shown"],
    ["score over all numbers of the finding", "shown", "hidden", "code", "hidden", "shown"],
    ["rise over all numbers of the finding", "shown", "hidden", "code", "hidden", "shown"],
    ["finding in the retailer's numbers", "shown", "hidden", "shown", "hidden", "shown"],
    ["duty of the carrier", "shown", "hidden", "shown", "hidden", "shown"],
    ["request of the retailer", "shown", "hidden", "shown", "hidden", "shown"],
    ["measure of the carrier", "shown", "hidden", "shown", "hidden", "shown"],
    ["entry of the measure in the timeline", "shown", "hidden", "shown", "hidden", "shown"],
    ["receipt of the carrier", "shown", "hidden", "code", "hidden", "shown"],
    ["notice by the carrier", "shown", "code", "code", "code", "shown"],
    ["line of a document about the carrier", "shown", "hidden", "shown", "hidden", "shown"],
  ])("%s (promise: discreet-name-is-hidden, table-decides-who-sees)", (fact, ...expected) => {
    expect(roles.map((role) => factFor[fact]?.(viewerAs(role)))).toEqual(expected)
  })
})

describe("a retailer and a carrier that share nothing in the case", () => {
  it("do not see each other in a document, although they are of different kinds", () => {
    const leafline = facts.parties.find(({ party }) => party === "leafline")
    if (leafline === undefined) throw new Error("no such party")
    expect(visibleParties(facts, leafline).map(({ party }) => party)).toEqual(["northpost", "leafline"])
  })
})

/**
 * A new field of a row, a duty, a finding, a receipt or an entry does not compile until the table has a rule for it.
 */
const reviewed = { reviewedBy: z.string() }
const withNewField = {
  case: caseRowSchema.extend(reviewed),
  party: partyRowSchema.extend(reviewed),
  duty: dutySchema.extend(reviewed),
  dischargeReceipt: dischargeReceiptSchema.extend(reviewed),
  noticeReceipt: noticeReceiptSchema.extend(reviewed),
  finding: anomalyOfCaseSchema.extend(reviewed),
  measure: measureRowSchema.extend(reviewed),
  timelineEntry: timelineEntrySchema.extend(reviewed),
}
type New = typeof withNewField
const rulesWithoutTheField = [
  // @ts-expect-error no rule for the new field of a case
  visibilityTable.case satisfies RulesOf<New["case"]>,
  // @ts-expect-error no rule for the new field of a party
  visibilityTable.party satisfies RulesOf<New["party"]>,
  // @ts-expect-error no rule for the new field of a duty
  visibilityTable.duty satisfies RulesOf<New["duty"]>,
  // @ts-expect-error no rule for the new field of a discharge receipt
  visibilityTable.dischargeReceipt satisfies RulesOf<New["dischargeReceipt"]>,
  // @ts-expect-error no rule for the new field of a notice receipt
  visibilityTable.noticeReceipt satisfies RulesOf<New["noticeReceipt"]>,
  // @ts-expect-error no rule for the new field of a finding
  visibilityTable.finding satisfies RulesOf<New["finding"]>,
  // @ts-expect-error no rule for the new field of a measure
  visibilityTable.measure satisfies RulesOf<New["measure"]>,
  // @ts-expect-error no rule for the new field of a timeline entry
  visibilityTable.timelineEntry satisfies RulesOf<New["timelineEntry"]>,
]

describe("the table of rules", () => {
  it("has a rule for every field of each schema and for no other (promise: table-decides-who-sees)", () => {
    const fieldsOf = Object.values(withNewField).map(({ shape }) => Object.keys(shape).sort())
    expect(rulesWithoutTheField.map((rules) => [...Object.keys(rules), "reviewedBy"].sort())).toEqual(fieldsOf)
  })
})
