import { describe, expect, it } from "@jest/globals"
import {
  unprovenPerEarningParcelAndDay,
  unprovenPerNetworkAndDay,
} from "../../../../shared/watch/detection/thresholds/thresholds.ts"
import { takeUnproven } from "../../../../shared/watch/lookups/guesses/guess-budgets.ts"
import { memoryChallengeFailures } from "../memory-stores.ts"

describe("lookups without proof on a restricted network", () => {
  const network = (fingerprint: string) => ({ network: { fingerprint } })
  const on = (day: number) => `2026-11-0${day}T10:00:00.000Z`

  /** How many of so many lookups are answered, each visitor with a parcel of its own. */
  async function answered(visitors: number, each: number) {
    const failures = memoryChallengeFailures()
    const take = (visitor: number, at = on(5), where = "shared-1") =>
      takeUnproven(failures, { earningTag: `own-${visitor}`, accessor: network(where), at })
    let count = 0
    for (let visitor = 0; visitor < visitors; visitor += 1) {
      for (let lookup = 0; lookup < each; lookup += 1) if (await take(visitor)) count += 1
    }
    return { count, take }
  }

  it("are answered a few times a day for one visitor", async () => {
    expect((await answered(1, 30)).count).toBe(unprovenPerEarningParcelAndDay)
  })

  it("are answered a few times more for many visitors together, each with a parcel of its own", async () => {
    const { count, take } = await answered(200, 4)
    expect(count).toBe(unprovenPerNetworkAndDay)
    expect(await take(900)).toBe(false)
    expect(await take(900, on(6))).toBe(true)
    expect(await take(901, on(5), "another")).toBe(true)
  })
})
