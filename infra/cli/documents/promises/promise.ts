import type { OptionalPart } from "../../../../shared/base/platform/resource-variables.ts"

/** What the documents promise in one sentence, written once. */
export type Promised = {
  /** One sentence of Markdown, with its exceptions. Documents say it in these words. */
  readonly says: string
  /** The part that a stage has to take for it. */
  readonly part?: OptionalPart
  /** The configurations and places in which it holds. */
  readonly holds: string
  /** How it is known, if no test searches for a counter-example. */
  readonly known?: string
}

/** Promises by their ids. A test that searches for a counter-example has `(promise: <id>)` at the end of its title. */
export type Promises = Readonly<Record<string, Promised>>

/** It holds whatever a stage or a party has set. */
export const everywhere = "in every stage"
