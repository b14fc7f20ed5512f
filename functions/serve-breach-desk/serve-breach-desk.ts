import * as z from "zod"
import { breachReported } from "../../shared/contracts/breach-reported.ts"
import { derivedId, instant } from "../../shared/contracts/envelope.ts"
import { accessId, accessorToken, measure, shipmentId, trackingNumber } from "../../shared/contracts/fields.ts"
import { individualsNotified } from "../../shared/contracts/individuals-notified.ts"
import { fieldName } from "../../shared/domain/disclosure.ts"
import { verifyDossier } from "../../shared/domain/dossier.ts"
import { dossierSchema, headMacSchema } from "../../shared/domain/dossier-document.ts"
import { dutyActionSchema } from "../../shared/domain/duties.ts"
import { assessmentSchema, remarkSchema } from "../../shared/domain/duty-facts.ts"
import { isClaimable, referenceRecordId, shipmentRecordId } from "../../shared/domain/identifiers.ts"
import type { Party } from "../../shared/domain/party.ts"
import { timelineHeadSchema } from "../../shared/domain/timeline.ts"
import { breachCause, caseOutcome } from "../../shared/domain/vocabulary.ts"
import { documentLanguages } from "../../shared/law/law.ts"
import { renderDossierPdf } from "../../shared/rendering/dossier-pdf.ts"
import type { Caller } from "../../shared/runtime/authenticate-party.ts"
import {
  type HttpAnswer,
  HttpDocument,
  type HttpRequest,
  type Route,
  route,
} from "../../shared/runtime/http-pipeline.ts"
import { HttpProblem } from "../../shared/runtime/http-problem.ts"
import {
  type Action,
  acknowledge,
  actOnDuty,
  aliasIn,
  caseOfAlias,
  closeCase,
  recordExport,
  recordMeasure,
  stateFacts,
} from "../../shared/storage/breach-cases-actions.ts"
import { CaseBusy } from "../../shared/storage/breach-cases-desk.ts"
import { type NoticeDesk, recordNotified } from "../../shared/storage/breach-cases-notices.ts"
import { importAccesses, openReportedCase, type ReportDesk } from "../../shared/storage/breach-cases-reporting.ts"
import {
  decideRestriction,
  type RestrictionDesk,
  restrictionsOf,
  restrictionView,
} from "../../shared/storage/breach-cases-restrictions.ts"
import {
  affectedOf,
  caseLine,
  casesOf,
  caseView,
  dossierOf,
  headChecker,
  type ShipmentView,
  shipmentsAsCsv,
  shipmentView,
  timelineOf,
} from "../../shared/storage/breach-cases-views.ts"
import type { Sealer } from "../../shared/storage/sealing.ts"
import { answerTo } from "./desk-problems.ts"

export type ServedDesk = ReportDesk & NoticeDesk & RestrictionDesk & { sealer: Pick<Sealer, "unseal"> }

type Asked<Body = unknown> = HttpRequest<Body, Caller>

const pageAtMost = 500
const csvRowsAtMost = 20_000

const acknowledgementBody = z.strictObject({ at: instant.optional() })
const dutyStepBody = z.strictObject({ step: dutyActionSchema, at: instant.optional() })
const factsBody = z.strictObject({
  assessment: assessmentSchema.optional(),
  discoveredAt: instant.optional(),
  determinedAt: instant.optional(),
  lawEnforcementDelay: z.boolean().optional(),
  causes: z.array(breachCause).min(1).max(9).optional(),
  cause: remarkSchema.optional(),
})
const accessesBody = z.strictObject({
  accesses: z
    .array(
      z.strictObject({
        accessId,
        at: instant,
        reference: z.union([shipmentId, trackingNumber]),
        accessor: accessorToken,
        fields: z.array(fieldName).min(1).max(13),
      }),
    )
    .min(1)
    .max(500),
})
const receiptsBody = individualsNotified.data.omit({ caseAlias: true })
const closingBody = z.strictObject({ outcome: caseOutcome })
const verificationBody = z.object({
  timeline: dossierSchema.shape.timeline,
  head: timelineHeadSchema,
  headMac: z.object({ mac: headMacSchema.shape.mac }).optional(),
  receivedHeads: z.array(timelineHeadSchema).max(1000).optional(),
})
const renewalBody = z.strictObject({ until: instant })

