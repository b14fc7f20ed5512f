import { BatchGetCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb"
import * as z from "zod"
import type { Access } from "../../../../shared/watch/detection/access.ts"
import type { DetectedFinding } from "../../../../shared/watch/detection/detect-access.ts"
import { documents, inDays } from "../powertools.ts"
import { profileKeyOf } from "./profiles.ts"

const TableName = process.env["RESTRICTIONS_TABLE"] ?? ""
const restrictionRow = z.object({ accessorKey: z.string(), until: z.iso.datetime() })

/** Which of the keys are restricted now. At most a hundred. */
export async function restrictedOf(accessorKeys: readonly string[]): Promise<ReadonlySet<string>> {
  const Keys = [...new Set(accessorKeys)].map((accessorKey) => ({ accessorKey }))
  const { Responses = {} } = await documents.send(
    new BatchGetCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }),
  )
  const now = new Date().toISOString()
  const found = z.array(restrictionRow).parse(Responses[TableName] ?? [])
  return new Set(found.filter(({ until }) => until > now).map(({ accessorKey }) => accessorKey))
}

/**
 * Records each alert with its restriction at once. The stream of the anomalies sends `AccessAnomalyDetected`.
 * @returns the keys that are restricted from now on
 */
export async function raise(access: Access, findings: readonly DetectedFinding[]): Promise<readonly string[]> {
  const alerts = findings.filter(({ finding }) => finding.severity === "alert")
  for (const { update, finding, restricts } of alerts) {
    const accessorKey = profileKeyOf(access, update)
    const anomaly = { anomalyId: `${accessorKey}#${finding.chart}#${finding.from}`, ...finding, expiresAt: inDays(400) }
    const until = new Date((access.at + 86_400) * 1_000).toISOString()
    const restriction = { accessorKey, until, expiresAt: inDays(2) }
    await documents.send(
      new TransactWriteCommand({
        TransactItems: [
          { Put: { TableName: process.env["ANOMALIES_TABLE"] ?? "", Item: anomaly } },
          ...(restricts === undefined ? [] : [{ Put: { TableName, Item: restriction } }]),
        ],
      }),
    )
  }
  return alerts.filter(({ restricts }) => restricts !== undefined).map(({ update }) => profileKeyOf(access, update))
}
