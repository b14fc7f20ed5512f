import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { type Disclosure, disclosure } from "../domain/disclosure.ts"
import { dynamoTable } from "./table.ts"

/** What a report says of the lookups it is about; everything given must fit. */
export type EvidenceQuery = {
  tool?: string
  /** Parcels that nobody had claimed fit too: whoever asks knows who has claimed them since. */
  retailerId?: string
  carrierId?: string
  reportedBy?: string
  accessorToken?: string
  accessIds?: readonly string[]
  /** ISO instants, inclusive. */
  since?: string
  until?: string
}

/** Searches the ledger for what a report is about: without an accessor key, all of it has to be read. */
export type Evidence = { search(query: EvidenceQuery): AsyncIterable<Disclosure> }

/** Evidence from the ledger in DynamoDB. */
export function dynamoEvidence(options: { client: DynamoDBClient; tableName: string }): Evidence {
  const table = dynamoTable({ ...options, schema: disclosure })
  return {
    async *search(query) {
      const names: Record<string, string> = {}
      const values: Record<string, unknown> = {}
      const terms: string[] = []
      for (const field of ["tool", "retailerId", "carrierId", "reportedBy", "accessorToken"] as const) {
        if (query[field] === undefined) continue
        names[`#${field}`] = field
        values[`:${field}`] = query[field]
        if (field === "retailerId") {
          values[":unclaimed"] = unclaimedParcels
          terms.push(`(#${field} = :${field} OR begins_with(recordId, :unclaimed))`)
        } else terms.push(`#${field} = :${field}`)
      }
      const filter = terms.length === 0 ? {} : { filter: { expression: terms.join(" AND "), names, values } }
      for await (const one of table.scan(filter)) if (fitsEvidence(one, query)) yield one
    },
  }
}

const unclaimedParcels = "PARCEL#"

/** Whether a disclosure is one that the query asks for. */
export function fitsEvidence(one: Disclosure, query: EvidenceQuery): boolean {
  const { since, until, accessIds } = query
  const at = Date.parse(one.at)
  return (
    (query.tool === undefined || one.tool === query.tool) &&
    (query.retailerId === undefined ||
      one.retailerId === query.retailerId ||
      one.recordId.startsWith(unclaimedParcels)) &&
    (query.carrierId === undefined || one.carrierId === query.carrierId) &&
    (query.reportedBy === undefined || one.reportedBy === query.reportedBy) &&
    (query.accessorToken === undefined || one.accessorToken === query.accessorToken) &&
    (accessIds === undefined || accessIds.includes(one.accessId)) &&
    (since === undefined || at >= Date.parse(since)) &&
    (until === undefined || at <= Date.parse(until))
  )
}
