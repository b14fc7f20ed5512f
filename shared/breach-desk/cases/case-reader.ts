import type { CaseDesk } from "./change-case.ts"

export type Reader = Pick<CaseDesk, "cases" | "parties">
