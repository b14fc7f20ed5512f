/** What a request is about: of whom the caller may not know, or of itself. */
export type DeskObjects = {
  caseAlias: string
  dutyId: string
  restrictionId: string
  shipmentId: string
  documentId: string
}

export type DeskAction = { path: string; body?: unknown; headers?: Readonly<Record<string, string>> }

export const at = "2026-11-01T14:10:00.000Z"
export const person = "officer-bert-81d2"
export const assessment = {
  law: "ca-on-fippa",
  test: "realRiskOfSignificantHarm",
  met: "no",
  factors: [
    { factor: "sensitivity", level: "low" },
    { factor: "probabilityOfMisuse", level: "low" },
    { factor: "stepsOfTheIndividual", level: "low" },
    { factor: "guidance", level: "low" },
  ],
  reasons: ["noRealRisk"],
  assessedBy: "privacy officer",
  assessedAt: at,
}

/** Every action that the desk's routes offer on some objects, by route. A test holds the list of routes to it. */
export function deskActions(of: DeskObjects): Record<string, DeskAction[]> {
  const base = `/v1/cases/${of.caseAlias}`
  const below = (path: string, ...bodies: unknown[]): DeskAction[] =>
    bodies.map((body) => ({ path: `${base}${path}`, body }))
  const restriction = `/v1/restrictions/${of.restrictionId}`
  const steps = [
    { operation: "accept" },
    { operation: "request" },
    { operation: "decline", reason: "notInControl" },
    { operation: "offer" },
    { operation: "takeOver" },
    { operation: "discharge", receipt: { kind: "recordEntry", reference: "1", at } },
    { operation: "assessNotOwed", assessment },
    { operation: "reopen" },
  ]
  const access = { accessId: "a", at, reference: "s1", accessor: "tok", fields: ["phase"] }
  return {
    "GET /v1/cases": [{ path: "/v1/cases" }],
    "POST /v1/cases": [
      {
        path: "/v1/cases",
        body: {
          finder: "staff",
          tool: "observed:northpost",
          receivedAt: at,
          evidence: { kind: "accessorToken", accessorToken: "tok_walker" },
        },
      },
    ],
    "GET /v1/cases/{caseAlias}": below("", undefined),
    "GET /v1/cases/{caseAlias}/timeline": below("/timeline", undefined),
    "GET /v1/cases/{caseAlias}/exposures": [
      ...below("/exposures", undefined),
      ...below("/exposures?format=csv", undefined),
    ],
    "POST /v1/cases/{caseAlias}/acknowledgements": below("/acknowledgements", {}),
    "POST /v1/cases/{caseAlias}/duties/{dutyId}": below(`/duties/${of.dutyId}`, ...steps.map((step) => ({ step }))),
    "POST /v1/cases/{caseAlias}/assignments": below("/assignments", { dutyId: of.dutyId, userId: person }),
    "GET /v1/cases/{caseAlias}/notes": below("/notes", undefined),
    "POST /v1/cases/{caseAlias}/notes": below("/notes", { text: "A note." }),
    "GET /v1/cases/{caseAlias}/drafts": below("/drafts", undefined),
    "POST /v1/cases/{caseAlias}/drafts": below("/drafts", { form: "note", content: "A dra" }),
    "GET /v1/drafts": [{ path: "/v1/drafts" }],
    "POST /v1/drafts": [{ path: "/v1/drafts", body: { form: "report", content: "A dra" } }],
    "GET /v1/cases/{caseAlias}/evidence": below("/evidence", undefined),
    "POST /v1/cases/{caseAlias}/evidence": below("/evidence", {
      name: "server.log",
      contentType: "text/plain",
      bytes: 5,
      sha256: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
    }),
    "GET /v1/cases/{caseAlias}/letters": below("/letters", undefined),
    "POST /v1/cases/{caseAlias}/letters": below(
      "/letters",
      { step: "ask", request: "stopTool" },
      { step: "sendAgain", letterId: "none" },
      { step: "revoke", letterId: "none" },
    ),
    "GET /v1/cases/{caseAlias}/views": below("/views", undefined),
    "POST /v1/cases/{caseAlias}/views": below(
      "/views",
      { step: "open", regulator: "OPC", days: 7, language: "en" },
      { step: "revoke", viewId: "none" },
    ),
    "GET /v1/cases/{caseAlias}/approvals": below("/approvals", undefined),
    "POST /v1/cases/{caseAlias}/approvals": below(
      "/approvals",
      { approvalId: "none", decision: "approve" },
      { approvalId: "none", decision: "decline" },
    ),
    "POST /v1/cases/{caseAlias}/measures": below("/measures", { kind: "containment", code: "accessorRefused", at }),
    "POST /v1/cases/{caseAlias}/facts": below("/facts", { assessment }),
    "POST /v1/cases/{caseAlias}/receipts": below("/receipts", {
      method: "publicNotice",
      notifiedAt: at,
      recipients: { kind: "public", shipments: 1 },
    }),
    "POST /v1/cases/{caseAlias}/returned-notices": below("/returned-notices", {
      returnedAt: at,
      recipients: { kind: "shipmentIds", shipmentIds: [of.shipmentId] },
    }),
    "POST /v1/cases/{caseAlias}/law-texts": below("/law-texts", { law: "ca-on-fippa", text: "none" }),
    "POST /v1/cases/{caseAlias}/correspondence": below(
      "/correspondence",
      { step: "asked", regulator: "OPC", reference: "1", text: "Why?", at, dueAt: "2026-12-01T00:00:00Z" },
      { step: "extended", questionId: "none", dueAt: "2026-12-01T00:00:00Z", reason: "They agreed." },
      { step: "answered", questionId: "none", at, reference: "1" },
      { step: "told", addressee: "police", at, content: { kind: "text", text: "All of it." } },
    ),
    "POST /v1/cases/{caseAlias}/accesses": below("/accesses", { accesses: [access] }),
    "POST /v1/cases/{caseAlias}/closing": below("/closing", { outcome: "falseAlarm" }, { outcome: "resolved" }),
    "POST /v1/cases/{caseAlias}/documents": below("/documents", { format: "json" }, { format: "pdf", language: "fr" }),
    "GET /v1/cases/{caseAlias}/documents": below("/documents", undefined),
    "GET /v1/cases/{caseAlias}/report-fields": below("/report-fields", undefined),
    "GET /v1/cases/{caseAlias}/documents/{documentId}": below(`/documents/${of.documentId}`, undefined),
    "POST /v1/cases/{caseAlias}/verifications": below("/verifications", {
      timeline: [],
      head: { seq: 0, hash: "0".repeat(64) },
    }),
    "GET /v1/restrictions": [{ path: "/v1/restrictions" }],
    "GET /v1/refused-attempts": [{ path: "/v1/refused-attempts" }],
    "POST /v1/refused-attempts/{attemptId}/closing": [
      { path: "/v1/refused-attempts/2026-11-01.an-attempt/closing", body: { reason: "guessing" } },
    ],
    "GET /v1/decisions": [{ path: "/v1/decisions?since=2026-11-01T00:00:00Z" }],
    "GET /v1/proof-map": [{ path: "/v1/proof-map" }],
    "POST /v1/restrictions/{restrictionId}/renewals": [
      { path: `${restriction}/renewals`, body: { until: "2026-11-05T00:00:00.000Z" } },
    ],
    "DELETE /v1/restrictions/{restrictionId}": [{ path: restriction }],
    "GET /v1/shipment-cases": [{ path: "/v1/shipment-cases", headers: { shipment: of.shipmentId } }],
    "GET /v1/shipments/{shipmentId}/accesses": [{ path: `/v1/shipments/${of.shipmentId}/accesses` }],
  }
}

/** The method of a route. */
export function methodOf(route: string): string {
  return route.split(" ")[0] ?? ""
}
