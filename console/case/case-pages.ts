import type { MessageKey } from "../language/messages.ts"

/** The pages of a case in the order of the work: the path below the case, and the title. */
export const casePages = [
  { path: "", title: "overview.title" },
  { path: "exposures", title: "exposures.title" },
  { path: "own-log", title: "ownLog.title" },
  { path: "assessment", title: "assessment.title" },
  { path: "facts", title: "facts.title" },
  { path: "documents", title: "documents.title" },
  { path: "notices", title: "notices.title" },
  { path: "mail-merge", title: "mailMerge.title" },
  { path: "duties", title: "duties.title" },
  { path: "approvals", title: "approvals.title" },
  { path: "notes", title: "notes.title" },
  { path: "evidence", title: "evidence.title" },
  { path: "timeline", title: "timeline.title" },
  { path: "closing", title: "closing.title" },
] as const satisfies readonly { path: string; title: MessageKey }[]

export type CasePagePath = (typeof casePages)[number]["path"]
