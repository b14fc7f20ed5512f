import { breachReported } from "../../contracts/breach-reported.ts"
import { derivedId } from "../../contracts/envelope.ts"
import { measure } from "../../contracts/fields.ts"
import { documentLanguages } from "../../contracts/words.ts"
import { type Route, route } from "../../parties/party-route.ts"
import { HttpProblem } from "../../platform/http-problem.ts"
import { type HttpAnswer, HttpDocument } from "../../platform/http-route.ts"
import { acknowledge } from "../actions/acknowledge.ts"
import { actOnDuty } from "../actions/act-on-duty.ts"
import { closeCase } from "../actions/close-case.ts"
import { decideRestriction, restrictionsOf } from "../actions/decide-restriction.ts"
import { importAccesses } from "../actions/import-accesses.ts"
import { recordMeasure } from "../actions/record-measure.ts"
import { recordNotified } from "../actions/record-notified.ts"
import { stateFacts } from "../actions/state-facts.ts"
import { aliasOf } from "../cases/case-pointers.ts"
import { CaseBusy } from "../cases/change-case.ts"
import { timelineOf } from "../cases/own-timeline.ts"
import { participantOf } from "../cases/participant.ts"
import { verifyDossier } from "../dossier/dossier.ts"
import { renderDossierPdf } from "../dossier/render-pdf.ts"
import { openReportedCase } from "../opening/report-breach.ts"
import { accessesOf } from "./accesses-of-shipment.ts"
import { caseLine, caseView } from "./case-view.ts"
import { casesOf } from "./cases-of-party.ts"
import {
  accessesBody,
  acknowledgementBody,
  closingBody,
  dutyStepBody,
  factsBody,
  receiptsBody,
  renewalBody,
  verificationBody,
} from "./desk-bodies.ts"
import { answerTo } from "./desk-problems.ts"
import { type Asked, actionOf, commandId, type ServedDesk, wants } from "./desk-request.ts"
import { dossierOf } from "./dossier-of-case.ts"
import { answerExposures } from "./exposures-answer.ts"
import { headChecker } from "./head-checker.ts"
import { restrictionView } from "./restriction-view.ts"

/** The HTTP side of the breach desk. A party sees and changes its own side of its own cases; all else is not there for it. */
export function breachDeskRoutes(desk: ServedDesk): Route[] {
  async function callerIn(request: Asked) {
    const found = await participantOf(desk, request.caller.party, request.parameters["caseAlias"] ?? "")
    if (found === undefined) throw new HttpProblem("notFound", { reason: "unknownCase" })
    return found
  }

  return [
    route({
      method: "GET",
      path: "/v1/cases",
      authentication: "required",
      handle: async ({ caller, query }) => {
        const participants = await casesOf(desk, caller.party.id)
        const state = query.get("state")
        const chosen = participants.filter(({ current }) => state === null || current.state === state)
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
        const current = await desk.cases.get(caseId)
        const caseAlias = current?.aliases[caller.party.id] ?? aliasOf(desk, caseId, caller.party.id)
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
        body: await caseView(desk, request.caller.party, await callerIn(request)),
      }),
    }),
    route({
      method: "GET",
      path: "/v1/cases/{caseAlias}/timeline",
      authentication: "required",
      handle: async (request) => {
        const participant = await callerIn(request)
        const entries = (await timelineOf(desk, participant)).map(({ entry }) => entry)
        return { status: 200, body: { entries, head: participant.current.heads[participant.own.partyId] } }
      },
    }),
    route({
      method: "GET",
      path: "/v1/cases/{caseAlias}/exposures",
      authentication: "required",
      handle: async (request) => answerExposures(desk, request, await callerIn(request)),
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
        const duty = { dutyId: request.parameters["dutyId"] }
        return answerTo(await actOnDuty(desk, actionOf(request), { duty, step, at }))
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
        const dossier = await dossierOf(desk, caller.party, await callerIn(request), language)
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
        await callerIn(request)
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

/** Renews or releases the restriction that a request names, if it concerns the caller and the caller may decide about it. */
async function answerDecision(desk: ServedDesk, request: Asked, until?: string): Promise<HttpAnswer> {
  const restrictionId = request.parameters["restrictionId"] ?? ""
  const decided = await decideRestriction(desk, request.caller.party, { restrictionId, until }, request.receivedAt)
  return answerTo(decided)
}
