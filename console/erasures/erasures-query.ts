import { answerOf, api } from "../api/console-api.ts"

export const erasuresKey = ["erasures"] as const

/** A page of the receipts of the party's erasures, after those before it, or the receipt of one shipment. */
export const readErasures = (query: { readonly after?: string; readonly shipmentId?: string }) =>
  answerOf(api.GET("/v1/erasures", { params: { query } }))

/** One receipt. */
export const readErasure = (erasureId: string) =>
  answerOf(api.GET("/v1/erasures/{erasureId}", { params: { path: { erasureId } } }))

export type Receipt = Awaited<ReturnType<typeof readErasure>>["body"]
