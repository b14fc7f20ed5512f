import { type LookupAnswer, lookupAnswer } from "../../../shared/intake/tracking/lookup-answer.ts"
import { askUntilAnswered } from "./ask-until-answered.ts"
import type { ReplayContext } from "./context.ts"

/** A visitor of a party's page, which asks the hub on their behalf. */
export type Visitor = {
  /** The party whose page it is. */
  readonly askedBy: string
  readonly ip: string
  readonly session: string
  readonly sessionStartedAt: string
  readonly userAgent: string
}

/** What the visitor types into the page. */
export type Question =
  | { readonly linkToken: string }
  | { readonly retailer: string; readonly orderReference: string; readonly postalCode?: string }

/** The hub's answer. */
export type Answer = {
  /** When the question was asked and answered, in epoch milliseconds. */
  readonly askedAt: number
  readonly answeredAt: number
  /** Absent when the hub answered "Not found". */
  readonly shown?: LookupAnswer
}

/**
 * Asks the hub as a party's page does: with the party's credential, on behalf of the visitor. Asks again after a server
 * error or a broken connection.
 *
 * @throws Error when the API does not answer for long, or refuses the request
 */
export async function lookUp(context: ReplayContext, visitor: Visitor, question: Question): Promise<Answer> {
  const { exchange, sign } = context
  const { askedBy, ...onBehalfOf } = visitor
  const askedAt = Date.now()
  const response = await askUntilAnswered("a lookup", async () => {
    const token = await sign(askedBy, { onBehalfOf })
    return fetch(`${exchange.apiUrl}/v1/lookups`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(question),
    })
  })
  const text = await response.text()
  const answered = { askedAt, answeredAt: Date.now() }
  if (response.status === 404) return answered
  if (response.status === 200) return { ...answered, shown: lookupAnswer.parse(JSON.parse(text)) }
  throw new Error(`The API answered a lookup with ${response.status}`)
}

/** The names of the fields that an answer shows. */
export function fieldsShown(shown: LookupAnswer): string[] {
  const fields = new Set(["existence", "phase"])
  if (shown.shows !== "details") return [...fields]
  if (shown.retailer !== undefined) fields.add("retailer")
  for (const { phase, dates, signatureRecorded } of shown.parcels) {
    if (Object.keys(dates).length > 0) fields.add("dates")
    if (dates.deliveredAt !== undefined) fields.add("delivery-date")
    if (phase === "ready-for-pickup") fields.add("pickup-point")
    if (signatureRecorded !== undefined) fields.add("signature-recorded")
  }
  return [...fields]
}
