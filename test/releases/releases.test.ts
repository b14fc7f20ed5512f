import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { tableNames } from "../../functions/tables.ts"
import { templateRisks, templateSchema } from "../../infra/cli/check-upgrade/template-risks.ts"
import { documentVersion } from "../../infra/cli/documents/generated-files.ts"
import { jsonSchemaOf } from "../../infra/cli/documents/json-schema.ts"
import { openApi } from "../../infra/cli/documents/open-api.ts"
import { documentedRoutes } from "../../infra/cli/documents/routes.ts"
import { breakingChanges } from "../../infra/cli/documents/schema-compatibility.ts"
import { latestRelease, readReleases } from "../../infra/release/releases.ts"
import { streamPipeline } from "../../shared/base/platform/stream-pipeline.ts"
import { silentTelemetry } from "../../shared/base/platform/telemetry.ts"
import { decodeProfile, isEntryName } from "../../shared/watch/detection/profiles/profile-encoding.ts"
import { inNode } from "../in-node.ts"
import { breakingApiChanges } from "./api-compatibility.ts"
import { readRecord, recordedVersions } from "./recorded.ts"
import { kindOf, rowKinds, type TableWithSchema } from "./row-kinds.ts"
import type { StoredRow } from "./rows-of-today.ts"

/** The indexes of reports read these. The store computes them when it writes the row. */
const computed: Readonly<Record<string, readonly string[]>> = { Disclosures: ["toolDay", "toolAccess"] }

const anyRow = z.record(z.string(), z.unknown())

/** A row as a function reads it from a stream, by a schema. */
async function readRow(schema: z.ZodType, row: StoredRow): Promise<unknown> {
  const found: unknown[] = []
  const handle = streamPipeline({
    rowSchema: schema,
    telemetry: silentTelemetry,
    handle: async ({ after }) => {
      found.push(after)
      return "read"
    },
  })
  await handle({ Records: [{ eventName: "INSERT", dynamodb: { SequenceNumber: "1", NewImage: row } }] })
  return found[0]
}

const advice = "Take the change back, or see docs/releases.md: Changing what is stored"

/**
 * Bounds of strings that release 0.1.0 did not have. What they bound is far shorter: words of the hub and ids of
 * parties in a timeline, networks in CIDR notation, reasons of which there are few words, and what the form of an
 * invitation takes in 16,000 bytes.
 */
const spareBounds: Readonly<Record<string, RegExp>> = {
  "BreachCases.timeline": /entry\.(actor|type): maxLength became narrower$/,
  "Settings.settings": /networks\[\]: maxLength became narrower$/,
  "InvitedParties.party": /: max(Length|Items) became narrower$/,
  "BreachCases.duty": /assessment\.reasons: maxItems became narrower$/,
}
const isSpareBound = (row: string, change: string): boolean => spareBounds[row]?.test(change) === true

const releases = readReleases()
const isReleased = (version: string) => releases.some((one) => one.version === version && one.releasedOn !== null)

const tablesWithSchema = tableNames.filter((name): name is TableWithSchema => name in rowKinds)

for (const version of recordedVersions())
  describe(`what version ${version} wrote`, () => {
    if (!isReleased(version)) {
      it.skip("is compared once it is released, because before that it is no upgrade path", () => {})
      return
    }
    const record = readRecord(version)
    const itsTables = tablesWithSchema.filter(record.hasTable)

    it.each(itsTables)("in %s is read by today's code, and nothing of it is lost", async (table) => {
      for (const row of record.rows(table)) {
        const written = anyRow.parse(await readRow(anyRow, row))
        const schema = rowKinds[table][kindOf(table, written)] ?? z.never()
        for (const name of computed[table] ?? []) delete written[name]
        expect(await readRow(schema, row)).toEqual(written)
      }
    })

    it("in AccessProfiles is decoded by today's code", async () => {
      for (const row of record.rows("AccessProfiles")) {
        const { profileKey, ...written } = z.looseObject({ profileKey: z.string() }).parse(await readRow(anyRow, row))
        const entries = Object.entries(written)
          .filter(([name]) => isEntryName(name))
          .map(([name, value]) => ({ name, value: z.instanceof(Uint8Array).parse(value) }))
        const tags = new Set(entries.map(({ name }) => name.slice(1)))
        const contacts = decodeProfile(entries, /^(block|code)/.test(profileKey) ? "block" : "accessor")
        expect(contacts).toHaveLength(tags.size)
      }
    })

    it("has every kind of row that it could write", async () => {
      const rows = itsTables.flatMap((table) => record.rows(table).map((row) => [table, row] as const))
      const found = rows.map(
        async ([table, row]) => `${table}.${kindOf(table, anyRow.parse(await readRow(anyRow, row)))}`,
      )
      expect([...new Set(await Promise.all(found))].sort()).toEqual(Object.keys(record.schemas).sort())
    })

    it.each(Object.entries(record.schemas))("as %s fits today's schema", (name, before) => {
      const [table, kind = ""] = name.split(".")
      const schema = tablesWithSchema.filter((one) => one === table).map((one) => rowKinds[one][kind])[0]
      const changes =
        schema === undefined ? ["the kind of row is gone"] : breakingChanges(before, jsonSchemaOf(schema), true)
      const refused = changes.filter((change) => !isSpareBound(name, change))
      expect([advice, ...refused]).toEqual([advice])
    })
  })