/** The HTTP side of the breach desk. A party sees and changes its own side of its own cases; all else is not there for it. */
export function breachDeskRoutes(desk: ServedDesk): Route[] {
  async function seatOf(request: Asked) {
    const found = await caseOfAlias(desk, request.caller.party, request.parameters["caseAlias"] ?? "")
    if (found === undefined) throw new HttpProblem("notFound", { reason: "unknownCase" })
    return found
  }

  return [
    route({
      method: "GET",
      path: "/v1/cases",
      authentication: "required",
      handle: async ({ caller, query }) => {
        const seats = await casesOf(desk, caller.party.id)
        const state = query.get("state")
        const chosen = seats.filter(({ current }) => state === null || current.state === state)
        return { status: 200, body: { cases: chosen.map(({ current, own }) => caseLine(current, own)) } }
      },
    }),
    route({
      method: "POST",
      path: "/v1/cases",
      authentication: "required",
      body: breachReported.data,
      handle: async (request) => {
        const { caller, body } = request
        const id = commandId(request)
        const report = { ...body, id, correlationId: derivedId("report", caller.party.id, id) }
        const { caseId, outcome } = await openReportedCase(desk, caller.party, report)
        const caseAlias = await aliasIn(desk, caseId, caller.party)
        return {
          status: outcome === "opened" ? 201 : 200,
          body: { caseAlias, outcome, caseUrl: `/v1/cases/${caseAlias}` },
        }
      },
    }),
    route({
      method: "GET",
      path: "/v1/cases/{caseAlias}",
      authentication: "required",
      handle: async (request) => ({
        status: 200,
        body: await caseView(desk, request.caller.party, await seatOf(request)),
      }),
    }),
    route({
      method: "GET",
      path: "/v1/cases/{caseAlias}/timeline",
      authentication: "required",
      handle: async (request) => {
        const seat = await seatOf(request)
        const entries = (await timelineOf(desk, seat)).map(({ entry }) => entry)
        return { status: 200, body: { entries, head: seat.current.heads[seat.own.partyId] } }
      },
    }),
    route({
      method: "GET",
      path: "/v1/cases/{caseAlias}/exposures",
      authentication: "required",
      handle: async (request) => answerExposures(desk, request, await seatOf(request)),
    }),
    route({
      method: "POST",
      path: "/v1/cases/{caseAlias}/acknowledgements",
      authentication: "required",
      body: acknowledgementBody,
      handle: async (request) =>
        answerTo(await acknowledge(desk, actionOf(request), request.body.at ?? request.receivedAt)),
    }),
    route({
      method: "POST",
      path: "/v1/cases/{caseAlias}/duties/{dutyId}",
      authentication: "required",
      body: dutyStepBody,
      handle: async (request) => {
        const { step, at = request.receivedAt } = request.body
        const reference = { dutyId: request.parameters["dutyId"] }
        return answerTo(await actOnDuty(desk, actionOf(request), reference, step, at))
      },
    }),
    route({
      method: "POST",
      path: "/v1/cases/{caseAlias}/measures",
      authentication: "required",
      body: measure,
      handle: async (request) => answerTo(await recordMeasure(desk, actionOf(request), request.body)),
    }),
    route({
      method: "POST",
      path: "/v1/cases/{caseAlias}/facts",
      authentication: "required",
      body: factsBody,
      handle: async (request) => answerTo(await stateFacts(desk, actionOf(request), request.body)),
    }),
    route({
      method: "POST",
      path: "/v1/cases/{caseAlias}/receipts",
      authentication: "required",
      body: receiptsBody,
      handle: async (request) => answerTo(await recordNotified(desk, actionOf(request), request.body)),
    }),
    route({
      method: "POST",
      path: "/v1/cases/{caseAlias}/accesses",
      authentication: "required",
      body: accessesBody,
      handle: async (request) => answerTo(await importAccesses(desk, actionOf(request), request.body.accesses)),
    }),
    route({
      method: "POST",
      path: "/v1/cases/{caseAlias}/closing",
      authentication: "required",
      body: closingBody,
      handle: async (request) => answerTo(await closeCase(desk, actionOf(request), request.body.outcome)),
    }),
    route({
      method: "GET",
      path: "/v1/cases/{caseAlias}/dossier",
      authentication: "required",
      handle: async (request) => {
        const { query, caller } = request
        const language = documentLanguages.find((one) => one === (query.get("language") ?? "en"))
        if (language === undefined)
          throw new HttpProblem("invalid", { problems: [{ path: "query.language", rule: "oneOf" }] })
        const dossier = await dossierOf(desk, caller.party, await seatOf(request), language)
        if (!wants(request, "pdf")) return { status: 200, body: dossier }
        const document = query.get("document")
        if (document !== null && !dossier.documents.some(({ id }) => id === document)) throw new HttpProblem("notFound")
        const pageSize =
          caller.party.jurisdiction.country === "US" || caller.party.jurisdiction.country === "CA" ? "LETTER" : "A4"
        const bytes = await renderDossierPdf(dossier, { pageSize, ...(document === null ? {} : { document }) })
        return { status: 200, body: new HttpDocument("application/pdf", bytes) }
      },
    }),
    route({
      method: "POST",
      path: "/v1/cases/{caseAlias}/verifications",
      authentication: "required",
      body: verificationBody,
      maxBodyBytes: 5 * 1024 * 1024,
      handle: async (request) => {
        await seatOf(request)
        const { timeline, head, headMac, receivedHeads = [] } = request.body
        const check = headChecker(desk, request.parameters["caseAlias"] ?? "")
        const mac = headMac?.mac
        const macHolds = mac === undefined ? null : await check(head, { mac })
        const verdict = await verifyDossier({ timeline, head, receivedHeads: [] }, undefined, receivedHeads)
        return { status: 200, body: { ...verdict, macHolds, ok: verdict.ok && macHolds !== false } }
      },
    }),
    route({
      method: "GET",
      path: "/v1/restrictions",
      authentication: "required",
      handle: async ({ caller, receivedAt }) => {
        const found = await restrictionsOf(desk, caller.party)
        return {
          status: 200,
          body: { restrictions: found.map((one) => restrictionView(one, caller.party, receivedAt)) },
        }
      },
    }),
    route({
      method: "POST",
      path: "/v1/restrictions/{restrictionId}/renewals",
      authentication: "required",
      body: renewalBody,
      handle: async (request) => answerDecision(desk, request, request.body.until),
    }),
    route({
      method: "DELETE",
      path: "/v1/restrictions/{restrictionId}",
      authentication: "required",
      handle: async (request) => answerDecision(desk, request),
    }),
    route({
      method: "GET",
      path: "/v1/shipments/{shipmentId}/accesses",
      authentication: "required",
      handle: async (request) => ({ status: 200, body: { accesses: await accessesOf(desk, request) } }),
    }),
  ].map(askedAgain)
}

