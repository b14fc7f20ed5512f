import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { parties as partiesFile } from "../../../shared/parties/party.ts"
import { projectFolder } from "../host-environment.ts"
import { castOf } from "./cast.ts"
import type { ReplayContext } from "./context.ts"
import type { DeployedExchange } from "./deployed-exchange.ts"
import { replayGuarded } from "./guarded-walk.ts"
import { openInbox } from "./inbox.ts"
import { replayObserved } from "./observed-walk.ts"
import type { PartySigner } from "./party-keys.ts"
import type { ReplayResult } from "./report.ts"
import type { Scenario } from "./scenario.ts"

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