describe("the next deployment over the latest release", () => {
  const latest = latestRelease(releases)
  const itOnceReleased = latest !== undefined && isReleased(latest.version) ? it : it.skip

  itOnceReleased(
    "loses no row, message, key, secret or address, and changes one index of a table at most",
    async () => {
      const before = readRecord(latest?.version ?? "none").resources
      const today = await inNode("test/releases/stateful-resources.ts", "statefulResources")
      expect(templateRisks({ Resources: before }, templateSchema.parse({ Resources: today }))).toEqual([])
    },
  )
})

/** Changes of the API since a release that were made nevertheless, each with its reason. */
const acceptedApiChanges: Readonly<Record<string, readonly (readonly [change: string, reason: string])[]>> = {
  "0.1.0": [
    ["GET /v1/settings: query after: the detail: type changed", "Callers repeat the `next`, which is a number"],
    ["PATCH /v1/settings: header if-match: became required", "It was always; the document did not say so"],
    ...["/v1/cases", "/v1/cases/{caseAlias}/timeline", "/v1/cases/{caseAlias}/exposures", "/v1/restrictions"].flatMap(
      (path) =>
        ["minLength", "maxLength"].map(
          (limit) =>
            [`GET ${path}: query after: the detail: ${limit} became narrower`, "Each `next` is within it"] as const,
        ),
    ),
    ...["GET /v1/settings: 200: changed[]", "GET /v1/settings: 200: history[].changes[].field"]
      .concat("PATCH /v1/settings: 200: changed[]")
      .map(
        (names) =>
          [
            `${names}: vendors, approvals, trackingSite, authorities, wayToCheck, counterparties, contracts, officerKeys not in both versions`,
            "Only who sets them sees the words",
          ] as const,
      ),
    [
      "PATCH /v1/settings: body: heavyReaders(0)[].networks[]: maxLength became narrower",
      "No CIDR notation is so long",
    ],
    ...["actor", "type"].map(
      (word) =>
        [
          `POST /v1/cases/{caseAlias}/verifications: body: timeline[].${word}: maxLength became narrower`,
          "The hub made the entries, and none has so long a word",
        ] as const,
    ),
    ...["duties/{dutyId}: body: step(11)", "facts: body:"].map(
      (step) =>
        [
          `POST /v1/cases/{caseAlias}/${step}${step.endsWith(":") ? " " : "."}assessment.reasons: maxItems became narrower`,
          "There are fewer words for reasons",
        ] as const,
    ),
    ...["headMac.mac: maxLength", "timeline: maxItems"].map(
      (limit) =>
        [
          `POST /v1/cases/{caseAlias}/verifications: body: ${limit} became narrower`,
          "The hub made what is verified, and none of it is so long",
        ] as const,
    ),
    ...["retailer", "carrier"].flatMap((kind) =>
      ["laws", "roles"].map(
        (list) =>
          [
            `POST /v1/invitations/answer: body: party(${kind}).${list}: maxItems became narrower`,
            "The whole answer has 16,000 bytes, and what it enters is far shorter",
          ] as const,
      ),
    ),
    ...["retailer", "carrier"].flatMap((kind) =>
      [
        ...["credentials(0).publicKeys[].kid", "credentials(0).publicKeys[].x", "credentials(0).publicKeys[].y"],
        ...["credentials(1).oidc.audience", "credentials(1).oidc.subject", "noLawBinds", "jurisdiction.timeZone"],
        ...["address", "name", "phone", "title"].map((field) => `documents.contact.${field}`),
        ...["credentials(1).oidc.issuer", "documents.contact.email", "documents.publicContact.phone"],
        ...["documents.publicContact.email", "documents.publicContact.url"],
        ...["prefix", "suffix"].map(
          (part) => `${kind === "carrier" ? "trackingNumbers.format" : "referenceFormat"}.${part}`,
        ),
      ].map(
        (field) =>
          [
            `POST /v1/invitations/answer: body: party(${kind}).${field}: maxLength became narrower`,
            "The whole answer has 16,000 bytes, and what it enters is far shorter",
          ] as const,
      ),
    ),
    ...[
      ...["assessments[].law", "duties[].notOwed.assessment.law", "obstacles[].law", "obstacles[].laws[]"].map(
        (law) => `GET /v1/cases/{caseAlias}: 200: ${law}`,
      ),
      "GET /v1/cases/{caseAlias}: 200: questions[].law",
      "GET /v1/cases/{caseAlias}/documents: 200: documents[].law",
      ...["law", "laws[]"].map((law) => `POST /v1/cases/{caseAlias}/closing: 200: obstacles[].${law}`),
    ].map(
      (place) =>
        [
          `${place}: was or became limited to a list`,
          "It is a law that binds the caller, which a deployment names in its own files",
        ] as const,
    ),
    ...["assessments[]", "duties[].notOwed.assessment", "duties[]", "questions[]"].map(
      (place) =>
        [
          `GET /v1/cases/{caseAlias}: 200: ${place}.test: significantIncident not in both versions`,
          "Only a law that 0.1.0 does not have asks it, and the question is in words beside it",
        ] as const,
    ),
    ...["factors[].facts[]", "facts[]"].map(
      (facts) =>
        [
          `GET /v1/cases/{caseAlias}: 200: questions[].${facts}.source: party not in both versions`,
          "The word says where a fact is from, and the fact itself is in words beside it",
        ] as const,
    ),
  ],
}

