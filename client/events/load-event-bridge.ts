import type { EventEntry } from "../../shared/contracts/define-event.ts"

/** What this needs of `EventBridge` of `@aws-sdk/client-eventbridge`. */
export type PutsEvents = { putEvents(input: { Entries: EventEntry[] }): Promise<unknown> }

/**
 * A client with the settings of the environment.
 *
 * @throws Error when the package `@aws-sdk/client-eventbridge` is not installed
 */
export async function loadEventBridge(): Promise<PutsEvents> {
  try {
    const { EventBridge } = await import("@aws-sdk/client-eventbridge")
    return new EventBridge({})
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND")
      throw new Error("Install @aws-sdk/client-eventbridge, or give a client of yours.")
    throw error
  }
}
