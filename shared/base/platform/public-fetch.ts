import type { IncomingMessage } from "node:http"
import { type PublicRequestOptions, publicRequests } from "./public-request.ts"

/** An identity provider has this long for one answer, with the look-up of its name and the body. */
const answerWithinMilliseconds = 4_000
/** No discovery document, key set or token is nearly as long. */
const longestAnswerBytes = 262_144

/** What libraries for OpenID Connect ask for. */
type FetchInit = {
  readonly method: string
  readonly headers: Headers | Readonly<Record<string, string>>
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
}

/** `fetch` for addresses that parties named. It keeps to public addresses, and bounds time and size of an answer. */
export type PublicFetch = (url: string, init: FetchInit) => Promise<Response>

/** An answer is a redirect, too long, or none. */
class AnswerRefused extends TypeError {
  override readonly name = "AnswerRefused"
}

/**
 * What parties' identity providers are read with.
 * @throws AnswerRefused, AddressRefused, or a `TimeoutError`. Each is a `TypeError` or a `DOMException`, as of `fetch`
 */
export function publicFetch(
  options: PublicRequestOptions & { readonly withinMilliseconds?: number; readonly longestBytes?: number },
): PublicFetch {
  const send = publicRequests(options)
  const { withinMilliseconds = answerWithinMilliseconds, longestBytes = longestAnswerBytes } = options
  return async (url, { method, headers, body, signal: given }) => {
    const ends = AbortSignal.timeout(withinMilliseconds)
    const signal = given === undefined ? ends : AbortSignal.any([given, ends])
    // Packed bytes would be counted before they are unpacked.
    const plain = { ...Object.fromEntries(new Headers(headers)), "accept-encoding": "identity" }
    const text = body === undefined || body === null ? undefined : String(body)
    try {
      return await wholeAnswer(await send(url, { method, headers: plain, body: text, signal }), longestBytes)
    } catch (failure) {
      if (signal.aborted) throw signal.reason
      throw failure instanceof TypeError ? failure : new AnswerRefused("The address did not answer as a server does")
    }
  }
}

async function wholeAnswer(answer: IncomingMessage, longestBytes: number): Promise<Response> {
  const { statusCode: status = 0, headers } = answer
  const chunks: Buffer[] = []
  let bytes = 0
  if (status >= 300 && status < 400) {
    answer.destroy()
    throw new AnswerRefused("The address redirects")
  }
  // Leaving the loop ends the connection.
  for await (const chunk of answer) {
    bytes += chunk.length
    if (bytes > longestBytes) throw new AnswerRefused("The answer is too long")
    chunks.push(chunk)
  }
  const type = headers["content-type"]
  return new Response(bytes === 0 ? null : Buffer.concat(chunks), {
    status,
    headers: type === undefined ? {} : { "content-type": type },
  })
}
