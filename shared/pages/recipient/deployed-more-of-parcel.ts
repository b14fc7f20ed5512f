import { systemClock } from "../../base/platform/clock.ts"
import { isLeftOut } from "../../base/platform/deployed-resources.ts"
import { deployedTable } from "../../base/platform/deployed-table.ts"
import { dynamoBreachCases } from "../../desk/cases/dynamo-breach-cases.ts"
import { lawCatalogue } from "../../desk/law/catalogue.ts"
import { dynamoReportStreams } from "../../watch/lookups/reporting/dynamo-report-streams.ts"
import { type MoreReader, moreOfParcel } from "./more-of-parcel.ts"
import type { RecipientPageTools } from "./recipient-page-routes.ts"

/** What a recipient may read beside the parcel, from the tables of this deployment. */
export function deployedMoreOfParcel(
  reader: Omit<MoreReader, "cases" | "laws" | "streams" | "clock">,
): RecipientPageTools["moreOfParcel"] {
  const cases = isLeftOut("desk") ? {} : { cases: dynamoBreachCases(deployedTable("BreachCases")) }
  const streams = dynamoReportStreams(deployedTable("ReportStreams"))
  const more = { ...reader, ...cases, streams, laws: lawCatalogue, clock: systemClock }
  return (opened, language) => moreOfParcel(more, opened, language)
}