describe("the API of today", () => {
  const today: unknown = JSON.parse(JSON.stringify(openApi(documentedRoutes, documentVersion)))

  it.each(recordedVersions())("breaks no caller that was written for %s", (version) => {
    const accepted = (acceptedApiChanges[version] ?? []).map(([change]) => change)
    expect(breakingApiChanges(readRecord(version).api(), today).sort()).toEqual([...accepted].sort())
  })
})

describe("the check for breaking changes of the API", () => {
  type Part = Record<string, unknown>
  const schema = (properties: Part, required: readonly string[] = []) => ({ type: "object", properties, required })
  const text = { type: "string" }
  const usualAnswer = schema({ c: text, d: text }, ["c"])
  const query = (more: Part = {}) => ({ name: "limit", in: "query", schema: { type: "integer", maximum: 9 }, ...more })
  const json = (of: Part) => ({ content: { "application/json": { schema: of } } })
  const usual = {
    parameters: [query()],
    requestBody: json(schema({ a: text, b: text }, ["a"])),
    responses: { 200: json({ $ref: "#/components/schemas/Answer" }), 202: { description: "Later" } },
  }
  const document = (operation: Part, answer = usualAnswer) => ({
    paths: { "/v1/x": { post: operation } },
    components: { schemas: { Answer: answer } },
  })
  const changes = (change: Part, answer?: ReturnType<typeof schema>) =>
    breakingApiChanges(document(usual), document({ ...usual, ...change }, answer))

  it("finds none in additions", () => {
    const more = {
      parameters: [query(), { name: "more", in: "query", schema: text }],
      requestBody: json(schema({ a: text, b: text, more: text }, ["a"])),
      responses: { ...usual.responses, 201: { description: "New" } },
    }
    expect(changes(more, schema({ c: text, d: text, more: text }, ["c"]))).toEqual([])
  })

  it.each<[string, string[], Part, ReturnType<typeof schema>]>([
    ["a parameter is gone", ["query limit: removed"], { parameters: [] }, usualAnswer],
    [
      "a parameter is required",
      ["query limit: became required"],
      { parameters: [query({ required: true })] },
      usualAnswer,
    ],
    [
      "a parameter is narrower",
      ["query limit: the detail: maximum became narrower"],
      { parameters: [query({ schema: { type: "integer", maximum: 5 } })] },
      usualAnswer,
    ],
    [
      "a field of the body is gone",
      ["body: b: removed"],
      { requestBody: json(schema({ a: text }, ["a"])) },
      usualAnswer,
    ],
    [
      "a body is another format",
      ["body application/json: removed"],
      { requestBody: { content: { "text/csv": {} } } },
      usualAnswer,
    ],
    ["a status is gone", ["202: removed"], { responses: { 200: usual.responses[200] } }, usualAnswer],
    ["a field of the answer is gone", ["200: d: removed"], {}, schema({ c: text }, ["c"])],
    ["a field is not always there", ["200: c: is no longer always there"], {}, schema({ c: text, d: text })],
  ])("names the operation and the change when %s", (_, found, change, answer) => {
    expect(changes(change, answer)).toEqual(found.map((one) => `POST /v1/x: ${one}`))
  })

  it("finds an operation that is gone", () => {
    expect(breakingApiChanges(document(usual), { paths: {} })).toEqual(["POST /v1/x: removed"])
  })
})
