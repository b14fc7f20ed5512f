import type { Statement } from "../../shared/base/contracts/statement.ts"
import { contentOf } from "../../shared/proof/statements/statement-content.ts"
import { type ClosedDay, closedDayKey } from "../../shared/watch/lookups/log/log-rows.ts"
import type { BreachWorld } from "./breach-world.ts"
import { memorySentFindings } from "./memory-stores.ts"

/** What the statement of a day says to a party of how the carrier's tool was watched. */
export async function statedWatch(
  world: BreachWorld,
  partyId: string,
  day = "2026-11-01",
): Promise<Statement["watch"]> {
  const party = world.directory.named(partyId)
  if (party === undefined) throw new Error("no such party")
  const { hashes, directory: parties, desk, streams } = world
  const tools = { cases: desk.cases, findings: memorySentFindings(async () => {}), parties, hashes }
  const closed: ClosedDay = {
    ...closedDayKey(partyId, day),
    ...{ type: "closedDay", party: partyId, day, closedAt: `${day}T23:59:59.000Z`, expiresAt: 1 },
    ...{ size: 0, root: "", parts: [], disclosures: 0, lookups: [], shared: [] },
  }
  const counted = new Map([["northpost", await streams.ofCarrier("northpost")]])
  return (await contentOf(tools, { party, closed, streams: counted })).watch
}
