import type { MessageKey } from "../language/messages.ts"

/** The parts of a case's pages, and what each is called. */
export const casePartTitles = {
  assessment: "assessment.title",
  facts: "facts.title",
  documents: "documents.title",
  notices: "notices.title",
  "mail-merge": "mailMerge.title",
  approvals: "approvals.title",
  duties: "duties.title",
  closing: "closing.title",
  notes: "notes.title",
  evidence: "evidence.title",
  "own-log": "ownLog.title",
  timeline: "timeline.title",
} as const satisfies Record<string, MessageKey>

export type CasePart = keyof typeof casePartTitles

/** The pages of a case in the order of the work: the path below the case, the title, and the parts. */
export const casePages = [
  { path: "", title: "overview.title", parts: [] },
  { path: "facts", title: "page.facts", parts: ["assessment", "facts"] },
  { path: "exposures", title: "exposures.title", parts: [] },
  { path: "documents", title: "page.documents", parts: ["documents", "notices", "mail-merge"] },
  { path: "duties", title: "page.duties", parts: ["approvals", "duties", "closing"] },
  { path: "record", title: "page.record", parts: ["notes", "evidence", "own-log", "timeline"] },
] as const satisfies readonly { path: string; title: MessageKey; parts: readonly CasePart[] }[]

export type CasePagePath = (typeof casePages)[number]["path"]

/**
 * The path of a part below the case.
 *
 * @param place a place within the part, by its id
 */
export function pathOfPart(part: CasePart, place: string = part): string {
  const page = casePages.find(({ parts }) => parts.some((one) => one === part))
  return `${page?.path}#${place}`
}
