import { relative, resolve } from "node:path"
import type { Invocation, Outcome } from "../../client/command-line/declare-command.ts"
import { exitStatus } from "../../client/command-line/exit-status.ts"
import { exampleParties } from "./example-2018/example-parties.ts"
import { folderSummary } from "./example-2018/folder-summary.ts"
import { runExample2018, type Telling } from "./example-2018/run.ts"
import { runLocally } from "./local-command.ts"
import { startExchange } from "./start-exchange.ts"

export type ExampleOptions = {
  /** Where the dossiers are written. */
  readonly out: string
  readonly shipments?: number
  readonly telling: Telling
}

/**
 * Plays the breach of 2018 on a local AWS.
 *
 * @throws Error when a step fails
 */
export function playExample({ options }: Invocation<ExampleOptions>): Promise<Outcome> {
  return runLocally(async ({ say, stops }) => {
    say("Starting a local AWS. With the deployment and the example it takes up to 15 minutes.")
    const { exchange, sign, partiesPath } = await startExchange({ onLine: say, stops, changes: exampleParties })
    const { out, shipments, telling } = options
    const size = shipments === undefined ? {} : { shipments }
    const { result, story, sides } = await runExample2018({
      exchange,
      sign,
      partiesPath,
      folder: resolve(out),
      ...size,
      telling,
      onLine: say,
    })
    say("Done")
    const here = (path: string): string => relative(process.cwd(), path) || "."
    const isGood = result.timelineVerified && result.tamperDetected && result.caseState === "closed"
    const text = [
      `\n${story}\n`,
      `The folder\n\n${folderSummary(
        sides.map(({ filed }) => filed),
        here(result.folder),
      )}\n`,
      `The walk ended ${telling === "alone" ? "28" : "two"} hours before this run instead of in 2018: the hub takes lookups of the last 13 months only.`,
      "Due times follow today’s laws. What is invented for the example: docs/example-2018.md\n",
      ...(isGood ? [] : ["The case did not end as it should. The table above shows what is wrong.\n"]),
    ].join("\n")
    return { data: result, text, status: isGood ? exitStatus.fine : exitStatus.needsPerson }
  })
}
