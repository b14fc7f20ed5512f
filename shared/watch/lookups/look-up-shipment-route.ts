import { HttpProblem } from "../../base/platform/http-problem.ts"
import { declareRoute, HttpDocument } from "../../base/platform/http-route.ts"
import { lookupAnswer } from "../../intake/tracking/lookup-answer.ts"
import type { Caller } from "../../parties/authenticate-party.ts"
import { type Route, serve } from "../../parties/party-route.ts"
import type { makeLookUpShipment } from "./look-up-shipment.ts"
import { lookupRequest } from "./lookup-request.ts"

const whatMayHelp =
  "Check the number. Then give the postal code and the house number of the delivery address, or open the link " +
  "in the retailer's mail. For some parcels only the link works."

const refusalThatSays = (detail: string) => JSON.stringify(new HttpProblem("notFound", { detail }).body())

/** The one answer for unknown references, wrong proofs and refused visitors. It tells all of them what may help. */
const refusal = refusalThatSays(whatMayHelp)

/** The same to a retailer that asks for a visitor, which also says what such a lookup is for. */
const refusalOfRetailer = refusalThatSays(
  `${whatMayHelp} With onBehalfOf a retailer looks up its own orders alone. Any other lookup is answered like this ` +
    "and counts as the retailer's own.",
)

const refusalFor = (caller: Caller | undefined): string =>
  caller?.onBehalfOf !== undefined && caller.party.kind === "retailer" ? refusalOfRetailer : refusal

const headers = { "set-cookie": "Marks a visitor's browser" }

export const lookupApi = {
  lookUp: declareRoute({
    method: "POST",
    path: "/v1/lookups",
    authentication: "optional",
    body: lookupRequest,
    maxBodyBytes: 4 * 1024,
    summary: "Look a shipment up, with or without a proof",
    answers: {
      200: { description: "What this proof may see, for each parcel of the order", schema: lookupAnswer, headers },
      404: {
        description:
          "The same for what is unknown, wrongly proven and refused. It says what else a visitor can give, and to a " +
          "retailer that asks for a visitor that it may look up its own orders alone",
        contentType: "application/problem+json",
        headers,
      },
    },
  }),
}

/** For anybody, with or without a proof. A party may sign for itself or for its visitor. */
export function lookUpShipmentRoutes(lookUpShipment: ReturnType<typeof makeLookUpShipment>): Route[] {
  return serve(lookupApi)({
    async lookUp({ body, caller, cookies, headers: { "user-agent": userAgent }, sourceIp }) {
      const { answer, setCookie } = await lookUpShipment({ request: body, caller, cookies, userAgent, sourceIp })
      const sent = setCookie === undefined ? {} : { cookies: [setCookie] }
      return answer === "refused"
        ? { status: 404, body: new HttpDocument("application/problem+json", refusalFor(caller)), ...sent }
        : { status: 200, body: answer, ...sent }
    },
  })
}
