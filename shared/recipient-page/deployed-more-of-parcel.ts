import { dynamoBreachCases } from "../breach-desk/cases/dynamo-breach-cases.ts"
import { lawCatalogue } from "../law/catalogue.ts"
import { deployedTable } from "../platform/deployed-table.ts"
import { type MoreReader, moreOfParcel } from "./more-of-parcel.ts"
import type { RecipientPageTools } from "./recipient-page-routes.ts"

/** What a recipient may read beside the parcel, from the tables of this deployment. */
export function deployedMoreOfParcel(reader: Omit<MoreReader, "cases" | "laws">): RecipientPageTools["moreOfParcel"] {
  const cases = dynamoBreachCases(deployedTable("BreachCases"))
  return (opened, language) => moreOfParcel({ ...reader, cases, laws: lawCatalogue }, opened, language)
}
