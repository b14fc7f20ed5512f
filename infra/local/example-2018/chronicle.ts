import type { Party } from "../../../shared/parties/party.ts"
import type { ReplayContext } from "../replay/context.ts"

/** One step of the story. */
export type StoryStep = { readonly at: string; readonly who: string; readonly what: string }

/** What the story is played with: the exchange, and the steps so far. */
export type StoryContext = ReplayContext & {
  readonly steps: StoryStep[]
  /** When the run began, in epoch milliseconds. */
  readonly startedAt: number
}

/** Enters a step into the story, and prints it as progress. */
export function enterStep(
  { steps, onLine }: Pick<StoryContext, "steps" | "onLine">,
  who: Pick<Party, "alias">,
  what: string,
  at: string = new Date().toISOString(),
): void {
  steps.push({ at, who: who.alias, what })
  onLine(`${who.alias} ${what}`)
}

/** The hub as it stands in the story. */
export const hub = { alias: "Wayseal" }
