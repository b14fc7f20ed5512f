import type { Outcome } from "../../client/command-line/declare-command.ts"
import { exitStatus } from "../../client/command-line/exit-status.ts"
import { apiAudience } from "../../shared/parties/authenticate-party.ts"
import { runLocally } from "./local-command.ts"
import type { ReplayOptions } from "./replay/context.ts"
import { reachExchange } from "./replay/deployed-exchange.ts"
import { readLocalKeys } from "./replay/party-keys.ts"
import { partySigner } from "./replay/party-signer.ts"
import { replay } from "./replay/replay.ts"
import { type ReplayResult, reportTable } from "./replay/report.ts"
import { scenario2018 } from "./replay/scenario.ts"
import { claimReplay } from "./running-exchange.ts"
import { timed } from "./start-exchange.ts"

type Played = { readonly outcome: Outcome & { readonly data: ReplayResult }; readonly linkToken: string | undefined }

/** Replays the breach of 2018 on a deployed exchange. A step that fails ends neither the exchange nor this. */
export async function playReplay(options: Omit<ReplayOptions, "scenario">): Promise<Played> {
  const { onLine } = options
  onLine("The replay of 2018 goes on beside you. It acts as Leafline and Northpost, and takes what is in their queues.")
  onLine("What you do meanwhile can show in its figures, and your alerts come later.")
  const { value, seconds } = await timed(() => replay({ ...options, scenario: scenario2018 }))
  const { legs, linkToken } = value
  const inPart = legs.failed === undefined ? "" : " in part"
  onLine(`Replayed "${scenario2018.title}"${inPart} in ${seconds} s. The exchange runs on.`)
  const data = { ...legs, seconds: { replay: seconds } }
  const status = legs.failed === undefined ? exitStatus.fine : exitStatus.needsPerson
  return { outcome: { data, text: `\n${reportTable(data)}\n\n`, status }, linkToken }
}

/**
 * Replays the breach of 2018 on the exchange that `npm start` runs.
 *
 * @throws CommandStopped when none runs, or when the breach was replayed on it
 */
export function replayOnRunning(): Promise<Outcome> {
  return runLocally(async ({ say, stops }) => {
    const { endpoint, places, stage } = await claimReplay()
    const exchange = reachExchange(endpoint, places, stage)
    stops.add(async () => exchange.close())
    const sign = partySigner(await readLocalKeys(), apiAudience(stage))
    return (await playReplay({ exchange, sign, onLine: say })).outcome
  })
}
