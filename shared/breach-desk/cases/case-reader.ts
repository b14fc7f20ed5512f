import type { CaseRow, PartyRow } from "./case-rows.ts"
import type { CaseDesk } from "./change-case.ts"

export type Reader = Pick<CaseDesk, "cases" | "parties">

export type Seat = { current: CaseRow; own: PartyRow }
