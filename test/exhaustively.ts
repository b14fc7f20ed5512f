import { it } from "@jest/globals"

const timeoutMilliseconds = 300_000

/** A test that tries many orders, crashes or sizes, and takes seconds. `npm run test:quick` skips it. */
export function exhaustively(title: string, run: () => Promise<void>): void {
  const declare = "isQuickRun" in globalThis ? it.skip : it
  declare(title, run, timeoutMilliseconds)
}
