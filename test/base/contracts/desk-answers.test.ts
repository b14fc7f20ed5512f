import { beforeAll, describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { HttpProblem } from "../../../shared/base/platform/http-problem.ts"
import type { RouteDeclaration } from "../../../shared/base/platform/http-route.ts"
import { silentTelemetry } from "../../../shared/base/platform/telemetry.ts"
import { caseAnswer } from "../../../shared/desk/api/case-answer.ts"
import { breachDeskRoutes, deskApi } from "../../../shared/desk/api/desk-routes.ts"
import { breachWorld, partyIn, seen, shipParcel, walkAnomaly } from "../../desk/breach-world.ts"
import { checkedPipeline } from "../platform/checked-pipeline.ts"

const world = breachWorld()
const routes = breachDeskRoutes({
  ...world.desk,
  records: world.records,
  restrictions: world.restrictions,
  decisionNotes: world.decisionNotes,
  sealer: world.sealer,
  documents: world.documents,
  documentLinks: world.files,
  evidenceFiles: world.evidenceFiles,
  streams: world.streams,
})
// It compares each answer with what its route declares.
const handler = checkedPipeline({
  routes,
  telemetry: silentTelemetry,
  clock: world.clock,
  authenticate: async (authorization) => {
    const party = world.directory.named(authorization ?? "")
    if (party === undefined) {
      throw new HttpProblem("unauthenticated")
    }
    return { party, tokenId: "t-1" }
  },
})

async function ask(as: string, method: string, path: string, body?: unknown) {
  const [rawPath = "", rawQueryString = ""] = path.split("?")
  const key = `${method}-${path}-${as}`.replace(/[^A-Za-z0-9-]/g, "-").slice(0, 60)
  const answer = await handler({
    rawPath,
    rawQueryString,
    headers: { authorization: as, "content-type": "application/json", "idempotency-key": key },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    requestContext: { requestId: key, http: { method, sourceIp: "203.0.113.7" } },
  })
  const isJson = /[/+]json/.test(answer.headers["content-type"] ?? "")
  return { status: answer.statusCode, body: isJson ? JSON.parse(answer.body) : answer.body }
}

const asked = z.looseObject({ documentId: z.string(), documentUrl: z.string() })

beforeAll(async () => {
  for (let number = 1; number <= 5; number += 1) {
    await shipParcel(world, "leafline", number)
    await world.disclosures.append(seen(number))
  }
  await world.anomalies.raise(walkAnomaly())
  await world.settle()
})

const declared = deskApi.flatMap((api) => Object.values<RouteDeclaration>(api))
const named = (all: readonly RouteDeclaration[]) => all.map(({ method, path }) => `${method} ${path}`)

it("the breach desk serves every route that it declares, and no other", () => {
  expect(named(routes)).toEqual(named(declared))
})

it("every route that changes a case or a restriction runs once for each key", () => {
  // Drafts and verifications change no case.
  const changing = declared.filter(({ method, path }) => method !== "GET" && !/\/(drafts|verifications)$/.test(path))
  const once = routes.filter(({ requestHeaders }) => "idempotency-key" in (requestHeaders?.shape ?? {}))
  expect(named(once)).toEqual(named(changing))
})

describe("the breach desk answers as declared", () => {
  const at = "2026-11-01T14:09:00.000Z"
  const aliasOf = (partyId: string) => partyIn(world, partyId).alias

  it.each(["leafline", "northpost"])("when %s reads", async (party) => {
    const own = `/v1/cases/${aliasOf(party)}`
    const reads = [
      "/v1/cases",
      own,
      `${own}/timeline`,
      `${own}/exposures?limit=2`,
      `${own}/documents`,
      `${own}/report-fields?language=fr`,
      "/v1/restrictions",
      "/v1/decisions",
      "/v1/proof-map",
      "/v1/refused-attempts",
      `/v1/shipments/${party === "leafline" ? "s1" : "NP000001CA"}/accesses`,
      `/v1/shipments/${party === "leafline" ? "s1" : "NP000001CA"}/accesses?format=html`,
      `${own}/timeline?limit=1`,
      `${own}/exposures?format=csv`,
      `${own}/exposures?format=mailMerge&limit=2`,
    ]
    for (const path of reads) expect([path, (await ask(party, "GET", path)).status]).toEqual([path, 200])
  })

  it("when a retailer acts, and when it repeats each action", async () => {
    const own = `/v1/cases/${aliasOf("leafline")}`
    const { body } = await ask("leafline", "GET", own)
    const duty = caseAnswer.parse(body).duties.find(({ kind }) => kind === "tellIndividuals")
    const acts: [string, unknown][] = [
      [`${own}/acknowledgements`, { at }],
      [`${own}/measures`, { kind: "containment", code: "containmentAttested", at }],
      [`${own}/facts`, { determinedAt: world.clock().toISOString() }],
      [`${own}/duties/${duty?.dutyId ?? ""}`, { step: { operation: "accept" }, at }],
      [
        `${own}/receipts`,
        { method: "email", notifiedAt: at, recipients: { kind: "shipmentIds", shipmentIds: ["s1", "stranger"] } },
      ],
    ]
    for (const [path, given] of acts) {
      for (const _ of ["first", "again"]) {
        const { status, body: answer } = await ask("leafline", "POST", path, given)
        expect([path, status]).toEqual([path, 200])
        expect(JSON.stringify(answer)).not.toContain(partyIn(world, "leafline").caseId)
      }
    }
    const closing = await ask("leafline", "POST", `${own}/closing`, { outcome: "resolved" })
    expect(closing).toMatchObject({ status: 409, body: { code: "notClosable" } })
    expect((await ask("leafline", "GET", own)).status).toBe(200)
  })

  it("when a party keeps papers of its own", async () => {
    const own = `/v1/cases/${aliasOf("leafline")}`
    const { body } = await ask("leafline", "GET", own)
    const [duty] = caseAnswer.parse(body).duties
    const acts: [string, unknown][] = [
      [`${own}/assignments`, { dutyId: duty?.dutyId, userId: "officer-anna-3f9c" }],
      [`${own}/notes`, { text: "A note." }],
      [`${own}/drafts`, { form: "note", content: "A dra" }],
      ["/v1/drafts", { form: "report", content: "A dra" }],
      [`${own}/evidence`, { name: "server.log", contentType: "text/plain", bytes: 5, sha256: "ab".repeat(32) }],
    ]
    for (const [path, given] of acts)
      for (const _ of ["first", "again"])
        expect([path, (await ask("leafline", "POST", path, given)).status]).toEqual([path, 200])
    for (const path of [own, `${own}/notes`, `${own}/drafts`, "/v1/drafts", `${own}/evidence`, `${own}/approvals`])
      expect([path, (await ask("leafline", "GET", path)).status]).toEqual([path, 200])
  })

  it("when a party asks for a document, while it waits, while it is drawn, and when it has ended", async () => {
    const own = `/v1/cases/${aliasOf("leafline")}/documents`
    const wish = await ask("leafline", "POST", own, { format: "pdf", language: "fr", document: "summary" })
    expect(wish.status).toBe(202)
    const { documentId, documentUrl } = asked.parse(wish.body)
    const read = async () => {
      const { status, body } = await ask("leafline", "GET", documentUrl)
      expect(status).toBe(200)
      return body
    }
    expect(await read()).toMatchObject({ state: "waiting", format: "pdf", language: "fr", document: "summary" })
    await world.documents.begin(documentId)
    expect(await read()).toMatchObject({ state: "drawing", progress: { part: 1, of: 3 } })
    await world.settle()
    expect(await read()).toMatchObject({ state: "ready" })
    const other = await ask("northpost", "POST", `/v1/cases/${aliasOf("northpost")}/documents`, {
      format: "pdf",
      document: "report-eu-gdpr",
    })
    await world.settle()
    const { body } = await ask("northpost", "GET", asked.parse(other.body).documentUrl)
    expect(body).toMatchObject({ state: "failed", failure: { code: "noSuchDocument" } })
  })

  it("when a party reports a breach", async () => {
    const { status } = await ask("northpost", "POST", "/v1/cases", {
      finder: "finder",
      tool: "observed:northpost",
      receivedAt: "2026-11-01T14:05:00Z",
      evidence: { kind: "accessorToken", accessorToken: "tok_walker" },
    })
    expect(status).toBe(200)
  })
})
