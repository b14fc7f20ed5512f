import { setTimeout as pause } from "node:timers/promises"
import { DeleteItemCommand, RestoreTableToPointInTimeCommand, ScanCommand } from "@aws-sdk/client-dynamodb"
import { describe, expect, it } from "@jest/globals"
import type { ReachedStage } from "../../infra/cli/deployed-stage/reach-stage.ts"
import { copyRows } from "../../infra/cli/restore-register/copy-rows.ts"
import { openErasureList } from "../../infra/cli/restore-register/erasure-list.ts"
import { openRegister } from "../../infra/cli/restore-register/register-tables.ts"
import { whenQueuesAreEmpty } from "../../infra/local/replay/publish.ts"
import type { LocalExchange } from "./local-exchange.ts"
import type { Senders } from "./senders.ts"

/** Tables of a stage that lost rows, filled again from a table that was restored. */
export function restoreRegisterSuite(
  local: () => LocalExchange,
  stage: () => { readonly reached: ReachedStage; readonly send: Senders },
): void {
  describe("npx wayseal restore-register", () => {
    const tableOf = (name: string) => stage().reached.outputs(`${name}TableName`) ?? ""

    it("brings back what a case lost out of a restored table, and alerts nobody again", async () => {
      const { dynamo } = local().exchange
      const to = tableOf("BreachCases")
      const from = `${to}-restored`
      await dynamo.send(
        new RestoreTableToPointInTimeCommand({
          SourceTableName: to,
          TargetTableName: from,
          UseLatestRestorableTime: true,
        }),
      )
      const before = await local().exchange.rows("BreachCases")
      const { Items = [] } = await dynamo.send(new ScanCommand({ TableName: to }))
      const lost = Items.filter(({ type }) => type?.S === "timeline" || type?.S === "marker")
      expect(lost.filter(({ type }) => type?.S === "timeline").length).toBeGreaterThan(2)
      for (const { pk, sk } of lost)
        if (pk !== undefined && sk !== undefined)
          await dynamo.send(new DeleteItemCommand({ TableName: to, Key: { pk, sk } }))

      const register = await openRegister(stage().reached.connection, "BreachCases", { from, to })
      const onStep = () => {}
      const counted = await copyRows(register, { mayWrite: false, onStep })
      expect(counted).toEqual({ read: before.length, erased: 0, missing: lost.length, written: 0 })
      expect(await copyRows(register, { mayWrite: true, onStep })).toMatchObject({ written: lost.length })
      register.close()

      const sorted = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort()
      expect(sorted(await local().exchange.rows("BreachCases"))).toEqual(sorted(before))
      await pause(5_000)
      for (const partyId of ["leafline", "maplebooks", "northpost"])
        expect((await local().exchange.receive(partyId)).map(({ detailType }) => detailType)).toEqual([])
    })

    it("brings back what was lost of shipments, and nothing of one that was erased", async () => {
      const { dynamo } = local().exchange
      const [erased, lost] = [stage().send.parcel(1_600_101), stage().send.parcel(1_600_102)]
      await stage().send.publish(stage().send.created(erased), stage().send.created(lost))
      await whenQueuesAreEmpty(local().exchange, 30)
      const to = tableOf("TrackingRecords")
      const from = `${to}-restored`
      const restore = { SourceTableName: to, TargetTableName: from, UseLatestRestorableTime: true }
      await dynamo.send(new RestoreTableToPointInTimeCommand(restore))
      await stage().send.publish(stage().send.erasureRequested(erased))
      const { data } = await local().received("leafline", "ShipmentErased")
      expect(data).toMatchObject({ shipmentId: erased.shipmentId, held: [] })
      const recordId = { S: `SHIPMENT#leafline#${lost.shipmentId}` }
      await dynamo.send(new DeleteItemCommand({ TableName: to, Key: { recordId } }))

      const secretArn = stage().reached.outputs("KeyedHashSecretArn") ?? ""
      const list = await openErasureList(stage().reached.connection, { tableName: tableOf("Erasures"), secretArn })
      const { withoutErased } = list
      const register = await openRegister(stage().reached.connection, "TrackingRecords", { from, to, withoutErased })
      const copied = await copyRows(register, { mayWrite: true, onStep: () => {} })
      expect(copied).toMatchObject({ erased: 2, missing: 1, written: 1 })
      expect(await list.replay()).toBe(1)
      register.close()
      list.close()
      const rows = JSON.stringify(await local().exchange.rows("TrackingRecords"))
      expect([rows.includes(lost.shipmentId), rows.includes(erased.shipmentId)]).toEqual([true, false])
    })

    it("refuses a table that is no copy of the one that is to be filled", async () => {
      const to = tableOf("SealingKeys")
      const open = (from: string) => openRegister(stage().reached.connection, "SealingKeys", { from, to })
      await expect(open(tableOf("BreachCases"))).rejects.toThrow(/has the key pk, sk, so it is no copy of SealingKeys/)
      await expect(open(to)).rejects.toThrow(/is the stage's own table/)
    })
  })
}
