import * as z from "zod"
import { boundedString } from "../../base/contracts/bounded-string.ts"
import { caseAlias } from "../../base/contracts/fields.ts"
import { HttpProblem } from "../../base/platform/http-problem.ts"
import { answersWith, declareRoute } from "../../base/platform/http-route.ts"
import { present } from "../../intake/tracking/joined-record.ts"
import { type Route, serve } from "../../parties/party-route.ts"
import { casesOfShipment } from "../cases/cases-of-shipment.ts"
import { isShipmentOf } from "../cases/own-shipments.ts"
import { unknownShipmentProblem } from "./desk-problems.ts"
import type { ServedDesk } from "./desk-request.ts"
import { shipmentsNamed } from "./shipments-named.ts"

const headers = z.object({
  shipment: boundedString(600).min(1).meta({
    description: "What names the shipment, with every character percent-encoded that is no letter or digit",
  }),
})

export const shipmentCasesApi = {
  ofShipment: declareRoute({
    method: "GET",
    path: "/v1/shipment-cases",
    authentication: "required",
    requestHeaders: headers,
    summary:
      "The caller's cases that count a shipment, newest first. It is named as for its accesses, but in a header, which " +
      "no log or history keeps",
    answers: answersWith(
      "The cases. None says nothing of cases whose shipments are not known one by one",
      z.strictObject({ caseAliases: z.array(caseAlias) }),
    ),
    problems: { 404: { description: "The exchange knows no shipment of the caller by this name" } },
  }),
}

export const shipmentCasesRoutes = (desk: Pick<ServedDesk, "cases" | "records" | "parties">): Route[] =>
  serve(shipmentCasesApi)({
    async ofShipment({ caller: { party }, headers: { shipment } }) {
      const shipments = await shipmentsNamed(desk, party, named(shipment))
      if (shipments.length === 0) throw unknownShipmentProblem()
      const recordIds = shipments.flatMap(({ recordId, parcelId }) => [recordId, ...present(parcelId)])
      const caseAliases: string[] = []
      const found = casesOfShipment(desk.cases, { partyId: party.id, recordIds: [...new Set(recordIds)] })
      for await (const { own, affected } of found)
        if (affected.some((row) => isShipmentOf(row, party))) caseAliases.push(own.alias)
      return { status: 200, body: { caseAliases } }
    },
  })

/** @throws HttpProblem 400 if the header is absent, too long, or not encoded */
function named(given: string | undefined): string {
  const { success, data } = headers.shape.shipment.transform(decoded).safeParse(given)
  if (success && data !== undefined) return data
  throw new HttpProblem("invalid", { problems: [{ path: "header.shipment", rule: "format" }] })
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
