import type { Clock } from "../../base/platform/clock.ts"
import type { RandomId } from "../../base/platform/random-id.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import type { ReportStreams } from "../../watch/lookups/reporting/report-streams.ts"
import type { Law } from "../law/law.ts"
import type { CaseReads } from "./breach-cases.ts"
import type { CaseDraft, Decided } from "./case-draft.ts"
import type { CaseRow } from "./case-rows.ts"
import type { CaseWriter } from "./case-writer.ts"

/** What reading and changing cases needs. */
export type CaseDesk = {
  cases: CaseReads
  /** Whatever changes a case goes through it, by {@link changeCase}. */
  write: CaseWriter
  parties: PartyDirectory
  laws: readonly Law[]
  /** What is known of the hours in which nobody watched a carrier's tool. */
  streams: Pick<ReportStreams, "ofCarrier">
  clock: Clock
  randomId: RandomId
  /** @returns base64 of HMAC-SHA-256 over the message: the hub's signature of a timeline's head */
  macHead(message: string): Promise<string>
  /**
   * For what nobody may find by trying, such as the alias that a party has of a case. A rotation of secrets does not
   * change it, so that a repeat has the same hash.
   * @returns base64url of a keyed hash
   */
  hashUnderKey(...parts: readonly string[]): string
}

/** One kind of change of a case, such as that a finding opens it or that a party closes it. */
export type KindOfChange<Desk, Act, Rows, Result> = {
  /** Reads everything that is decided on. It runs again if another writer was first. */
  read(desk: Desk, act: Act): Promise<Rows>
  /** What the act does to the case, from these rows and nothing else. */
  decide(rows: Rows, act: Act): Decided<Result>
  /** The id of the party for which it is made. Absent: the hub makes it. */
  side?(act: Act): string
}

/**
 * Makes one change of a case: the writer reads, decides and stores it.
 *
 * @throws CaseBusy when it loses too many races
 */
export function changeCase<Desk extends Pick<CaseDesk, "write">, Act, Rows, Result>(
  desk: Desk,
  { read, decide, side }: KindOfChange<Desk, Act, Rows, Result>,
  act: Act,
): Promise<Result> {
  return desk.write(
    () => read(desk, act),
    (rows) => decide(rows, act),
    side?.(act),
  )
}

/** One kind of change that is made only while the case is open. It returns whether the case is open. */
export function whileOpen<Desk extends Pick<CaseDesk, "cases">, Act extends { caseId: string }, Rows>(kind: {
  read(desk: Desk, act: Act, current: CaseRow): Promise<Rows>
  /** @returns `undefined` if nothing changes */
  decide(rows: Rows, act: Act, current: CaseRow): Partial<CaseDraft> | undefined
}): KindOfChange<Desk, Act, { current: CaseRow; rows: Rows } | undefined, boolean> {
  return {
    read: async (desk, act) => {
      const current = await desk.cases.get(act.caseId)
      return current?.state === "open" ? { current, rows: await kind.read(desk, act, current) } : undefined
    },
    decide: (found, act) => {
      if (found === undefined) return { result: false }
      const { current, rows } = found
      const draft = kind.decide(rows, act, current)
      if (draft === undefined) return { result: true }
      return { draft: { case: current, items: [], entries: [], ...draft }, result: true }
    },
  }
}
