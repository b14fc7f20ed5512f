import { relative, resolve } from "node:path"
import { exitStatus, type Invocation, type Outcome } from "../cli/command-line/declare-command.ts"
import { runExample2018 } from "./example-2018/run.ts"
import { runLocally } from "./local-command.ts"
import { startExchange } from "./start-exchange.ts"

export type ExampleOptions = {
  /** Where the dossiers are written. */
  readonly out: string
  readonly shipments?: number
}

/**
 * Plays the breach of 2018 on a local AWS.
 *
 * @throws Error when a step fails
 */
export function playExample({ options }: Invocation<ExampleOptions>): Promise<Outcome> {
  return runLocally(async ({ say, stops }) => {
    say("Starting a local AWS. This, the deployment and the example take about 5 minutes.")
    const { exchange, sign } = await startExchange({ onLine: say, stops })
    const { out, shipments } = options
    const size = shipments === undefined ? {} : { shipments }
    const { result, story } = await runExample2018({ exchange, sign, folder: resolve(out), ...size, onLine: say })
    say("Done")
    const here = (path: string): string => relative(process.cwd(), path) || "."
    const isGood = result.timelineVerified && result.tamperDetected && result.caseState === "closed"
    const text = [
      `\n${story}\n`,
      `The documents of both parties are in ${here(result.folder)}. What goes to whom: ${here(result.index)}\n`,
      "The walk ended two hours before this run instead of in 2018: the hub takes lookups of the last 13 months only.",
      "Due times follow today's laws.\n",
      ...(isGood ? [] : ["The case did not end as it should. The table above shows what is wrong.\n"]),
    ].join("\n")
    return { data: result, text, status: isGood ? exitStatus.fine : exitStatus.needsPerson }
  })
}
