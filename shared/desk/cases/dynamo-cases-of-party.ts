import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import * as z from "zod"
import { dynamoTable } from "../../base/platform/dynamo-table.ts"
import type { CasesOfParty } from "./breach-cases.ts"
import { caseKeys } from "./case-keys.ts"
import { type DutiesInList, listedDutyRowSchema } from "./listed-duty.ts"
import { caseRowSchema, type PartyRow, partyRowSchema } from "./participant-rows.ts"
import { pointerRowSchema } from "./pointer-row.ts"

/** Cases of a party that are read at a time. */
const casesAtOnce = 200

const rowSchema = z.discriminatedUnion("type", [caseRowSchema, partyRowSchema, pointerRowSchema])

/**
 * The cases of parties in DynamoDB. It reads no other rows of a case but a part of duties, so a function that lists
 * cases starts without their schemas.
 */
export function dynamoCasesOfParty(options: {
  client: DynamoDBClient
  tableName: string
}): CasesOfParty & DutiesInList {
  const table = dynamoTable({ ...options, schema: rowSchema })
  const duties = dynamoTable({ ...options, schema: listedDutyRowSchema })
  return {
    items: (keys) => (keys.length === 0 ? Promise.resolve([]) : table.getAll(keys.map(({ pk, sk }) => ({ pk, sk })))),
    async *ofParty(partyId, behind) {
      const found = table.query({
        index: "byParty",
        expression: "partyId = :party",
        values: { ":party": partyId },
        descending: true,
        pageSize: casesAtOnce,
        after: behind && placeOf(behind),
      })
      for await (const row of found) if (row.type === "party") yield row
    },
    list: (caseId, prefix) =>
      duties.query({
        expression: "pk = :pk AND begins_with(sk, :prefix)",
        values: { ":pk": caseKeys.case(caseId).pk, ":prefix": prefix },
        consistent: true,
      }),
  }
}

/** Where a row is in the table and in the index by party. */
function placeOf({ pk, sk, partyId, openedAt }: PartyRow) {
  return { pk, sk, partyId, openedAt }
}
