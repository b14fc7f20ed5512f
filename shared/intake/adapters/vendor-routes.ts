import { type AnswerOf, answersWith, declareRoute, type HttpRequest } from "../../base/platform/http-route.ts"
import { type Route, serve } from "../../parties/party-route.ts"
import { type AcceptVendorEvent, vendorAnswer } from "./accept-vendor-event.ts"

const accepted = {
  method: "POST",
  path: "/v1/vendors/{vendor}/{partyId}",
  authentication: "none",
  rawBody: ["application/json", "application/xml"],
  maxBodyBytes: 2 * 1024 * 1024,
  answers: answersWith("What came of it is published", vendorAnswer),
  problems: {
    401: {
      description: "The request is not the vendor's, or the party has no connection to this vendor",
      headers: { "www-authenticate": "How parties authenticate, which vendors do not" },
    },
  },
} as const

export const vendorApi = {
  signed: declareRoute({
    ...accepted,
    summary: "Accept an event that a vendor of a party signed with the secret in the party's settings",
  }),
  unsigned: declareRoute({
    ...accepted,
    path: `${accepted.path}/{secret}`,
    summary: "Accept an event of a vendor that does not sign: the secret in the party's settings ends the path",
  }),
}

/** What a vendor sends in a party's name. */
export function vendorRoutes({ acceptVendorEvent }: { acceptVendorEvent: AcceptVendorEvent }): Route[] {
  const accept = async (request: HttpRequest<Uint8Array, undefined>): Promise<AnswerOf<typeof accepted>> => {
    const { parameters, headers, body, receivedAt } = request
    const { vendor = "", partyId = "", secret: pathSecret } = parameters
    return { status: 200, body: await acceptVendorEvent({ vendor, partyId, pathSecret, headers, body, receivedAt }) }
  }
  return serve(vendorApi)({ signed: accept, unsigned: accept })
}
