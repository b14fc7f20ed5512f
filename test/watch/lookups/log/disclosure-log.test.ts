import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { dynamoDisclosureLog } from "../../../../shared/watch/lookups/log/dynamo-disclosure-log.ts"
import { loggedRowOf } from "../../../../shared/watch/lookups/log/log-disclosures.ts"
import { testKeyedHash } from "../../../doubles/keyed-hash.ts"
import { aDisclosure } from "../ledger/disclosures.contract.ts"
import { memoryDisclosureLog } from "../memory-stores.ts"
import { disclosureLogContract } from "./disclosure-log.contract.ts"

disclosureLogContract("memory", async () => memoryDisclosureLog())

const eventual = z.object({
  input: z.object({ RequestItems: z.object({ Statements: z.object({ ConsistentRead: z.literal(false) }) }) }),
})

/** A client whose reads see an older table unless they are consistent. */
const lagging = (client: DynamoDBClient, older: DynamoDBClient): DynamoDBClient =>
  new Proxy(client, {
    get: (of, name) =>
      name === "send"
        ? (command: Parameters<DynamoDBClient["send"]>[0]) =>
            (eventual.safeParse(command).success ? older : client).send(command)
        : Reflect.get(of, name),
  })

describe("a day of the log", () => {
  it("is read as it is, although cheap reads lag: what they miss or have older is read again", async () => {
    const hashes = testKeyedHash()
    const [now, before] = [memoryDisclosureLog(), memoryDisclosureLog()]
    const day = "2026-11-01"
    const [grown, late] = [aDisclosure("lag"), aDisclosure("lag", { accessId: "acc-2" })]
    const rows = [{ ...grown, revision: 2 }, late].map((item) => loggedRowOf(hashes, item, day))
    await before.log([loggedRowOf(hashes, grown, day)])
    await now.log([loggedRowOf(hashes, grown, day)])
    await now.log(rows)
    const { client, tableName } = now.over
    const log = dynamoDisclosureLog({ client: lagging(client, before.over.client), tableName })
    const found: unknown[] = []
    for await (const row of log.ofDay("leafline", day)) found.push(row)
    expect(found).toHaveLength(2)
    expect(found).toEqual(expect.arrayContaining(rows))
  })
})
