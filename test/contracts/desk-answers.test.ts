import { beforeAll, describe, expect, it } from "@jest/globals"
import type * as z from "zod"
import { deskAnswers } from "../../infra/cli/documents/desk-answers.ts"
import { documentedRoutes } from "../../infra/cli/documents/routes.ts"
import { breachDeskRoutes } from "../../shared/breach-desk/views/desk-routes.ts"
import { type HttpResult, httpPipeline } from "../../shared/platform/http-pipeline.ts"
import { HttpProblem } from "../../shared/platform/http-problem.ts"
import { silentTelemetry } from "../../shared/platform/telemetry.ts"
import { breachWorld, partyIn, seen, shipParcel, walkAnomaly } from "../breach-desk/breach-world.ts"

const world = breachWorld()
const handler = httpPipeline({
  routes: breachDeskRoutes({
    ...world.desk,
    records: world.records,
    restrictions: world.restrictions,
    decisionNotes: world.decisionNotes,
    sealer: world.sealer,
    documents: world.documents,
    documentLinks: world.files,
    evidenceFiles: world.evidenceFiles,
    streams: world.streams,
  }),
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
  expect(undeclared(method, rawPath, answer)).toEqual([])
  const isJson = /[/+]json/.test(answer.headers["content-type"] ?? "")
  return { status: answer.statusCode, body: isJson ? JSON.parse(answer.body) : answer.body }
}

/** Headers that every answer has. */
const everywhere = ["content-type", "cache-control", "x-content-type-options"]
const routes = documentedRoutes()

/** What the document does not say of an answer that is no refusal: its status, content type and headers. */
function undeclared(method: string, path: string, { statusCode, headers }: HttpResult): string[] {
  const fits = ({ path: template }: { path: string }) =>
    new RegExp(`^${template.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(path)
  const route = routes.find((one) => one.method === method && fits(one))
  const declared = route?.documentation?.answers[statusCode]
  if (declared === undefined) return statusCode < 400 ? [`${statusCode}`] : []
  const [type = ""] = headers["content-type"]?.split(";") ?? []
  const types = [declared.contentType ?? "application/json", ...(declared.otherTypes ?? [])]
  const unknown = Object.keys(headers).filter(
    (name) => !everywhere.includes(name) && !(name in (declared.headers ?? {})),
  )
  return [...unknown, ...(types.includes(type) ? [] : [type])]
}

/** The differences of an answer from its documented schema. */
function undocumented(schema: z.ZodType, body: unknown): string[] {
  const result = schema.safeParse(body)
  return result.success ? [] : result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`)
}

beforeAll(async () => {
  for (let number = 1; number <= 5; number += 1) {
    await shipParcel(world, "leafline", number)
    await world.disclosures.append(seen(number))
  }
  await world.anomalies.raise(walkAnomaly())
  await world.settle()
})

describe("the breach desk answers as documented", () => {
  const at = "2026-11-01T14:09:00.000Z"
  const aliasOf = (partyId: string) => partyIn(world, partyId).alias

  it.each(["leafline", "northpost"])("when %s reads", async (party) => {
    const own = `/v1/cases/${aliasOf(party)}`
    const reads: [string, z.ZodType][] = [
      ["/v1/cases", deskAnswers.cases],
      [own, deskAnswers.case],
      [`${own}/timeline`, deskAnswers.timeline],
      [`${own}/exposures?limit=2`, deskAnswers.exposures],
      [`${own}/documents`, deskAnswers.documents],
      [`${own}/report-fields?language=fr`, deskAnswers.reportFields],
      ["/v1/restrictions", deskAnswers.restrictions],
      ["/v1/decisions", deskAnswers.decisions],
      ["/v1/refused-attempts", deskAnswers.refusedAttempts],
      [`/v1/shipments/${party === "leafline" ? "s1" : "NP000001CA"}/accesses`, deskAnswers.accesses],
    ]
    for (const [path, schema] of reads) {
      const { status, body } = await ask(party, "GET", path)
      expect([path, status, undocumented(schema, body)]).toEqual([path, 200, []])
    }
    const forPeople = ["timeline?limit=1", "exposures?format=csv", "exposures?format=mailMerge&limit=2"]
    for (const page of forPeople.map((name) => `${own}/${name}`))
      expect((await ask(party, "GET", page)).status).toBe(200)
    expect(
      (await ask(party, "GET", `/v1/shipments/${party === "leafline" ? "s1" : "NP000001CA"}/accesses?format=html`))
        .status,
    ).toBe(200)
  })

  it("when a retailer acts, and when it repeats each action", async () => {
    const own = `/v1/cases/${aliasOf("leafline")}`
    const { body } = await ask("leafline", "GET", own)
    const duty = deskAnswers.case.parse(body).duties.find(({ kind }) => kind === "tellIndividuals")
    const acts: [string, unknown, z.ZodType][] = [
      [`${own}/acknowledgements`, { at }, deskAnswers.acknowledged],
      [`${own}/measures`, { kind: "containment", code: "containmentAttested", at }, deskAnswers.measured],
      [`${own}/facts`, { determinedAt: world.clock().toISOString() }, deskAnswers.stated],
      [`${own}/duties/${duty?.dutyId ?? ""}`, { step: { operation: "accept" }, at }, deskAnswers.duty],
      [
        `${own}/receipts`,
        { method: "email", notifiedAt: at, recipients: { kind: "shipmentIds", shipmentIds: ["s1", "stranger"] } },
        deskAnswers.notified,
      ],
    ]
    for (const [path, given, schema] of acts) {
      for (const _ of ["first", "again"]) {
        const { status, body: answer } = await ask("leafline", "POST", path, given)
        expect([path, status, undocumented(schema, answer)]).toEqual([path, 200, []])
        expect(JSON.stringify(answer)).not.toContain(partyIn(world, "leafline").caseId)
      }
    }
    const closing = await ask("leafline", "POST", `${own}/closing`, { outcome: "resolved" })
    expect(closing).toMatchObject({ status: 409, body: { code: "notClosable" } })
    expect(undocumented(deskAnswers.case, (await ask("leafline", "GET", own)).body)).toEqual([])
  })

  it("when a party keeps papers of its own", async () => {
    const own = `/v1/cases/${aliasOf("leafline")}`
    const { body } = await ask("leafline", "GET", own)
    const [duty] = deskAnswers.case.parse(body).duties
    const acts: [string, unknown, z.ZodType][] = [
      [`${own}/assignments`, { dutyId: duty?.dutyId, userId: "officer-anna-3f9c" }, deskAnswers.assigned],
      [`${own}/notes`, { text: "A note." }, deskAnswers.noted],
      [`${own}/drafts`, { form: "note", content: "A dra" }, deskAnswers.drafted],
      [
        `${own}/evidence`,
        { name: "server.log", contentType: "text/plain", bytes: 5, sha256: "ab".repeat(32) },
        deskAnswers.evidenceDeclared,
      ],
    ]
    for (const [path, given, schema] of acts)
      for (const _ of ["first", "again"]) {
        const { status, body: answer } = await ask("leafline", "POST", path, given)
        expect([path, status, undocumented(schema, answer)]).toEqual([path, 200, []])
      }
    for (const [path, schema] of [
      [own, deskAnswers.case],
      [`${own}/notes`, deskAnswers.notes],
      [`${own}/drafts`, deskAnswers.drafts],
      [`${own}/evidence`, deskAnswers.evidence],
      [`${own}/approvals`, deskAnswers.approvals],
    ] as const) {
      const { status, body: answer } = await ask("leafline", "GET", path)
      expect([path, status, undocumented(schema, answer)]).toEqual([path, 200, []])
    }
  })

  it("when a party asks for a document, while it waits, while it is drawn, and when it has ended", async () => {
    const own = `/v1/cases/${aliasOf("leafline")}/documents`
    const asked = await ask("leafline", "POST", own, { format: "pdf", language: "fr", document: "summary" })
    expect([asked.status, undocumented(deskAnswers.documentAsked, asked.body)]).toEqual([202, []])
    const { documentId, documentUrl } = deskAnswers.documentAsked.parse(asked.body)
    const read = async () => {
      const { status, body } = await ask("leafline", "GET", documentUrl)
      expect([status, undocumented(deskAnswers.document, body)]).toEqual([200, []])
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
    const { body } = await ask("northpost", "GET", deskAnswers.documentAsked.parse(other.body).documentUrl)
    expect(undocumented(deskAnswers.document, body)).toEqual([])
    expect(body).toMatchObject({ state: "failed", failure: { code: "noSuchDocument" } })
  })

  it("when a party reports a breach", async () => {
    const { status, body } = await ask("northpost", "POST", "/v1/cases", {
      finder: "finder",
      tool: "observed:northpost",
      receivedAt: "2026-11-01T14:05:00Z",
      evidence: { kind: "accessorToken", accessorToken: "tok_walker" },
    })
    expect([status, undocumented(deskAnswers.reported, body)]).toEqual([200, []])
  })
})