/** Whoever finds a case busy, or being joined with another, is asked to come again: nothing was lost, and a repeat is known by its key. */
function askedAgain(of: Route): Route {
  return {
    ...of,
    answer: (request) =>
      of.answer(request).catch((error) => {
        throw error instanceof CaseBusy
          ? new HttpProblem("unavailable", { reason: "caseBusy", headers: { "retry-after": "30" } })
          : error
      }),
  }
}

/** What the caller does, under the id it gave (`idempotency-key`), or one of its own for this request alone. */
function actionOf(request: Asked): Action {
  return { party: request.caller.party, caseAlias: request.parameters["caseAlias"] ?? "", eventId: commandId(request) }
}

const idempotencyKey = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)

function commandId(request: Pick<Asked, "headers" | "requestId" | "receivedAt">): string {
  const given = request.headers["idempotency-key"]
  if (given === undefined) return derivedId("request", request.requestId, request.receivedAt)
  if (!idempotencyKey.safeParse(given).success) {
    throw new HttpProblem("invalid", { problems: [{ path: "headers.idempotency-key", rule: "format" }] })
  }
  return given
}

function wants({ query, headers }: Asked, format: "csv" | "pdf"): boolean {
  const type = format === "csv" ? "text/csv" : "application/pdf"
  return query.get("format") === format || (!query.has("format") && (headers["accept"] ?? "").includes(type))
}

