import { httpPipeline } from "../../../shared/base/platform/http-pipeline.ts"
import { answerLetter } from "../../../shared/desk/actions/answer-letter.ts"
import { letterPageRoutes, refusedLetterPage } from "../../../shared/pages/letter/letter-page-routes.ts"
import { recipientPageRoutes } from "../../../shared/pages/recipient/recipient-page-routes.ts"
import { type LetterWorld, letterWorld } from "../../desk/letters/letter-world.ts"

/** The page of letters over a breach desk in memory. */
export function letterPageOf({ world, open }: LetterWorld) {
  const desk = { ...world.desk, sealer: world.sealer, evidenceFiles: world.evidenceFiles }
  const routes = letterPageRoutes({
    openLetter: open,
    async answerLetter(token, given) {
      const outcome = await answerLetter(desk, token, given)
      await world.settle()
      return outcome
    },
    clock: world.clock,
  })
  return httpPipeline({
    routes: [...routes, ...recipientPageRoutes({ lookUpShipment: elsewhere, moreOfParcel: elsewhere })],
    answerRefusal: refusedLetterPage,
    telemetry: world.telemetry,
    clock: world.clock,
  })
}

/** Of the recipient's page it has the style alone. */
async function elsewhere(): Promise<never> {
  throw new Error("This is no page of a parcel.")
}

type Fields = Readonly<Record<string, string | { name: string; content: string | Uint8Array<ArrayBuffer> }>>

/** A world of letters with its page, and ways to send its forms. */
export async function letterPageWorld(options: Parameters<typeof letterWorld>[0] = {}) {
  const desk = await letterWorld(options)
  const handler = letterPageOf(desk)
  const ask = async (
    method: string,
    rawPath: string,
    sent: { body?: Uint8Array; headers?: object; query?: string },
  ) => {
    const { body, headers = {}, query = "" } = sent
    return handler({
      rawPath,
      rawQueryString: query,
      headers: { "sec-fetch-site": "same-origin", ...headers },
      ...(body === undefined ? {} : { body: Buffer.from(body).toString("base64"), isBase64Encoded: true }),
      requestContext: { requestId: "r-1", http: { method, sourceIp: "203.0.113.7" } },
    })
  }
  return {
    ...desk,
    get: (path: string, query = "", headers: object = {}) => ask("GET", path, { query, headers }),
    postOpening: (fields: Record<string, string>, headers: object = {}) =>
      ask("POST", "/letter", {
        body: Buffer.from(String(new URLSearchParams(fields))),
        headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      }),
    async postAnswer(fields: Fields, headers: object = {}) {
      const form = new FormData()
      for (const [name, value] of Object.entries(fields))
        if (typeof value === "string") form.set(name, value)
        else form.set(name, new Blob([value.content]), value.name)
      const request = new Response(form)
      return ask("POST", "/letter/answers", {
        body: new Uint8Array(await request.arrayBuffer()),
        headers: { "content-type": request.headers.get("content-type"), ...headers },
      })
    },
  }
}
