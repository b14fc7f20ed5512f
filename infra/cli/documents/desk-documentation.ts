import * as z from "zod"
import { actComponents } from "../../../shared/contracts/act-signature.ts"
import type { DocumentedAnswer, RouteDocumentation } from "../../../shared/platform/http-route.ts"
import { deskAnswers } from "./desk-answers.ts"

/** Headers of a command of the breach desk that is not about one case. */
const commandHeaders = z.object({
  "idempotency-key": z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/)
    .optional()
    .meta({
      description:
        "Your own id of the command, which is opaque. Without it, the token's `jti` is its id. The console has to send it",
    }),
})

const ifMatch = z.object({
  "if-match": z.string().optional().meta({
    description: "The `etag` of the case as you read it. If the case has changed since, nothing is done. Optional",
  }),
})

/** Headers of a command in a case. */
const requestHeaders = commandHeaders.extend(ifMatch.shape)

/** Headers of an act that its party can sign. */
const actHeaders = requestHeaders.extend({
  "content-digest": z.string().optional().meta({
    description: "Of a signed act: `sha-256=:<base64>:` over the body (RFC 9530)",
  }),
  "signature-input": z
    .string()
    .optional()
    .meta({
      description: `Of a signed act: what it covers (RFC 9421), which is ${actComponents.map((name) => `\`${name}\``).join(", ")}`,
    }),
  signature: z.string().optional().meta({
    description: "Of a signed act: the signature (RFC 9421) with a key of the caller. The timeline keeps it",
  }),
})

const problemType = "application/problem+json"

/** What every POST in a case can answer. */
const inCase: RouteDocumentation["answers"] = {
  412: { description: "The case has changed since it was read", contentType: problemType },
}

/** What an action answers that the caller has approved by a second person. */
const awaiting: RouteDocumentation["answers"] = {
  202: {
    description: "Nothing is done yet: by the caller's settings, a second person has to approve it",
    schema: deskAnswers.awaits,
  },
}

const repeatable = "A repeated call under the same `idempotency-key`, or else the same token, has no effect."
function json(
  description: string,
  schema: z.ZodType,
  more: Pick<DocumentedAnswer, "otherTypes" | "headers"> = {},
): RouteDocumentation["answers"] {
  return { 200: { description, schema, ...more } }
}

const link = "The next page (RFC 8288), relative to the address of the API"
const retryAfter = "Seconds until asking again is useful"

/** Documentation of the breach desk's routes, by method and path. */
export const deskDocumentation: Readonly<Record<string, RouteDocumentation>> = {
  "GET /v1/cases": {
    summary: "The caller's cases, newest first, up to 100 on a page",
    answers: json("A page of cases. It can be empty although there is a next one", deskAnswers.cases),
  },
  "POST /v1/cases": {
    summary: `Report a breach. ${repeatable}`,
    requestHeaders: commandHeaders,
    answers: {
      200: { description: "The report extended an open case, or was sent before", schema: deskAnswers.reported },
      201: { description: "The report opened a case", schema: deskAnswers.reported },
    },
  },
  "GET /v1/cases/{caseAlias}": {
    summary: "The caller's side of a case",
    answers: json("The case", deskAnswers.case, {
      headers: { etag: "The state of the case as the caller sees it. Send it as `if-match` with a change" },
    }),
  },
  "GET /v1/cases/{caseAlias}/timeline": {
    summary:
      "The hash-chained timeline, with everything that the caller may see. The header `link` leads to the next page",
    answers: json(
      "A page of the timeline. It can be short or empty although there is a next one. The entries of all pages lead to " +
        "the head of the last page",
      deskAnswers.timeline,
      { headers: { link } },
    ),
  },
  "GET /v1/cases/{caseAlias}/exposures": {
    summary:
      "The caller's exposed shipments with its own references, as JSON, CSV or the list for a mail merge. The header `link` leads to the next page",
    answers: json(
      "A page of shipments. Pages of CSV, one after the other, are the whole file. A page can be short or empty although " +
        "there is a next one",
      deskAnswers.exposures,
      { otherTypes: ["text/csv"], headers: { link, "content-disposition": "The name of a file of CSV" } },
    ),
  },
  "POST /v1/cases/{caseAlias}/acknowledgements": {
    summary: `Acknowledge the alert. ${repeatable}`,
    requestHeaders: actHeaders,
    answers: { ...json("The alert is acknowledged", deskAnswers.acknowledged), ...inCase },
  },
  "POST /v1/cases/{caseAlias}/duties/{dutyId}": {
    summary: `Request, accept, decline, take over, discharge or assess a duty. ${repeatable}`,
    requestHeaders: actHeaders,
    answers: { ...json("The duty's state", deskAnswers.duty), ...awaiting, ...inCase },
  },
  "POST /v1/cases/{caseAlias}/assignments": {
    summary: `Assign a duty of the caller to one of its own people, or to nobody. ${repeatable}`,
    requestHeaders,
    answers: { ...json("To whom the duty is assigned", deskAnswers.assigned), ...inCase },
  },
  "GET /v1/cases/{caseAlias}/approvals": {
    summary: "The caller's actions that wait for approval by a second person, the oldest first",
    answers: json("What waits", deskAnswers.approvals),
  },
  "POST /v1/cases/{caseAlias}/approvals": {
    summary: `Approve an action that another person asked for, or decline it. ${repeatable}`,
    requestHeaders,
    answers: { ...json("What the action did, or that it was declined", deskAnswers.decidedApproval), ...inCase },
  },
  "GET /v1/cases/{caseAlias}/notes": {
    summary: "The caller's private notes about a case, oldest first",
    answers: json("A page of notes", deskAnswers.notes),
  },
  "POST /v1/cases/{caseAlias}/notes": {
    summary: `Write a private note, also when the case is closed. ${repeatable}`,
    requestHeaders,
    answers: { ...json("The note is written", deskAnswers.noted), ...inCase },
  },
  "GET /v1/cases/{caseAlias}/drafts": {
    summary: "What the calling person has typed into forms of the case and not sent. Nobody else is shown it",
    answers: json("The drafts", deskAnswers.drafts),
  },
  "POST /v1/cases/{caseAlias}/drafts": {
    summary: "Keep what the calling person has typed into a form, for 30 days, or discard it. A repeat has no effect",
    answers: json("Since when it is kept or discarded", deskAnswers.drafted),
  },
  "GET /v1/cases/{caseAlias}/evidence": {
    summary: "The caller's own files of evidence, oldest first, with a link to each",
    answers: json("A page of files", deskAnswers.evidence),
  },
  "POST /v1/cases/{caseAlias}/evidence": {
    summary:
      "Declare a file of evidence, and get a link to upload it within 15 minutes. A repeated call under the same " +
      "`idempotency-key` names the same file and gets a new link",
    requestHeaders,
    answers: { ...json("How to upload the file", deskAnswers.evidenceDeclared), ...inCase },
  },
  "GET /v1/cases/{caseAlias}/letters": {
    summary: "The letters to carriers that the caller named, and what became of them, oldest first",
    answers: json("The letters", deskAnswers.letters),
  },
  "POST /v1/cases/{caseAlias}/letters": {
    summary: `Ask a carrier that the caller named by letter, send a letter again, or end its link. ${repeatable}`,
    requestHeaders,
    answers: { ...json("Which letter it is", deskAnswers.lettered), ...inCase },
  },
  "GET /v1/cases/{caseAlias}/views": {
    summary: "The caller's views for regulators, oldest first, and with which parties it can agree on one",
    answers: json("The views", deskAnswers.views),
  },
  "POST /v1/cases/{caseAlias}/views": {
    summary: `Open a view of the caller's side for a regulator, or revoke one. ${repeatable}`,
    requestHeaders,
    answers: { ...json("Which view it is, and its link", deskAnswers.viewed), ...inCase },
  },
  "POST /v1/cases/{caseAlias}/measures": {
    summary: `Record a measure taken. ${repeatable}`,
    requestHeaders: actHeaders,
    answers: { ...json("The measure is recorded", deskAnswers.measured), ...inCase },
  },
  "POST /v1/cases/{caseAlias}/facts": {
    summary: `State the caller's own facts: discovery, determination, cause, assessment. ${repeatable}`,
    requestHeaders: actHeaders,
    answers: { ...json("The facts are recorded", deskAnswers.stated), ...awaiting, ...inCase },
  },
  "POST /v1/cases/{caseAlias}/accesses": {
    summary: `Add the log of your own tool to the case, up to 500 lookups in one call. ${repeatable}`,
    requestHeaders: actHeaders,
    answers: { ...json("How many lookups were accepted", deskAnswers.imported), ...inCase },
  },
  "POST /v1/cases/{caseAlias}/receipts": {
    summary: `Record whom you notified, up to 500 shipments in one call. ${repeatable}`,
    requestHeaders: actHeaders,
    answers: { ...json("How many were notified by this call and in all", deskAnswers.notified), ...inCase },
  },
  "POST /v1/cases/{caseAlias}/closing": {
    summary: `Close the case as resolved, or state that it is a false alarm. ${repeatable}`,
    requestHeaders: actHeaders,
    answers: {
      ...inCase,
      ...awaiting,
      ...json("The state of the case", deskAnswers.closed),
      409: {
        description: "What keeps the case open, and what would remove it",
        contentType: "application/problem+json",
        schema: deskAnswers.notClosed,
      },
    },
  },
  "POST /v1/cases/{caseAlias}/documents": {
    summary: `Ask for the dossier as a file: reports, notices, register entry and evidence. ${repeatable}`,
    requestHeaders,
    answers: {
      ...inCase,
      202: { description: "It will be drawn. Read its progress at `documentUrl`", schema: deskAnswers.documentAsked },
    },
  },
  "GET /v1/cases/{caseAlias}/documents": {
    summary: "The documents that the caller can send, and which facts each waits for, before any is drawn",
    answers: json(
      "Reports, notices and register entries. The summary and the evidence are never sent",
      deskAnswers.documents,
    ),
  },
  "GET /v1/cases/{caseAlias}/report-fields": {
    summary: "Each report to a regulator field by field, to be copied into the regulator's own form",
    answers: json(
      "The fields in the order of the form as far as it was read, each with its value and where that comes from",
      deskAnswers.reportFields,
    ),
  },
  "GET /v1/cases/{caseAlias}/documents/{documentId}": {
    summary: "The progress of a document that the caller asked for, and a link to it once it is ready",
    answers: json("Its progress or its link. The schema `Dossier` describes a JSON file", deskAnswers.document, {
      headers: { "retry-after": retryAfter },
    }),
  },
  "POST /v1/cases/{caseAlias}/verifications": {
    summary: "Verify a timeline's chain, the MAC of its head, and received heads",
    requestHeaders: ifMatch,
    answers: {
      ...inCase,
      ...json(
        "What was verified",
        z.looseObject({
          ok: z.boolean(),
          macHolds: z.boolean().nullable().meta({ description: "null when none was given" }),
        }),
      ),
    },
  },
  "GET /v1/restrictions": {
    summary: "The restrictions that concern the caller, by its cases, newest first, up to 500 on a page",
    answers: json("A page of restrictions. It can be empty although there is a next one", deskAnswers.restrictions),
  },
  "GET /v1/decisions": {
    summary: "Whom a carrier's own tool should refuse, or no longer, since a time, for programs that enforce it",
    answers: json(
      "Changes, the oldest first, each restriction as it is now. One can come twice: that has no effect",
      deskAnswers.decisions,
    ),
  },
  "GET /v1/refused-attempts": {
    summary:
      "Anomalies that concern the caller and of whose shipments the ledger shows nothing to their accessor, newest first",
    answers: json(
      "A page of attempts. It can be empty although there is a next one: what became a case is left out",
      deskAnswers.refusedAttempts,
    ),
  },
  "POST /v1/restrictions/{restrictionId}/renewals": {
    summary: "Renew a restriction, for at most 30 days",
    requestHeaders: commandHeaders,
    answers: json("The restriction is renewed", deskAnswers.decided),
  },
  "DELETE /v1/restrictions/{restrictionId}": {
    summary: "Release a restriction",
    requestHeaders: commandHeaders,
    answers: json("The restriction is released", deskAnswers.decided),
  },
  "GET /v1/shipments/{shipmentId}/accesses": {
    summary:
      "Who looked up one shipment. A retailer names it by its own id, or by the order number (then all parcels of the " +
      "order are found) or tracking number as somebody typed it; a carrier by its tracking number. What is not known is " +
      "answered with 404. A slash is encoded twice, as `%252F`. With `accept: text/html` a document for the person that " +
      "it was for, in English or French",
    answers: json("The accesses. Each accessor has a name that only this caller receives", deskAnswers.accesses, {
      otherTypes: ["text/html"],
      headers: { vary: "`accept, accept-language`", "content-language": "Language of the document for people" },
    }),
  },
}
