import type { DocumentLanguage } from "../../base/contracts/words.ts"
import type { RefusedRequest } from "../../base/platform/http-pipeline.ts"
import { declareRoute, type HttpAnswer, HttpDocument, mediaType } from "../../base/platform/http-route.ts"
import { type Route, serve } from "../../parties/party-route.ts"
import type { LookedUpAnswer, Lookup, Opened } from "../../watch/lookups/lookup.ts"
import { pagePath } from "../kit/page-address.ts"
import { languageOf, languageQuery, pageAnswer } from "../kit/page-answer.ts"
import { isCrossSite, pageHeaders } from "../kit/page-headers.ts"
import { type FormKind, formKind, readForm, type SentForm } from "./lookup-form.ts"
import { openLinkScript, styleSheet } from "./page-assets.ts"
import { crossSitePage, failedPage, formPage, missPage } from "./pages.ts"
import { type MoreOfParcel, parcelPage } from "./parcel-page.ts"

/** What the page is made from. */
export type RecipientPageTools = {
  /** The lookup of `POST /v1/lookups`, so that page and API cannot differ in what they show or how long they take. */
  readonly lookUpShipment: (lookup: Lookup) => Promise<LookedUpAnswer>
  readonly moreOfParcel: (opened: Opened, language: DocumentLanguage) => Promise<MoreOfParcel>
}

type Headers = Readonly<Record<string, string>>

const formQuery = languageQuery.extend({
  by: formKind.optional().meta({ description: "What the visitor knows. Without it, shop and order number" }),
})

const formType = "application/x-www-form-urlencoded"

const [method, authentication] = ["GET", "none"] as const

/** What people without an account can open at `/t`. */
export const recipientPages = {
  style: declareRoute({ method, path: `${pagePath}/style.css`, authentication, query: languageQuery }),
  script: declareRoute({ method, path: `${pagePath}/open-link.js`, authentication, query: languageQuery }),
  form: declareRoute({ method, path: pagePath, authentication, query: formQuery }),
  ofRetailer: declareRoute({ method, path: `${pagePath}/{retailerAlias}`, authentication, query: languageQuery }),
  ofCarrier: declareRoute({ method, path: `${pagePath}/carrier/{carrierAlias}`, authentication, query: languageQuery }),
  lookUp: declareRoute({
    method: "POST",
    path: pagePath,
    authentication,
    rawBody: [formType],
    maxBodyBytes: 4 * 1024,
  }),
}

/** The pages and files at `/t`. */
export function recipientPageRoutes(tools: RecipientPageTools): Route[] {
  return serve(recipientPages)({
    style: async ({ headers }) => asset(headers, "text/css; charset=utf-8", styleSheet),
    script: async ({ headers }) => asset(headers, "text/javascript; charset=utf-8", openLinkScript),
    form: async ({ query: { lang, by: kind = "orderNumber" }, headers }) =>
      pageAnswer(200, headers, (language) => formPage({ language, kind }), lang),
    ofRetailer: async ({ parameters: { retailerAlias = "" }, query: { lang }, headers }) =>
      namedForm("orderNumber", retailerAlias, { lang, headers }),
    ofCarrier: async ({ parameters: { carrierAlias = "" }, query: { lang }, headers }) =>
      namedForm("trackingNumber", carrierAlias, { lang, headers }),
    async lookUp({ body, headers, cookies, sourceIp }) {
      const form = readForm(body)
      if (isCrossSite(headers)) return pageAnswer(403, headers, crossSitePage, form.language)
      if (mediaType(headers["content-type"] ?? "") !== formType)
        return pageAnswer(415, headers, (language) => formPage({ language, kind: form.kind }), form.language)
      return answerForm(tools, form, { headers, cookies, sourceIp })
    },
  })
}

/** The form with the name filled in that the path has: of a party or of nobody, which looks the same. */
function namedForm(
  kind: FormKind,
  alias: string,
  { lang, headers }: { readonly lang: DocumentLanguage | undefined; readonly headers: Headers },
): HttpAnswer {
  const [field, below] = kind === "orderNumber" ? ["retailer", ""] : ["carrier", "/carrier"]
  const values = new Map([[field, alias.slice(0, 64)]])
  const path = `${pagePath}${below}/${encodeURIComponent(alias)}`
  return pageAnswer(200, headers, (language) => formPage({ language, kind, values, path }), lang)
}

/** The answer to a request that failed or that a pipeline refused, as a page. */
export const refusedPage = ({ problem, headers }: RefusedRequest): HttpAnswer => {
  const { headers: ofProblem, ...answer } = pageAnswer(problem.status, headers, failedPage)
  return { ...answer, headers: { ...ofProblem, ...problem.headers } }
}

async function answerForm(
  tools: RecipientPageTools,
  { read, kind, values, language: chosen }: SentForm,
  visitor: Pick<Lookup, "cookies" | "sourceIp"> & { readonly headers: Headers },
): Promise<HttpAnswer> {
  const { headers, cookies, sourceIp } = visitor
  const typed = new Map([...values].filter(([name]) => name !== "linkToken"))
  if (!("reference" in read))
    return pageAnswer(400, headers, (language) => formPage({ language, kind, values: typed, errors: read }), chosen)
  const userAgent = headers["user-agent"]
  const { answer, opened, setCookie } = await tools.lookUpShipment({
    request: read,
    caller: undefined,
    cookies,
    userAgent,
    sourceIp,
  })
  const sent = setCookie === undefined ? {} : { cookies: [setCookie] }
  if (answer === "refused" || answer.shows !== "details" || opened === undefined)
    return { ...pageAnswer(404, headers, (language) => missPage({ language, kind, values: typed }), chosen), ...sent }
  const more = await tools.moreOfParcel(opened, languageOf(headers, chosen))
  return {
    ...pageAnswer(200, headers, (language) => parcelPage({ language, answer, more, sent: values }), chosen),
    ...sent,
  }
}

const asset = (headers: Headers, contentType: string, content: string): HttpAnswer => ({
  status: 200,
  headers: { ...pageHeaders(headers), "cache-control": "max-age=3600" },
  body: new HttpDocument(contentType, content),
})
