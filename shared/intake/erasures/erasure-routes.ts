import * as z from "zod"
import { shipmentId } from "../../base/contracts/fields.ts"
import { erasureId } from "../../base/contracts/part-of-erasure.ts"
import type { KeyedHash } from "../../base/keyed-hash/keyed-hash.ts"
import { HttpProblem } from "../../base/platform/http-problem.ts"
import { answersWith, declareRoute } from "../../base/platform/http-route.ts"
import { pageLimit } from "../../parties/page-limit.ts"
import { type Route, serve } from "../../parties/party-route.ts"
import { type Erasures, erasureIdOf, type ShipmentErasure } from "../tracking/erasures.ts"
import { erasureReceipt, receiptOf, type StageRetention } from "./erasure-receipt.ts"

/** Receipts on one page. */
const pageSize = { usual: 50, most: 200 }

const listQuery = z.strictObject({
  shipmentId: shipmentId.optional().meta({ description: "Only the erasure of this shipment" }),
  limit: pageLimit(pageSize, "Receipts"),
  after: erasureId.optional().meta({ description: "The `next` of the page before" }),
})

const listAnswer = z.object({
  erasures: z.array(erasureReceipt),
  next: erasureId.optional().meta({ description: "Give it as `after` to read the next page" }),
})

export const erasureApi = {
  list: declareRoute({
    method: "GET",
    path: "/v1/erasures",
    authentication: "required",
    query: listQuery,
    summary: "The receipts of the shipments that the caller had erased, the latest request first",
    answers: answersWith("A page of receipts", listAnswer),
  }),
  one: declareRoute({
    method: "GET",
    path: "/v1/erasures/{erasureId}",
    authentication: "required",
    summary: "The receipt of one erasure: what was removed, what is held and why, and when copies let go",
    answers: answersWith("The receipt", erasureReceipt),
  }),
}

type ReceiptTools = {
  erasures: Pick<Erasures, "get" | "ofParty">
  keyedHash: Pick<KeyedHash, "lastingHash">
  retention: StageRetention
}

/** The receipts of the caller's own erasures. */
export function erasureRoutes(tools: ReceiptTools): Route[] {
  return serve(erasureApi)({
    async list({ caller: { party }, query: { shipmentId: named, limit, after } }) {
      const behind = after === undefined ? undefined : await ownErasure(tools, party.id, after)
      if (after !== undefined && behind === undefined)
        throw new HttpProblem("invalid", { problems: [{ path: "query.after", rule: "unknownReference" }] })
      const found =
        named === undefined
          ? await tools.erasures.ofParty(party.id, { limit, behind })
          : await erasureOfShipment(tools, { retailerId: party.id, shipmentId: named })
      const next = named === undefined && found.length === limit ? found.at(-1)?.erasureKey : undefined
      const erasures = found.map((erasure) => receiptOf(erasure, tools.retention))
      return { status: 200, body: { erasures, ...(next === undefined ? {} : { next }) } }
    },
    async one({ caller: { party }, parameters }) {
      const erasure = await ownErasure(tools, party.id, parameters["erasureId"] ?? "")
      if (erasure === undefined) throw new HttpProblem("notFound", { detail: "You have no erasure with this id." })
      return { status: 200, body: receiptOf(erasure, tools.retention) }
    },
  })
}

async function ownErasure(
  { erasures }: ReceiptTools,
  retailerId: string,
  id: string,
): Promise<ShipmentErasure | undefined> {
  if (!erasureId.safeParse(id).success) return undefined
  const erasure = await erasures.get(id)
  return erasure?.retailerId === retailerId ? erasure : undefined
}

async function erasureOfShipment(
  { erasures, keyedHash }: ReceiptTools,
  shipment: { retailerId: string; shipmentId: string },
): Promise<ShipmentErasure[]> {
  const erasure = await erasures.get(erasureIdOf(keyedHash, shipment))
  return erasure === undefined ? [] : [erasure]
}
