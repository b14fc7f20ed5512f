import * as z from "zod"
import { dossierSchema } from "../../../shared/breach-desk/dossier/document.ts"
import { documentLanguages } from "../../../shared/contracts/words.ts"
import type { RouteDocumentation } from "../../../shared/platform/http-route.ts"
import { deskAnswers } from "./desk-answers.ts"

const repeatable = "A repeated call under the same `idempotency-key`, or else the same token, has no effect."
const page = {
  limit: { description: "Entries on one page. 100 when absent", schema: z.int().min(1).max(500) },
  after: { description: "The `next` of the page before" },
}

function json(description: string, schema: z.ZodType): RouteDocumentation["answers"] {
  return { 200: { description, schema } }
}

/** Documentation of the breach desk's routes, by method and path. */
export const deskDocumentation: Readonly<Record<string, RouteDocumentation>> = {
  "GET /v1/cases": {
    summary: "The caller's cases, newest first, up to 100 on a page",
    query: {
      state: { description: "Only cases in this state", schema: z.enum(["open", "closed", "falseAlarm"]) },
      after: page.after,
    },
    answers: json("A page of cases. It can be empty although there is a next one", deskAnswers.cases),
  },
  "POST /v1/cases": {
    summary: `Report a breach. ${repeatable}`,
    answers: {
      200: { description: "The report extended an open case, or was sent before", schema: deskAnswers.reported },
      201: { description: "The report opened a case", schema: deskAnswers.reported },
    },
  },
  "GET /v1/cases/{caseAlias}": {
    summary: "The caller's side of a case",
    answers: json("The case", deskAnswers.case),
  },
  "GET /v1/cases/{caseAlias}/timeline": {
    summary: "The hash-chained timeline, with everything that the caller may see",
    answers: json("The timeline", deskAnswers.timeline),
  },
  "GET /v1/cases/{caseAlias}/exposures": {
    summary: "The caller's exposed shipments with its own references, as JSON or CSV",
    query: { ...page, format: { description: "`csv` returns a file", schema: z.enum(["json", "csv"]) } },
    answers: json("A page of shipments, or the file", deskAnswers.exposures),
  },
  "POST /v1/cases/{caseAlias}/acknowledgements": {
    summary: `Acknowledge the alert. ${repeatable}`,
    answers: json("The alert is acknowledged", deskAnswers.acknowledged),
  },
  "POST /v1/cases/{caseAlias}/duties/{dutyId}": {
    summary: `Request, accept, decline, take over, discharge or assess a duty. ${repeatable}`,
    answers: json("The duty's state", deskAnswers.duty),
  },
  "POST /v1/cases/{caseAlias}/measures": {
    summary: `Record a measure taken. ${repeatable}`,
    answers: json("The measure is recorded", deskAnswers.measured),
  },
  "POST /v1/cases/{caseAlias}/facts": {
    summary: `State the caller's own facts: discovery, determination, cause, assessment. ${repeatable}`,
    answers: json("The facts are recorded", deskAnswers.stated),
  },
  "POST /v1/cases/{caseAlias}/accesses": {
    summary: `Add the log of your own tool to the case, up to 500 lookups in one call. ${repeatable}`,
    answers: json("How many lookups were accepted", deskAnswers.imported),
  },
  "POST /v1/cases/{caseAlias}/receipts": {
    summary: `Record whom you notified, up to 500 shipments in one call. ${repeatable}`,
    answers: json("How many were notified by this call and in all", deskAnswers.notified),
  },
  "POST /v1/cases/{caseAlias}/closing": {
    summary: `Close the case as resolved, or state that it is a false alarm. ${repeatable}`,
    answers: {
      ...json("The state of the case", deskAnswers.closed),
      409: { description: "What keeps the case open", contentType: "application/problem+json" },
    },
  },
  "GET /v1/cases/{caseAlias}/dossier": {
    summary: "The dossier: reports, notices, register entry and evidence, as JSON or PDF",
    query: {
      language: { description: "Language of the documents", schema: z.enum(documentLanguages) },
      format: { description: "`pdf` returns a file", schema: z.enum(["json", "pdf"]) },
      document: { description: "Limits the PDF to the document with this id" },
    },
    answers: json("The dossier, or the file", dossierSchema),
  },
  "POST /v1/cases/{caseAlias}/verifications": {
    summary: "Verify a timeline's chain, the MAC of its head, and received heads",
    answers: json(
      "What was verified",
      z.looseObject({
        ok: z.boolean(),
        macHolds: z.boolean().nullable().meta({ description: "null when none was given" }),
      }),
    ),
  },
  "GET /v1/restrictions": {
    summary: "The restrictions that concern the caller, by its cases, newest first, up to 500 on a page",
    query: { after: { description: "`next` of the page before" } },
    answers: json("A page of restrictions. It can be empty although there is a next one", deskAnswers.restrictions),
  },
  "POST /v1/restrictions/{restrictionId}/renewals": {
    summary: "Renew a restriction, for at most 30 days",
    answers: json("The restriction is renewed", deskAnswers.decided),
  },
  "DELETE /v1/restrictions/{restrictionId}": {
    summary: "Release a restriction",
    answers: json("The restriction is released", deskAnswers.decided),
  },
  "GET /v1/shipments/{shipmentId}/accesses": {
    summary: "Who looked up one shipment, named by the caller's own id",
    answers: json("The accesses. Each accessor has a name that only this caller receives", deskAnswers.accesses),
  },
}
