import type { DocumentLanguage } from "../../base/contracts/words.ts"
import type { Clock } from "../../base/platform/clock.ts"
import type { RefusedRequest } from "../../base/platform/http-pipeline.ts"
import { declareRoute, type HttpAnswer, HttpDocument, mediaType } from "../../base/platform/http-route.ts"
import type { GivenStep, LetterOutcome } from "../../desk/actions/answer-letter.ts"
import { CaseBusy } from "../../desk/cases/case-busy.ts"
import { letterPath } from "../../desk/letters/letter-mail.ts"
import type { OpenedLetter } from "../../desk/letters/open-letter.ts"
import { type Route, serve } from "../../parties/party-route.ts"
import { languageQuery, pageAnswer } from "../kit/page-answer.ts"
import { isCrossSite, pageHeaders } from "../kit/page-headers.ts"
import { type FormFault, mostFileBytes, readAnswer, readOpening } from "./letter-form.ts"
import { answerPath, scriptPath } from "./letter-frame.ts"
import {
  acknowledgedPage,
  answeredPage,
  busyPage,
  closedPage,
  crossSitePage,
  startPage,
  tooLargePage,
} from "./letter-pages.ts"
import { letterScript } from "./letter-script.ts"
import { openedPage } from "./opened-page.ts"

/** What the page of letters is made from. Both throw CaseBusy while others change the case. */
export type LetterPageTools = {
  /** @returns `undefined` for a link that does not count */
  readonly openLetter: (token: string) => Promise<OpenedLetter | undefined>
  readonly answerLetter: (token: string, given: GivenStep) => Promise<LetterOutcome>
  readonly clock: Clock
}

type Headers = Readonly<Record<string, string>>

const answerType = "multipart/form-data"

const authentication = "none"

export const letterPages = {
  start: declareRoute({ method: "GET", path: letterPath, authentication, query: languageQuery }),
  script: declareRoute({ method: "GET", path: scriptPath, authentication, query: languageQuery }),
  open: declareRoute({
    method: "POST",
    path: letterPath,
    authentication,
    rawBody: ["application/x-www-form-urlencoded"],
    maxBodyBytes: 1_024,
  }),
  /** With or without a file. */
  answer: declareRoute({
    method: "POST",
    path: answerPath,
    authentication,
    rawBody: [answerType],
    maxBodyBytes: mostFileBytes + 10_000,
  }),
}

/** The page at `/letter`, for carriers that take no part in the exchange. */
export function letterPageRoutes(tools: LetterPageTools): Route[] {
  return serve(letterPages)({
    start: async ({ query: { lang }, headers }) => pageAnswer(200, headers, startPage, lang),
    script: async ({ headers }) => ({
      status: 200,
      headers: { ...pageHeaders(headers), "cache-control": "max-age=3600" },
      body: new HttpDocument("text/javascript; charset=utf-8", letterScript),
    }),
    async open({ body, headers }) {
      const { token, language } = readOpening(new URLSearchParams(new TextDecoder().decode(body)))
      if (isCrossSite(headers)) return pageAnswer(403, headers, crossSitePage, language)
      return answered(headers, language, () => shown(tools, { token, language, headers }))
    },
    async answer({ body, headers }) {
      const form = await formIn(body, headers)
      const { token, language } = readOpening(form)
      if (isCrossSite(headers)) return pageAnswer(403, headers, crossSitePage, language)
      return answered(headers, language, async () => {
        const given = await readAnswer(form)
        if (typeof given === "string") return shown(tools, { token, language, headers, fault: given })
        return outcomePage(tools, { token, language, headers }, await tools.answerLetter(token, given))
      })
    },
  })
}

type Asked = {
  readonly token: string
  readonly language: DocumentLanguage | undefined
  readonly headers: Headers
  readonly fault?: FormFault
}

/** The letter, or the page of every link that does not count. */
async function shown({ openLetter, clock }: LetterPageTools, asked: Asked): Promise<HttpAnswer> {
  const { token, language: chosen, headers, fault } = asked
  const opened = await openLetter(token)
  if (opened === undefined) return pageAnswer(404, headers, closedPage, chosen)
  const now = clock().toISOString()
  const page = (language: DocumentLanguage) =>
    openedPage({ language, opened, token, now, ...(fault === undefined ? {} : { fault }) })
  return pageAnswer(fault === undefined ? 200 : 400, headers, page, chosen)
}

/** The fields of a form. One that cannot be read has none. */
async function formIn(body: Uint8Array, headers: Headers): Promise<FormData> {
  const type = headers["content-type"] ?? ""
  if (mediaType(type) !== answerType) return new FormData()
  const copy = new Uint8Array(body)
  return new Response(copy, { headers: { "content-type": type } }).formData().catch(() => new FormData())
}

async function outcomePage(tools: LetterPageTools, asked: Asked, outcome: LetterOutcome): Promise<HttpAnswer> {
  const { token, language: chosen, headers } = asked
  const page = (status: number, make: (language: DocumentLanguage) => HttpDocument) =>
    pageAnswer(status, headers, make, chosen)
  switch (outcome) {
    case "closed":
      return page(404, closedPage)
    case "misfit":
      return shown(tools, { ...asked, fault: "formWrong" })
    case "acknowledged":
      return page(200, (language) => acknowledgedPage(language, token))
    case "answeredBefore":
      return page(409, (language) => answeredPage(language, outcome))
    default:
      return page(200, (language) => answeredPage(language, outcome))
  }
}

async function answered(
  headers: Headers,
  chosen: DocumentLanguage | undefined,
  run: () => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof CaseBusy) return pageAnswer(503, headers, busyPage, chosen)
    throw error
  }
}

/** The answer to a request that failed or that a pipeline refused, as a page. */
export const refusedLetterPage = ({ problem, headers }: RefusedRequest): HttpAnswer => {
  const make = problem.status === 413 ? tooLargePage : busyPage
  const { headers: ofPage, ...answer } = pageAnswer(problem.status, headers, make)
  return { ...answer, headers: { ...ofPage, ...problem.headers } }
}
