import { derivedId } from "../../contracts/envelope.ts"
import { HttpProblem } from "../../platform/http-problem.ts"
import { HttpDocument } from "../../platform/http-route.ts"
import { recordExport } from "../actions/note-transfers.ts"
import { affectedOf } from "../cases/affected.ts"
import type { Participant } from "../cases/participant.ts"
import { refusedProblem } from "./desk-problems.ts"
import { actionOf, type PartyRequest, type ServedDesk, wants } from "./desk-request.ts"
import { type ShipmentView, shipmentsAsCsv, shipmentView } from "./exposures-view.ts"

const pageAtMost = 500

const csvRowsAtMost = 20_000

/**
 * A page of the caller's affected shipments as JSON or CSV. The first page is recorded as an export in the timeline.
 */
export async function answerExposures(desk: ServedDesk, request: PartyRequest, participant: Participant) {
  const { party } = request.caller
  const isCsv = wants(request, "csv")
  const limit = isCsv ? csvRowsAtMost : pageLimit(request.query.get("limit"))
  const after = request.query.get("after")
  const views: ShipmentView[] = []
  let last: string | undefined
  let isBefore = after !== null
  let isMore = false
  for await (const row of affectedOf(desk, participant.current.caseId, party)) {
    // A digest, because the key of the row names the retailer and its shipment id, which a carrier may not know.
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
    const noted = await recordExport(desk, actionOf(desk, request), {
      format: isCsv ? "csv" : "json",
      shipments: isCsv ? views.length : participant.own.shipments,
    })
    if ("refused" in noted) throw refusedProblem("unknownCase")
  }
  if (!isCsv) return { status: 200, body: { exposures: views, ...(next === undefined ? {} : { next }) } }
  return {
    status: 200,
    headers: {
      "content-disposition": `attachment; filename="${participant.own.alias}.csv"`,
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
