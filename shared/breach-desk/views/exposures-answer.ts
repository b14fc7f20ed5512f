import { HttpProblem } from "../../platform/http-problem.ts"
import { HttpDocument } from "../../platform/http-route.ts"
import { SealBroken } from "../../platform/sealing.ts"
import { recordExport } from "../actions/note-transfers.ts"
import type { Participant } from "../cases/participant.ts"
import { sealOwnerOf } from "../exposures/copied-references.ts"
import { refusedProblem } from "./desk-problems.ts"
import { actionOf, type PartyRequest, type ServedDesk, wantsCsv } from "./desk-request.ts"
import { exposuresPage } from "./exposures-page.ts"
import { shipmentsAsCsv } from "./exposures-view.ts"

/** Shipments on a page: unless the caller says otherwise, and at most. A line of CSV is a third of the same JSON. */
const pageLimits = { json: { usual: 100, most: 500 }, csv: { usual: 2_000, most: 2_000 } } as const

/**
 * A page of the caller's affected shipments as JSON or CSV, with the address of the next page in the header `link`. The
 * first page is recorded as an export in the timeline.
 */
export async function answerExposures(desk: ServedDesk, request: PartyRequest, participant: Participant) {
  const { party } = request.caller
  const format = wantsCsv(request) ? "csv" : "json"
  const limit = pageLimit(request.query.get("limit"), pageLimits[format])
  const given = request.query.get("after")
  const cursor = sealedCursor(desk.sealer, participant.current.caseId, party.id)
  const after = given === null ? undefined : await cursor.open(given)
  const { views, next: end } = await exposuresPage(desk, request, participant, { after, limit })
  const next = end === undefined ? undefined : await cursor.seal(end)
  const isFirst = given === null
  if (isFirst) {
    const exported = { format, shipments: participant.own.shipments }
    const noted = await recordExport(desk, actionOf(desk, request), exported)
    if ("refused" in noted) throw refusedProblem("unknownCase")
  }
  const headers = next === undefined ? {} : { link: linkTo(request, { after: next, limit, format }) }
  if (format === "json")
    return { status: 200, headers, body: { exposures: views, ...(next === undefined ? {} : { next }) } }
  const name = { "content-disposition": `attachment; filename="${participant.own.alias}.csv"` }
  const body = new HttpDocument("text/csv; charset=utf-8", shipmentsAsCsv(party, views, { isFirst }))
  return { status: 200, headers: { ...name, ...headers }, body }
}

/** The header `link` (RFC 8288) with the next page, below the address of the API. */
function linkTo({ parameters }: PartyRequest, page: { after: string; limit: number; format: string }): string {
  const query = new URLSearchParams({ format: page.format, limit: String(page.limit), after: page.after })
  return `</v1/cases/${encodeURIComponent(parameters["caseAlias"] ?? "")}/exposures?${query}>; rel="next"`
}

/**
 * Where the next page begins: the sort key of a row. It is sealed, because it names the retailer and its shipment id,
 * which a carrier may not know.
 */
function sealedCursor(sealer: ServedDesk["sealer"], caseId: string, partyId: string) {
  const owner = sealOwnerOf(caseId)
  return {
    seal: (sortKey: string): Promise<string> => sealer.seal(owner, partyId, "after", sortKey),
    /** @throws HttpProblem 400 if it is no cursor of this party in this case */
    async open(cursor: string): Promise<string> {
      const opened = await sealer.unseal(owner, partyId, "after", cursor).catch((error: unknown) => {
        if (error instanceof SealBroken) return undefined
        throw error
      })
      if (opened !== undefined) return opened
      throw new HttpProblem("invalid", { problems: [{ path: "query.after", rule: "unknownReference" }] })
    },
  }
}

function pageLimit(given: string | null, { usual, most }: { usual: number; most: number }): number {
  if (given === null) return usual
  const limit = Number(given)
  if (!Number.isInteger(limit) || limit < 1 || limit > most) {
    throw new HttpProblem("invalid", { problems: [{ path: "query.limit", rule: "format" }] })
  }
  return limit
}
