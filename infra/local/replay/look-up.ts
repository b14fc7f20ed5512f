import { type LookupAnswer, lookupAnswer } from "../../../shared/tracking/shown-parcel.ts"
import type { ReplayContext } from "./context.ts"

/** Whoever looks something up on the carrier's page, which asks the hub on their behalf. */
export type Visitor = {
  readonly ip: string
  readonly session: string
  readonly sessionStartedAt: string
  readonly userAgent: string
}

/** What is typed into the page. */
export type Question =
  | { readonly linkToken: string }
  | { readonly retailer: string; readonly orderReference: string; readonly postalCode?: string }

/** What came back. */
export type Answer = {
  /** When it was asked and when answered, epoch milliseconds. */
  readonly askedAt: number
  readonly answeredAt: number
  /** Absent for the uniform answer, which tells nothing. */
  readonly shown?: LookupAnswer
}

const attempts = 3

/**
 * Asks the hub as the carrier's page does: under the carrier's credential, on behalf of the visitor; again when the API
 * has no answer.
 *
 * @throws Error when it has none for the third time.
 */
export async function lookUp(context: ReplayContext, visitor: Visitor, question: Question): Promise<Answer> {
  const { exchange, scenario, sign } = context
  const askedAt = Date.now()
  for (let attempt = 1; ; attempt++) {
    const token = await sign(scenario.cast.carrier, { onBehalfOf: visitor })
    const response = await fetch(`${exchange.apiUrl}/v1/lookups`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(question),
    })
    const text = await response.text()
    const answered = { askedAt, answeredAt: Date.now() }
    if (response.status === 404) return answered
    if (response.status === 200) return { ...answered, shown: lookupAnswer.parse(JSON.parse(text)) }
    if (response.status < 500 || attempt === attempts) throw new Error(`a lookup was answered with ${response.status}`)
  }
}

/** Names of the fields that an answer shows, told from the answer alone. */
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