/** A page of the caller's affected shipments, or all of them as CSV; taking them out is noted once, with the first page. */
async function answerExposures(
  desk: ServedDesk,
  request: Asked,
  seat: NonNullable<Awaited<ReturnType<typeof caseOfAlias>>>,
) {
  const { party } = request.caller
  const isCsv = wants(request, "csv")
  const limit = isCsv ? csvRowsAtMost : pageLimit(request.query.get("limit"))
  const after = request.query.get("after")
  const views: ShipmentView[] = []
  let last: string | undefined
  let isBefore = after !== null
  let isMore = false
  for await (const row of affectedOf(desk, seat.current.caseId, party)) {
    // A digest: the row's own key names the retailer and its shipment id, which are not the carrier's to know.
    const cursor = derivedId("exposures-after", row.caseId, party.id, row.recordId)
    if (isBefore) {
      isBefore = cursor !== after
      continue
    }
    isMore = views.length === limit
    if (isMore) break
    views.push(await shipmentView(desk.sealer, party, row))
    last = cursor
  }
  if (isBefore) throw new HttpProblem("invalid", { problems: [{ path: "query.after", rule: "unknownReference" }] })
  const next = isMore ? last : undefined
  if (after === null) {
    const noted = await recordExport(desk, actionOf(request), {
      format: isCsv ? "csv" : "json",
      shipments: isCsv ? views.length : seat.own.shipments,
    })
    if ("refused" in noted) throw new HttpProblem("notFound", { reason: "unknownCase" })
  }
  if (!isCsv) return { status: 200, body: { exposures: views, ...(next === undefined ? {} : { next }) } }
  return {
    status: 200,
    headers: {
      "content-disposition": `attachment; filename="${seat.own.alias}.csv"`,
      ...(next === undefined ? {} : { "x-next-after": next }),
    },
    body: new HttpDocument("text/csv; charset=utf-8", shipmentsAsCsv(party, views)),
  }
}

function pageLimit(given: string | null): number {
  if (given === null) return 100
  const limit = Number(given)
  if (!Number.isInteger(limit) || limit < 1 || limit > pageAtMost) {
    throw new HttpProblem("invalid", { problems: [{ path: "query.limit", rule: "format" }] })
  }
  return limit
}

/** Renews or releases the restriction that a request names, if it concerns the caller and the caller may decide about it. */
async function answerDecision(desk: ServedDesk, request: Asked, until?: string): Promise<HttpAnswer> {
  const restrictionId = request.parameters["restrictionId"] ?? ""
  const decided = await decideRestriction(desk, request.caller.party, { restrictionId, until }, request.receivedAt)
  if (!("refused" in decided)) return { status: 200, body: decided }
  switch (decided.refused) {
    case "unknownRestriction":
      throw new HttpProblem("notFound", { reason: decided.refused })
    case "sharedRestriction":
      throw new HttpProblem("forbidden", { reason: decided.refused })
    case "notStanding":
      throw new HttpProblem("conflict", { reason: decided.refused })
    case "untilPast":
    case "untilTooFar":
      throw new HttpProblem("invalid", {
        problems: [{ path: "body.until", rule: decided.refused === "untilPast" ? "tooSmall" : "tooBig" }],
      })
  }
}

/** Keys under which the ledger keeps who saw one shipment of the caller: its own, and those from before it was told or claimed. */
async function ledgerKeysOf(desk: ServedDesk, party: Party, reference: string): Promise<Set<string>> {
  const keys = new Set<string>()
  const schema = party.kind === "retailer" ? shipmentId : trackingNumber
  if (!schema.safeParse(reference).success) return keys
  if (party.kind === "retailer") keys.add(shipmentRecordId(party.id, reference))
  const [records = []] = await desk.records.find([
    party.kind === "retailer"
      ? { by: "shipmentId", retailerId: party.id, shipmentId: reference }
      : { by: "trackingNumber", carrierId: party.id, trackingNumber: reference },
  ])
  for (const { recordId, parcelId, carrierId, orderReferenceKey } of records) {
    keys.add(recordId)
    if (parcelId !== undefined) keys.add(parcelId)
    if (orderReferenceKey !== undefined) keys.add(referenceRecordId(carrierId, orderReferenceKey))
  }
  return keys
}

/** Who saw one shipment of the caller: by its own shipment id, or, for a carrier, its tracking number. */
async function accessesOf(desk: ServedDesk, request: Asked) {
  const { party } = request.caller
  const accesses: object[] = []
  for (const recordId of await ledgerKeysOf(desk, party, request.parameters["shipmentId"] ?? "")) {
    for await (const one of desk.disclosures.ofRecord(recordId)) {
      // The parcel is the caller's by its claim, whoever the ledger says it was before.
      if (!isClaimable(recordId) && (party.kind === "retailer" ? one.retailerId : one.carrierId) !== party.id) continue
      const { at, fields, proof, provenForExposure, tool, subject } = one
      // The accessor under a name of this party's own, so that parties cannot put their lists together.
      accesses.push({
        at,
        fields,
        proof,
        proven: provenForExposure,
        tool,
        accessor: derivedId("accessor", party.id, subject),
      })
    }
  }
  return accesses
}
