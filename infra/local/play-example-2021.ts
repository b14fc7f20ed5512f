import { relative, resolve } from "node:path"
import type { Invocation, Outcome } from "../../client/command-line/declare-command.ts"
import { exitStatus } from "../../client/command-line/exit-status.ts"
import { folderSummary } from "./example-2018/folder-summary.ts"
import { exampleParties } from "./example-2021/example-parties.ts"
import { runExample2021 } from "./example-2021/run.ts"
import { runLocally } from "./local-command.ts"
import { startExchange } from "./start-exchange.ts"

/**
 * Plays the breach of 2021 on a local AWS. `out`: where the documents are written.
 *
 * @throws Error when a step fails
 */
export function playExample2021({ options }: Invocation<{ readonly out: string }>): Promise<Outcome> {
  return runLocally(async ({ say, stops }) => {
    const started = await startExchange({ onLine: say, stops, changes: exampleParties() })
    const { result, story, filed } = await runExample2021({ ...started, folder: resolve(options.out), onLine: say })
    say("Done")
    const here = relative(process.cwd(), result.folder) || "."
    const isGood = result.caseState === "closed" && result.dutiesOpen === 0 && result.timelinesVerified
    const text = `\n${story}\n\nThe folder\n\n${folderSummary(filed, here)}\n`
    return { data: result, text, status: isGood ? exitStatus.fine : exitStatus.needsPerson }
  })
}
