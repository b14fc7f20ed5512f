import type { EventEntry } from "../../shared/base/contracts/define-event.ts"
import { optionalPackage } from "../command-line/optional-package.ts"

/** What this needs of `EventBridge` of `@aws-sdk/client-eventbridge`. */
export type PutsEvents = { putEvents(input: { Entries: EventEntry[] }): Promise<unknown> }

/**
 * A client with the settings of the environment.
 *
 * @throws Error when the package `@aws-sdk/client-eventbridge` is not installed
 */
export async function loadEventBridge(): Promise<PutsEvents> {
  const name = "@aws-sdk/client-eventbridge"
  const { EventBridge } = await optionalPackage(name, () => import("@aws-sdk/client-eventbridge"))
  return new EventBridge({})
}
