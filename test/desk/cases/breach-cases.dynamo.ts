import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { describe, expect, it } from "@jest/globals"
import { dutyRow } from "../../../shared/desk/cases/duty-rows.ts"
import { dynamoBreachCases } from "../../../shared/desk/cases/dynamo-breach-cases.ts"
import { dynamoCasesOfParty } from "../../../shared/desk/cases/dynamo-cases-of-party.ts"
import { dutySchema } from "../../../shared/desk/duties/duty.ts"
import { declaredTable } from "../../doubles/declared-table.ts"
import { aCase, breachCasesContract } from "./breach-cases.contract.ts"

/** Runs the contract of breach cases on a table that is created for it. */
export function breachCasesContractOnDynamo(client: () => DynamoDBClient, prefix: string): void {
  const table = declaredTable(client, prefix, "BreachCases")
  breachCasesContract("DynamoDB", async () => dynamoBreachCases(await table()))

  describe("the list of cases on DynamoDB", () => {
    it("reads as much of the duties of one party in one case as it shows", async () => {
      const cases = dynamoBreachCases(await table())
      const duties = [aDuty("listing"), aDuty("listing-not")].map((duty) => dutyRow("listing-case", duty))
      await cases.commit({ case: aCase("listing-case"), items: duties, pointers: [] })
      const list = dynamoCasesOfParty(await table()).list("listing-case", "DUTY#listing#")
      const rows = []
      for await (const row of list) rows.push(row)
      expect(rows).toEqual([
        expect.objectContaining({
          type: "duty",
          duty: {
            law: "ca-on-fippa",
            kind: "keepRecord",
            state: "open",
            clock: { dueAt: "2026-11-04T14:10:00.000Z", dueIs: "target" },
          },
        }),
      ])
    })
  })
}

const aDuty = (party: string) =>
  dutySchema.parse({
    party,
    law: "ca-on-fippa",
    kind: "keepRecord",
    rule: "record",
    addressee: "register",
    state: "open",
    clock: {
      from: "awareness",
      startedAt: "2026-11-01T14:10:00.000Z",
      dueAt: "2026-11-04T14:10:00.000Z",
      dueIs: "target",
      basis: "A record of every breach",
    },
    presumption: "owed",
  })
