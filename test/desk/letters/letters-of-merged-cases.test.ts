import { describe, expect, it } from "@jest/globals"
import { seen, walkAnomaly } from "../breach-world.ts"
import { declined, informed, letterWorld, swiftpostId } from "./letter-world.ts"

describe("letters of two cases that turn out to be one", () => {
  it("are all in the surviving case, and each link opens its letter and takes its answer", async () => {
    const desk = await letterWorld()
    const { world } = desk
    world.passSeconds(2 * 3_600)
    const at = world.clock().toISOString()
    const cafe = { network: "network#cafe", subject: "subject#cookie-at-cafe" }
    const inTool = { tool: `observed:${swiftpostId}`, reportedBy: undefined } as const
    for (let number = 6; number <= 9; number += 1)
      await world.disclosures.append(seen(number, { ...cafe, ...inTool, at, carrierId: swiftpostId }))
    const found = { ...inTool, carrierIds: [swiftpostId], detectedAt: at, network: cafe.network }
    await world.anomalies.raise(
      walkAnomaly({ ...found, accessorKey: cafe.network, subject: undefined, anomalyId: "anomaly-cafe" }),
    )
    await world.settle()
    expect(world.heads().map(({ state }) => state)).toEqual(["open", "open"])
    const tokens = desk.tokens()
    expect(tokens).toHaveLength(2)
    await world.anomalies.raise(walkAnomaly({ ...found, tool: "guarded", anomalyId: "anomaly-bridge" }))
    await world.settle()
    expect(
      world
        .heads()
        .map(({ state }) => state)
        .sort(),
    ).toEqual(["merged", "open"])
    for (const token of tokens) expect(await desk.open(token)).toBeDefined()
    const [first = "", second = ""] = tokens
    expect([await desk.answer(first, informed), await desk.answer(second, declined)]).toEqual(["answered", "answered"])
    const letters = await desk.letters()
    expect(letters.map(({ state }) => state)).toEqual(["answered", "answered"])
    expect(await desk.open(first)).toBeUndefined()
  })
})
