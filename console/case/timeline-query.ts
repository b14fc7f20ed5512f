import { answerOf, api } from "../api/console-api.ts"

/** A page of the timeline, the oldest entries first. */
export const readTimeline = (caseAlias: string, after: string | undefined) =>
  answerOf(
    api.GET("/v1/cases/{caseAlias}/timeline", {
      params: { path: { caseAlias }, query: after === undefined ? {} : { after } },
    }),
  )

type TimelineBody = Awaited<ReturnType<typeof readTimeline>>["body"]

export type TimelineEntry = TimelineBody["entries"][number]

/** The whole timeline, page after page, with its head. */
async function readWholeTimeline(caseAlias: string): Promise<Pick<TimelineBody, "entries" | "head">> {
  const { body } = await readTimeline(caseAlias, undefined)
  const entries = [...body.entries]
  let { head, next } = body
  while (next !== undefined) {
    const page = await readTimeline(caseAlias, next)
    entries.push(...page.body.entries)
    ;({ head, next } = page.body)
  }
  return { entries, head }
}

/** What was entered behind an entry. */
export async function entriesSince(caseAlias: string, seq: number): Promise<TimelineEntry[]> {
  const { entries } = await readWholeTimeline(caseAlias)
  return entries.filter((entry) => entry.seq > seq)
}

/** What a check of the timeline found. */
export type Checked = { readonly isWhole: boolean; readonly isSigned: boolean; readonly entries: number }

/** Reads the whole timeline and has its chain checked, and the hub's signature of its head. */
export async function verifyTimeline(caseAlias: string): Promise<Checked> {
  const { entries, head } = await readWholeTimeline(caseAlias)
  const { seq, hash, mac } = head
  const { body } = await answerOf(
    api.POST("/v1/cases/{caseAlias}/verifications", {
      params: { path: { caseAlias } },
      body: { timeline: entries, head: { seq, hash }, headMac: { mac } },
    }),
  )
  return { isWhole: body.ok, isSigned: body.macHolds === true, entries: entries.length }
}
