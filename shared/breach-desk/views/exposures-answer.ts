import * as z from "zod"
import { documentLanguages } from "../../contracts/words.ts"
import { HttpProblem } from "../../platform/http-problem.ts"
import { HttpDocument } from "../../platform/http-route.ts"
import { recordExport } from "../actions/note-transfers.ts"
import type { Participant } from "../cases/participant.ts"
import { refusedProblem } from "./desk-problems.ts"
import { actionOf, type PartyRequest, type ServedDesk, wantsCsv } from "./desk-request.ts"
import { exposuresPage } from "./exposures-page.ts"
import { shipmentsAsCsv, shipmentsForMailMerge } from "./exposures-view.ts"
import { linkToNext, pageQuery, sealedCursor } from "./list-pages.ts"

/** Shipments on a page: unless the caller says otherwise, and at most. A line of CSV is a third of the same JSON. */
const pageLimits = { json: { usual: 100, most: 500 }, csv: { usual: 2_000, most: 2_000 } } as const

/** Query parameters of the list of exposed shipments. */
export const exposuresQuery = pageQuery({
  most: pageLimits.csv.most,
  description: "Shipments on one page. JSON: 100 when absent, at most 500. CSV: 2,000 when absent, and at most",
}).extend({
  format: z
    .enum(["json", "csv", "mailMerge"])
    .optional()
    .meta({
      description:
        "`csv` returns CSV, like `accept: text/csv`. `mailMerge` returns CSV whose columns are the slots of the notices " +
        "as DOCX and Markdown. Those that only the caller can fill, such as names, are empty",
    }),
  language: z
    .enum(documentLanguages)
    .optional()
    .meta({ description: "Of `mailMerge`: that of the notice. `en` when absent" }),
})

/**
 * A page of the caller's affected shipments as JSON or CSV, with the address of the next page in the header `link`. The
 * first page is recorded as an export in the timeline.
 */
export async function answerExposures(
  desk: ServedDesk,
  request: PartyRequest<unknown, z.output<typeof exposuresQuery>>,
  participant: Participant,
) {
  const { party } = request.caller
  const format = wantsCsv(request) ? "csv" : "json"
  const { limit = pageLimits[format].usual, after: given, format: wished, language } = request.query
  if (limit > pageLimits[format].most)
    throw new HttpProblem("invalid", {
      problems: [{ path: "query.limit", rule: "tooBig" }],
      detail: `query.limit: a page of ${format} has at most ${pageLimits[format].most} shipments.`,
    })
  const cursor = sealedCursor(desk.sealer, { caseId: participant.current.caseId, partyId: party.id, list: "after" })
  const after = given === undefined ? undefined : await cursor.open(given)
  const { views, next: end } = await exposuresPage(desk, request, participant, { after, limit })
  const next = end === undefined ? undefined : await cursor.seal(end)
  const isFirst = given === undefined
  if (isFirst) {
    const exported = { format, shipments: participant.own.shipments }
    const noted = await recordExport(desk, actionOf(desk, request), exported)
    if ("refused" in noted) throw refusedProblem("unknownCase")
  }
  const query = { format: wished ?? format, limit: String(limit), ...(language === undefined ? {} : { language }) }
  const headers = next === undefined ? {} : { link: linkToNext(request, "exposures", { ...query, after: next }) }
  if (format === "json")
    return { status: 200, headers, body: { exposures: views, ...(next === undefined ? {} : { next }) } }
  const code = participant.own.alias
  const isMerge = wished === "mailMerge"
  const name = {
    "content-disposition": `attachment; filename="${isMerge ? `${code}-mail-merge-${language ?? "en"}` : code}.csv"`,
  }
  const csv = isMerge
    ? shipmentsForMailMerge(party, views, { isFirst, language: language ?? "en", code })
    : shipmentsAsCsv(party, views, { isFirst })
  const body = new HttpDocument("text/csv; charset=utf-8", csv)
  return { status: 200, headers: { ...name, ...headers }, body }
}
