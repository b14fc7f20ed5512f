import * as z from "zod"
import { dossierSchema } from "../../../shared/breach-desk/dossier/document.ts"
import { documentLanguages } from "../../../shared/contracts/words.ts"
import type { RouteDocumentation } from "../../../shared/platform/http-route.ts"
import { deskAnswers } from "./desk-answers.ts"

const repeatable = "Send `idempotency-key` to be able to send it again."
const page = {
  limit: { description: "Entries of a page, 100 when absent", schema: z.int().min(1).max(500) },
  after: { description: "`next` of the page before" },
}

function json(description: string, schema: z.ZodType): RouteDocumentation["answers"] {
  return { 200: { description, schema } }
}

/** What the API document says of the breach desk's routes, by method and path. */
export const deskDocumentation: Readonly<Record<string, RouteDocumentation>> = {
  "GET /v1/cases": {
    summary: "The caller's cases, newest first",
    query: { state: { description: "Only those in this state", schema: z.enum(["open", "closed", "falseAlarm"]) } },
    answers: json("The cases", deskAnswers.cases),
  },
  "POST /v1/cases": {
    summary: `Report a breach. ${repeatable}`,
    answers: {
      200: { description: "It joined a case, or was reported before", schema: deskAnswers.reported },
      201: { description: "It opened a case", schema: deskAnswers.reported },
    },
  },
  "GET /v1/cases/{caseAlias}": {
    summary: "The caller's side of a case",
    answers: json("The case", deskAnswers.case),
  },
  "GET /v1/cases/{caseAlias}/timeline": {
    summary: "The hash-chained timeline, with the contents that are for the caller",
    answers: json("The timeline", deskAnswers.timeline),
  },
  "GET /v1/cases/{caseAlias}/exposures": {
    summary: "The caller's exposed shipments, its own references in the clear; also as CSV",
    query: { ...page, format: { description: "`csv` for a file", schema: z.enum(["json", "csv"]) } },
    answers: json("A page of shipments, or the file", deskAnswers.exposures),
  },
  "POST /v1/cases/{caseAlias}/acknowledgements": {
    summary: `Acknowledge the alert. ${repeatable}`,
    answers: json("Acknowledged", deskAnswers.acknowledged),
  },
  "POST /v1/cases/{caseAlias}/duties/{dutyId}": {
    summary: `Request, accept, decline, take over, discharge or assess a duty. ${repeatable}`,
    answers: json("The duty's state", deskAnswers.duty),
  },
  "POST /v1/cases/{caseAlias}/measures": {
    summary: `Record a measure taken. ${repeatable}`,
    answers: json("Recorded", deskAnswers.measured),
  },
  "POST /v1/cases/{caseAlias}/facts": {
    summary: `State facts for oneself: discovery, determination, cause, assessment. ${repeatable}`,
    answers: json("Recorded", deskAnswers.stated),
  },
  "POST /v1/cases/{caseAlias}/accesses": {
    summary: `Bring a log of your own tool into the case, up to 500 lookups at a time. ${repeatable}`,
    answers: json("How many were taken", deskAnswers.imported),
  },
  "POST /v1/cases/{caseAlias}/receipts": {
    summary: `Give receipts of notices, up to 500 shipments at a time. ${repeatable}`,
    answers: json("How many were told now and in all", deskAnswers.notified),
  },
  "POST /v1/cases/{caseAlias}/closing": {
    summary: `Close the case as resolved, or say that it is a false alarm. ${repeatable}`,
    answers: {
      ...json("The state of the case", deskAnswers.closed),
      409: { description: "What still keeps it open", contentType: "application/problem+json" },
    },
  },
  "GET /v1/cases/{caseAlias}/dossier": {
    summary: "The dossier: reports, notices, register entry and evidence; as JSON or PDF",
    query: {
      language: { description: "Language of the documents", schema: z.enum(documentLanguages) },
      format: { description: "`pdf` for a file", schema: z.enum(["json", "pdf"]) },
      document: { description: "In the PDF only the document with this id" },
    },
    answers: json("The dossier, or the file", dossierSchema),
  },
  "POST /v1/cases/{caseAlias}/verifications": {
    summary: "Verify a timeline's chain, its head's MAC and the heads that were received",
    answers: json(
      "What holds",
      z.looseObject({
        ok: z.boolean(),
        macHolds: z.boolean().nullable().meta({ description: "null: none was given" }),
      }),
    ),
  },
  "GET /v1/restrictions": {
    summary: "Restrictions that concern the caller",
    answers: json("The restrictions", deskAnswers.restrictions),
  },
  "POST /v1/restrictions/{restrictionId}/renewals": {
    summary: "Renew a restriction, for at most 30 days",
    answers: json("Renewed", deskAnswers.decided),
  },
  "DELETE /v1/restrictions/{restrictionId}": {
    summary: "Release a restriction",
    answers: json("Released", deskAnswers.decided),
  },
  "GET /v1/shipments/{shipmentId}/accesses": {
    summary: "Who saw one shipment, by the caller's own id of it",
    answers: json("The accesses, each accessor under a name of the caller's own", deskAnswers.accesses),
  },
}
