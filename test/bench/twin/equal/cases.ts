/** Open breach cases by the accessors and records that they are about. */
import { BatchGetCommand, PutCommand } from "@aws-sdk/lib-dynamodb"
import * as z from "zod"
import { documents } from "../powertools.ts"

const TableName = process.env["OPEN_CASES_TABLE"] ?? ""
const openCase = z.object({ accessorKey: z.string(), caseId: z.string() })

/** Adds an exposure to each open case of its visitor, network or numbers. Adding it again has no effect. */
export async function addExposure(shown: {
  readonly subject: string
  readonly sortKey: string
  readonly network: string
  readonly block?: string | undefined
  readonly recordId: string
  readonly fields: readonly string[]
}): Promise<void> {
  const { subject, network, block, sortKey, recordId, fields } = shown
  const keys = [subject, network, ...(block === undefined ? [] : [block])]
  const { Responses = {} } = await documents.send(
    new BatchGetCommand({
      RequestItems: { [TableName]: { Keys: keys.map((accessorKey) => ({ accessorKey })), ConsistentRead: true } },
    }),
  )
  for (const { caseId } of z.array(openCase).parse(Responses[TableName] ?? []))
    await documents.send(
      new PutCommand({
        TableName: process.env["EXPOSURES_TABLE"] ?? "",
        Item: { caseId, exposureId: `${subject}#${sortKey}`, recordId, fields },
      }),
    )
}
