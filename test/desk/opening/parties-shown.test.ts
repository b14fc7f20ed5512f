import { describe, expect, it } from "@jest/globals"
import { concernedBy, keysOf } from "../../../shared/desk/opening/occasion.ts"
import { partiesShown } from "../../../shared/desk/opening/parties-shown.ts"
import type { Anomaly } from "../../../shared/watch/detection/anomalies/anomaly.ts"
import { breachWorld, seen, walkAnomaly } from "../breach-world.ts"

const proven = { proof: "party", provenForExposure: true } as const
const network = { accessorKey: "network#home-of-walker", subject: undefined } as const

/** Who is shown of a walk from 14:00:10 to 14:00:50, after one entry of the ledger. */
async function shownAfter(entry: Parameters<typeof seen>[1], changes: Partial<Anomaly> = {}) {
  const { disclosures } = breachWorld()
  await disclosures.append(seen(1, entry))
  const anomaly = walkAnomaly(changes)
  return partiesShown(disclosures, anomaly, { keys: keysOf(anomaly), partyIds: concernedBy(anomaly) })
}

describe("the parties of whose shipments an accessor saw something", () => {
  it.each([
    ["during the episode", { at: "2026-11-01T14:00:20.000Z" }, true],
    ["in its last second", { at: "2026-11-01T14:00:50.900Z" }, true],
    ["before it", { at: "2026-11-01T14:00:09.000Z" }, false],
    ["after it", { at: "2026-11-01T14:00:51.000Z" }, false],
    ["again in its hour", { at: "2026-11-01T13:00:00.000Z", lastAt: "2026-11-01T14:00:09.000Z" }, true],
    ["again in the hour before", { at: "2026-11-01T13:00:00.000Z", lastAt: "2026-11-01T13:59:59.000Z" }, false],
  ])("are those of what one visitor saw with a proof %s: %j, %s", async (_, times, isShown) => {
    expect(await shownAfter({ ...proven, ...times })).toEqual(isShown ? ["leafline", "northpost"] : [])
  })

  it("are not those of what strangers proved on the same network", async () => {
    const at = "2026-11-01T14:00:20.000Z"
    expect(await shownAfter({ ...proven, at }, network)).toEqual([])
    expect(await shownAfter({ at }, network)).toEqual(["leafline", "northpost"])
  })

  it("are among those that the anomaly concerns", async () => {
    expect(await shownAfter({ retailerId: "maplebooks" })).toEqual(["northpost"])
  })
})
