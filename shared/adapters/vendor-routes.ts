import { type Route, route } from "../parties/party-route.ts"
import { type AcceptVendorEvent, vendorAnswer } from "./accept-vendor-event.ts"

/**
 * `POST /v1/vendors/{vendor}/{partyId}`: what a vendor sends in a party's name, signed with the secret in the party's
 * settings. The second path is for vendors that do not sign.
 */
export function vendorRoutes({ acceptVendorEvent }: { acceptVendorEvent: AcceptVendorEvent }): Route[] {
  return ["/v1/vendors/{vendor}/{partyId}", "/v1/vendors/{vendor}/{partyId}/{secret}"].map((path) =>
    route({
      method: "POST",
      path,
      authentication: "none",
      rawBody: ["application/json", "application/xml"],
      maxBodyBytes: 2 * 1024 * 1024,
      documentation: {
        summary: path.endsWith("{secret}")
          ? "Accept an event of a vendor that does not sign: the secret in the party's settings ends the path"
          : "Accept an event that a vendor of a party signed with the secret in the party's settings",
        answers: {
          200: { description: "What came of it is published", schema: vendorAnswer },
          401: {
            description: "The request is not the vendor's, or the party has no connection to this vendor",
            contentType: "application/problem+json",
            headers: { "www-authenticate": "How parties authenticate, which vendors do not" },
          },
        },
      },
      async handle({ parameters, headers, body, receivedAt }) {
        const { vendor = "", partyId = "", secret: pathSecret } = parameters
        return {
          status: 200,
          body: await acceptVendorEvent({ vendor, partyId, pathSecret, headers, body, receivedAt }),
        }
      },
    }),
  )
}
