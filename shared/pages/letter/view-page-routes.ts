import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { declareRoute, type HttpAnswer } from "../../base/platform/http-route.ts"
import { CaseBusy } from "../../desk/cases/case-busy.ts"
import type { ComparedTimelines, ReadView } from "../../desk/documents/read-view.ts"
import { viewPath } from "../../desk/regulator-views/view-link.ts"
import { type Route, serve } from "../../parties/party-route.ts"
import { languageOf, languageQuery, pageAnswer } from "../kit/page-answer.ts"
import { isCrossSite } from "../kit/page-headers.ts"
import { readOpening } from "./letter-form.ts"
import { timelineComparisonPage } from "./timeline-comparison-page.ts"
import { viewBusyPage, viewClosedPage, viewCrossSitePage, viewPage, viewStartPage } from "./view-pages.ts"

/** What the page of views is made from. Both throw CaseBusy while others change the case. */
export type ViewPageTools = {
  /** @returns `undefined` for a link that does not count */
  readonly readView: (token: string, language: DocumentLanguage) => Promise<ReadView | undefined>
  /** @returns `undefined` unless both views can be read next to each other */
  readonly readComparison: (
    tokens: readonly [string, string],
    language: DocumentLanguage,
  ) => Promise<ComparedTimelines | undefined>
}

type Headers = Readonly<Record<string, string>>

export const viewPages = {
  start: declareRoute({ method: "GET", path: viewPath, authentication: "none", query: languageQuery }),
  open: declareRoute({
    method: "POST",
    path: viewPath,
    authentication: "none",
    rawBody: ["application/x-www-form-urlencoded"],
    maxBodyBytes: 1_024,
  }),
}

/** The page at `/view`, for regulators for whom a party opened its side of a case. */
export function viewPageRoutes(tools: ViewPageTools): Route[] {
  return serve(viewPages)({
    start: async ({ query: { lang }, headers }) => pageAnswer(200, headers, viewStartPage, lang),
    async open({ body, headers }) {
      const form = new URLSearchParams(new TextDecoder().decode(body))
      const { token, language: chosen } = readOpening(form)
      if (isCrossSite(headers)) return pageAnswer(403, headers, viewCrossSitePage, chosen)
      const other = codeIn(form.get("other"))
      try {
        return await shown(tools, { token, other, headers, language: languageOf(headers, chosen) })
      } catch (error) {
        if (error instanceof CaseBusy) return pageAnswer(503, headers, viewBusyPage, chosen)
        throw error
      }
    },
  })
}

/** A code, also from a whole link that was pasted. */
const codeIn = (text: string | null): string | undefined =>
  text === null ? undefined : (text.trim().slice(0, 400).split("#").at(-1) ?? "")

type Asked = { token: string; other: string | undefined; headers: Headers; language: DocumentLanguage }

async function shown(tools: ViewPageTools, { token, other, headers, language }: Asked): Promise<HttpAnswer> {
  if (other !== undefined) {
    const both = await tools.readComparison([token, other], language)
    if (both !== undefined)
      return pageAnswer(
        200,
        headers,
        () => timelineComparisonPage({ language, tokens: [token, other], read: both }),
        language,
      )
  }
  const read = await tools.readView(token, language)
  if (read === undefined) return pageAnswer(404, headers, viewClosedPage, language)
  const isOtherWrong = other !== undefined
  const page = () => viewPage({ language, token, read, isOtherWrong })
  return pageAnswer(isOtherWrong ? 400 : 200, headers, page, language)
}
