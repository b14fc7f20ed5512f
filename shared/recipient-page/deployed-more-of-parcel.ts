import { dynamoBreachCases } from "../breach-desk/cases/dynamo-breach-cases.ts"
import { lawCatalogue } from "../law/catalogue.ts"
import { dynamoReportStreams } from "../lookups/reporting/dynamo-report-streams.ts"
import { systemClock } from "../platform/clock.ts"
import { deployedTable } from "../platform/deployed-table.ts"
import { type MoreReader, moreOfParcel } from "./more-of-parcel.ts"
import type { RecipientPageTools } from "./recipient-page-routes.ts"

/** What a recipient may read beside the parcel, from the tables of this deployment. */
export function deployedMoreOfParcel(
  reader: Omit<MoreReader, "cases" | "laws" | "streams" | "clock">,
): RecipientPageTools["moreOfParcel"] {
  const cases = dynamoBreachCases(deployedTable("BreachCases"))
  const streams = dynamoReportStreams(deployedTable("ReportStreams"))
  const more = { ...reader, cases, streams, laws: lawCatalogue, clock: systemClock }
  return (opened, language) => moreOfParcel(more, opened, language)
}
