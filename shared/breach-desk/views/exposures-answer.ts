import { HttpProblem } from "../../platform/http-problem.ts"
import { HttpDocument } from "../../platform/http-route.ts"
import { SealBroken } from "../../platform/sealing.ts"
import { recordExport } from "../actions/note-transfers.ts"
import { affectedOf } from "../cases/affected.ts"
import type { Participant } from "../cases/participant.ts"
import { sealOwnerOf } from "../exposures/copied-references.ts"
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
  const cursor = sealedCursor(desk.sealer, participant.current.caseId, party.id)
  const views: ShipmentView[] = []
  let last: string | undefined
  let isMore = false
  const from = after === null ? undefined : await cursor.open(after)
  for await (const row of affectedOf(desk, participant.current.caseId, party, from)) {
    isMore = views.length === limit
    if (isMore) break
    views.push(await shipmentView(desk.sealer, party, row))
    last = row.sk
  }
  const next = isMore && last !== undefined ? await cursor.seal(last) : undefined
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

function pageLimit(given: string | null): number {
  if (given === null) return 100
  const limit = Number(given)
  if (!Number.isInteger(limit) || limit < 1 || limit > pageAtMost) {
    throw new HttpProblem("invalid", { problems: [{ path: "query.limit", rule: "format" }] })
  }
  return limit
}
