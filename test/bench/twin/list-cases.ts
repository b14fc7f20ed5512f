/** `GET /v1/cases`: the cases of the caller's party, which the API's JWT authorizer has found. */
import { QueryCommand } from "@aws-sdk/lib-dynamodb"
import * as z from "zod"
import { httpHandler } from "./http-handler.ts"
import { documents } from "./powertools.ts"

const caseRow = z.object({ caseId: z.string(), openedAt: z.string(), status: z.string(), exposures: z.number() })

export const handler = httpHandler(async ({ headers }) => {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: process.env["CASES_TABLE"] ?? "",
      IndexName: "byParty",
      KeyConditionExpression: "partyId = :party",
      ExpressionAttributeValues: { ":party": headers["x-party"] ?? "" },
    }),
  )
  return { status: 200, body: { cases: z.array(caseRow).parse(Items) } }
})
