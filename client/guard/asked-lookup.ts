import type { Proof } from "../../shared/base/contracts/words.ts"

/** A request to a tracking tool, as the guard is asked about it. */
export type AskedLookup = {
  /** Path and query, or a whole URL. */
  readonly target: string
  /** The visitor's address. Behind a proxy it is not the proxy's. */
  readonly address: string | undefined
  readonly session?: string | undefined
  readonly account?: string | undefined
  readonly userAgent?: string | undefined
  /** What this visitor proved, if the tool knows it already. By default what the tool asks of everybody. */
  readonly proof?: Proof | undefined
}

/** What the guard says: let it pass, ask for proof first, or refuse it. */
export type Verdict = "allow" | "proof" | "refuse"

/** The guard was asked in a way that it cannot answer. The message has no value of a visitor. */
export class AskedWrongly extends Error {
  override readonly name = "AskedWrongly"
}
