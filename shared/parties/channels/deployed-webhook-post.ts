import { AddressRefused, type PublicRequestOptions, publicRequests } from "../../base/platform/public-request.ts"
import { answerWithinMilliseconds, type WebhookPost } from "./webhook.ts"

/** Posts over HTTPS, to public addresses alone. No redirect leads a signed message elsewhere. */
export function postOverHttps(options: PublicRequestOptions & { withinMilliseconds?: number }): WebhookPost {
  const { withinMilliseconds = answerWithinMilliseconds } = options
  const send = publicRequests(options)
  return async ({ url, ...message }, ending) => {
    const inTime = AbortSignal.timeout(withinMilliseconds)
    const signal = ending === undefined ? inTime : AbortSignal.any([inTime, ending])
    try {
      const answer = await send(url, { ...message, method: "POST", signal })
      answer.destroy()
      return { status: answer.statusCode ?? "unreachable", retryAfter: answer.headers["retry-after"] }
    } catch (failure) {
      return { status: failure instanceof AddressRefused ? "notPublic" : "unreachable" }
    }
  }
}
