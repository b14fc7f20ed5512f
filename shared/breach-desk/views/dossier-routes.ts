import { documentLanguages } from "../../contracts/words.ts"
import type { Party } from "../../parties/party.ts"
import { type Route, route } from "../../parties/party-route.ts"
import { HttpProblem } from "../../platform/http-problem.ts"
import { type HttpAnswer, HttpDocument } from "../../platform/http-route.ts"
import { verifyDossier } from "../dossier/dossier.ts"
import { verificationBody } from "./desk-bodies.ts"
import { callerIn, type PartyRequest, type ServedDesk, wants } from "./desk-request.ts"
import { dossierOf } from "./dossier-of-case.ts"
import { headChecker } from "./head-checker.ts"

/** Read the dossier of a case, and verify one. */
export function dossierRoutes(desk: ServedDesk): Route[] {
  return [
    route({
      method: "GET",
      path: "/v1/cases/{caseAlias}/dossier",
      authentication: "required",
      handle: (request) => answerDossier(desk, request),
    }),
    route({
      method: "POST",
      path: "/v1/cases/{caseAlias}/verifications",
      authentication: "required",
      body: verificationBody,
      maxBodyBytes: 5 * 1024 * 1024,
      handle: async (request) => {
        await callerIn(desk, request)
        const { timeline, head, headMac, receivedHeads = [] } = request.body
        const check = headChecker(desk, request.parameters["caseAlias"] ?? "")
        const mac = headMac?.mac
        const macHolds = mac === undefined ? null : await check(head, { mac })
        const verdict = await verifyDossier({ timeline, head, receivedHeads: [] }, undefined, receivedHeads)
        return { status: 200, body: { ...verdict, macHolds, ok: verdict.ok && macHolds !== false } }
      },
    }),
  ]
}

async function answerDossier(desk: ServedDesk, request: PartyRequest): Promise<HttpAnswer> {
  const { query, caller } = request
  const language = documentLanguages.find((one) => one === (query.get("language") ?? "en"))
  if (language === undefined)
    throw new HttpProblem("invalid", { problems: [{ path: "query.language", rule: "oneOf" }] })
  const dossier = await dossierOf(desk, caller.party, await callerIn(desk, request), language)
  if (!wants(request, "pdf")) return { status: 200, body: dossier }
  const document = query.get("document")
  if (document !== null && !dossier.documents.some(({ id }) => id === document)) throw new HttpProblem("notFound")
  const pageSize = pageSizeFor(caller.party)
  // The library and its fonts are most of the function's code. Few requests need them.
  const { renderDossierPdf } = await import("../dossier/render-pdf.ts")
  const bytes = await renderDossierPdf(dossier, { pageSize, ...(document === null ? {} : { document }) })
  return { status: 200, body: new HttpDocument("application/pdf", bytes) }
}

function pageSizeFor({ jurisdiction: { country } }: Party): "LETTER" | "A4" {
  return country === "US" || country === "CA" ? "LETTER" : "A4"
}
