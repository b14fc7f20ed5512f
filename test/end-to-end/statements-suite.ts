import { InvokeCommand, LambdaClient, paginateListFunctions } from "@aws-sdk/client-lambda"
import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { emulatorClientSettings } from "../../infra/local/emulator/emulator-environment.ts"
import { waitUntil } from "../../infra/local/replay/concurrency.ts"
import { whenQueuesAreEmpty } from "../../infra/local/replay/publish.ts"
import { statementDay } from "../../shared/base/contracts/statement-made.ts"
import { publicKeySetSchema } from "../../shared/base/platform/signing/public-keys.ts"
import { verifyStatement } from "../../shared/proof/statements/verify-statement.ts"
import type { LocalExchange } from "./local-exchange.ts"
import type { Senders } from "./senders.ts"

const listed = z.object({ statements: z.array(z.object({ day: statementDay, statement: z.string() })).min(1) })
const proven = z.object({ accesses: z.array(z.object({ inclusion: z.object({ state: z.string() }) })) })

/**
 * Statements of the deployed functions, as their roles allow it: those of yesterday come, and what was looked up today
 * waits for tomorrow's.
 */
export function statementsSuite(local: () => LocalExchange, send: () => Senders): void {
  const get = async (party: string, path: string): Promise<unknown> => {
    const authorization = `Bearer ${await local().sign(party)}`
    const response = await fetch(`${local().exchange.apiUrl}${path}`, { headers: { authorization } })
    return response.json()
  }

  /** What the schedule does every 15 minutes. */
  const makeStatements = async (): Promise<void> => {
    const client = new LambdaClient(emulatorClientSettings(local().exchange.endpoint))
    const names: string[] = []
    for await (const { Functions = [] } of paginateListFunctions({ client }, {}))
      names.push(...Functions.flatMap(({ FunctionName = "" }) => (/-MakeSt/.test(FunctionName) ? FunctionName : [])))
    const { FunctionError } = await client.send(new InvokeCommand({ FunctionName: names[0], Payload: "{}" }))
    expect([names.length, FunctionError]).toEqual([1, undefined])
    client.destroy()
  }

  describe("a statement of the deployed stage", () => {
    it("comes to each party, signed by a published key", async () => {
      await makeStatements()
      const { keys } = publicKeySetSchema.parse(await get("leafline", "/v1/signing-keys"))
      const pins = keys.map(({ kid }) => kid)
      for (const party of ["leafline", "maplebooks", "northpost"]) {
        const { statements } = listed.parse(await get(party, "/v1/statements"))
        const [latest] = statements
        const check = verifyStatement(latest?.statement ?? "", { keys }, pins)
        expect(check).toMatchObject({ ok: true, statement: { party, day: latest?.day } })
        expect(await get(party, `/v1/statements/${latest?.day}/leaves`)).toEqual({ leaves: [] })
      }
      await local().received("leafline", "StatementMade")
    })

    it("has tomorrow what was looked up today", async () => {
      const parcel = send().parcel(1_600_001)
      await send().publish(send().created(parcel))
      await whenQueuesAreEmpty(local().exchange, 30, /RecordShipment/)
      const looked = await fetch(`${local().exchange.apiUrl}/v1/lookups`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ linkToken: parcel.linkToken }),
      })
      expect(looked.status).toBe(200)
      const path = `/v1/shipments/${parcel.shipmentId}/accesses?inclusion=proofs`
      const states = async () =>
        proven.parse(await get("leafline", path)).accesses.map(({ inclusion }) => inclusion.state)
      const isLogged = async () => (await states()).every((state) => state !== "notLogged")
      await waitUntil("the lookup to be logged", async () => (await isLogged()) || undefined, {
        patienceSeconds: 30,
        everyMilliseconds: 200,
      })
      expect(await states()).toEqual(["notClosed"])
    })
  })
}
