import type { ReplayContext } from "./replay.ts"

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

/** What came back, with the fields it showed; none for the uniform answer. */
export type Answer = {
  readonly status: number
  /** When it was asked and answered, epoch milliseconds. */
  readonly askedAt: number
  readonly answeredAt: number
  readonly body: unknown
}

/** Asks the hub as the carrier's page does: under the carrier's credential, on behalf of the visitor. */
export async function lookUp(context: ReplayContext, visitor: Visitor, question: Question): Promise<Answer> {
  const { exchange, scenario, sign } = context
  const token = await sign(scenario.cast.carrier, { onBehalfOf: visitor })
  const askedAt = Date.now()
  const response = await fetch(`${exchange.apiUrl}/v1/lookups`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(question),
  })
  const text = await response.text()
  if (response.status >= 500) throw new Error(`a lookup was answered with ${response.status}`)
  return { status: response.status, askedAt, answeredAt: Date.now(), body: text === "" ? undefined : JSON.parse(text) }
}
