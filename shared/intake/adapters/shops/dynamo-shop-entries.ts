import { dynamoTable, type TableOptions } from "../../../base/platform/dynamo-table.ts"
import {
  type ListedShipment,
  listedShipment,
  orderPk,
  type ShopEntries,
  shopEntry,
  type WaitingFulfilment,
  waitingFulfilment,
  waitingPk,
} from "./shop-entries.ts"

export function dynamoShopEntries(options: TableOptions): ShopEntries {
  const table = dynamoTable({ ...options, schema: shopEntry })
  const listed = dynamoTable({ ...options, schema: listedShipment })
  const waiting = dynamoTable({ ...options, schema: waitingFulfilment })
  return {
    note: (entries) => table.putAll(entries),
    async ofOrder(orderKey) {
      const found: string[] = []
      const order = { expression: "pk = :order", values: { ":order": orderPk(orderKey) }, consistent: true }
      for await (const { sk } of table.query(order)) found.push(sk)
      return found
    },
    async ofShop(shopKey, { limit, after }) {
      const found: ListedShipment[] = []
      const shop = { index: "byShop", expression: "shopKey = :shop", values: { ":shop": shopKey }, pageSize: limit }
      for await (const entry of listed.query({ ...shop, after: after && { ...after, shopKey } })) {
        found.push(entry)
        if (found.length === limit) break
      }
      return found
    },
    async waitingFor(companyKey, limit) {
      const found: WaitingFulfilment[] = []
      const company = { expression: "pk = :company", values: { ":company": waitingPk(companyKey) }, pageSize: limit }
      for await (const entry of waiting.query({ ...company, consistent: true })) {
        found.push(entry)
        if (found.length === limit) break
      }
      return found
    },
    async forget(entries) {
      await Promise.all(entries.map(({ pk, sk }) => waiting.delete({ pk, sk })))
    },
    wasSent: async ({ pk, sk }) => (await table.get({ pk, sk })) !== undefined,
    async noteSent(notice) {
      await table.put(notice)
    },
  }
}
