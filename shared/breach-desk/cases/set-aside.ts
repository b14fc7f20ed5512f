import type { CaseRow } from "./case-rows.ts"

/**
 * Whether a case without parties is set aside: nothing has to be watched in it, and later anomalies open another one.
 * It still takes what the ledger shows late.
 */
export const isSetAside = ({ state, partyId }: Pick<CaseRow, "state" | "partyId">): boolean =>
  state === "open" && partyId === "hub#closed"
