import { HttpDocument } from "../../platform/http-route.ts"
import { recordExport } from "../actions/note-transfers.ts"
import type { Participant } from "../cases/participant.ts"
import { refusedProblem } from "./desk-problems.ts"
import { actionOf, type PartyRequest, type ServedDesk, wantsCsv } from "./desk-request.ts"
import { exposuresPage } from "./exposures-page.ts"
import { shipmentsAsCsv } from "./exposures-view.ts"
import { linkToNext, pageLimit, sealedCursor } from "./list-pages.ts"

/** Shipments on a page: unless the caller says otherwise, and at most. A line of CSV is a third of the same JSON. */
const pageLimits = { json: { usual: 100, most: 500 }, csv: { usual: 2_000, most: 2_000 } } as const

/**
 * A page of the caller's affected shipments as JSON or CSV, with the address of the next page in the header `link`. The
 * first page is recorded as an export in the timeline.
 */
export async function answerExposures(desk: ServedDesk, request: PartyRequest, participant: Participant) {
  const { party } = request.caller
  const format = wantsCsv(request) ? "csv" : "json"
  const limit = pageLimit(request, pageLimits[format])
  const given = request.query.get("after")
  const cursor = sealedCursor(desk.sealer, { caseId: participant.current.caseId, partyId: party.id, list: "after" })
  const after = given === null ? undefined : await cursor.open(given)
  const { views, next: end } = await exposuresPage(desk, request, participant, { after, limit })
  const next = end === undefined ? undefined : await cursor.seal(end)
  const isFirst = given === null
  if (isFirst) {
    const exported = { format, shipments: participant.own.shipments }
    const noted = await recordExport(desk, actionOf(desk, request), exported)
    if ("refused" in noted) throw refusedProblem("unknownCase")
  }
  const query = { format, limit: String(limit) }
  const headers = next === undefined ? {} : { link: linkToNext(request, "exposures", { ...query, after: next }) }
  if (format === "json")
    return { status: 200, headers, body: { exposures: views, ...(next === undefined ? {} : { next }) } }
  const name = { "content-disposition": `attachment; filename="${participant.own.alias}.csv"` }
  const body = new HttpDocument("text/csv; charset=utf-8", shipmentsAsCsv(party, views, { isFirst }))
  return { status: 200, headers: { ...name, ...headers }, body }
}
