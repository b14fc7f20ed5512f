import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { parties as partiesFile } from "../../shared/domain/party.ts"
import { projectFolder } from "./host-environment.ts"
import type { ReplayContext } from "./replay-context.ts"
import type { DeployedExchange } from "./replay-exchange.ts"
import { replayGuarded } from "./replay-guarded.ts"
import { openInbox } from "./replay-inbox.ts"
import { replayObserved } from "./replay-observed.ts"
import type { ReplayResult } from "./report.ts"
import type { Scenario } from "./scenario.ts"
import { castOf } from "./scenario-cast.ts"
import type { PartySigner } from "./seed-party-keys.ts"

/**
 * Replays a breach against the deployed system, through the interfaces that parties and recipients have, and reads what came
 * of it back out of tables, queues and answers.
 *
 * @throws Error when the system does not come to rest in time.
 */
export async function replay(options: {
  readonly scenario: Scenario
  readonly exchange: DeployedExchange
  readonly sign: PartySigner
  readonly onLine: (line: string) => void
}): Promise<Omit<ReplayResult, "seconds">> {
  const { scenario, exchange } = options
  const committed = partiesFile.parse(JSON.parse(await readFile(join(projectFolder, "parties.json"), "utf8")))
  const parties = committed.parties.map(({ id, kind }) => ({ id, kind }))
  const retailer = committed.parties.find(({ id }) => id === scenario.cast.retailer)
  if (retailer === undefined) throw new Error(`${scenario.cast.retailer} is not in parties.json`)
  const run = `r${Date.now().toString(36)}`
  const inbox = openInbox(exchange, parties)
  const context: ReplayContext = {
    ...options,
    cast: castOf(scenario, run),
    run,
    inbox,
    parties,
    retailerAlias: retailer.alias,
  }
  try {
    const { guarded, guesser } = await replayGuarded(context)
    const observed = await replayObserved(context)
    return { guarded, guesser, observed }
  } finally {
    await inbox.stop()
  }
}
