import { answerOf, api } from "../api/console-api.ts"

/** Shipments on the first page, which is there sooner, and on each further one. */
const pageSize = { first: 100, further: 500 }

/** A page of the exposed shipments. The timeline notes who read it on a day: so only ask when a person wants it. */
export async function readExposures(caseAlias: string, after: string | undefined) {
  const { body } = await answerOf(
    api.GET("/v1/cases/{caseAlias}/exposures", {
      params: {
        path: { caseAlias },
        query: after === undefined ? { limit: pageSize.first } : { limit: pageSize.further, after },
      },
      headers: { "idempotency-key": crypto.randomUUID() },
    }),
  )
  if (typeof body === "string") throw new Error("The list came as CSV")
  return body
}

export type Exposure = Awaited<ReturnType<typeof readExposures>>["exposures"][number]

/** Every exposed shipment, page after page. */
export async function readAllExposures(caseAlias: string): Promise<Exposure[]> {
  const all: Exposure[] = []
  let after: string | undefined
  do {
    const page = await readExposures(caseAlias, after)
    all.push(...page.exposures)
    after = page.next
  } while (after !== undefined)
  return all
}
