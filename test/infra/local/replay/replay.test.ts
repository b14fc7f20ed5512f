import { describe, expect, it } from "@jest/globals"
import type { DeployedExchange } from "../../../../infra/local/replay/deployed-exchange.ts"
import { type Legs, replay } from "../../../../infra/local/replay/replay.ts"
import { readScenario } from "../../../../infra/local/replay/scenario.ts"
import { legFigures as figures } from "./leg-figures.ts"

const usual: Legs = {
  guarded: async () => ({ guarded: figures, guesser: figures }),
  observed: async ({ onLine }) => {
    onLine("Observed leg: publishing 10 shipments")
    return figures
  },
}

/** Replays on an exchange in which parties receive what is given. */
async function replayed(legs: Partial<Legs>, receive: DeployedExchange["receive"] = async () => []) {
  const said: string[] = []
  const exchange = { receive } as DeployedExchange
  const options = {
    scenario: await readScenario(),
    exchange,
    sign: async () => "",
    onLine: (line: string) => void said.push(line),
  }
  return { ...(await replay(options, { ...usual, ...legs })).legs, said }
}

describe("a replay", () => {
  it("has the figures of each leg", async () => {
    expect(await replayed({})).toEqual({
      guarded: figures,
      guesser: figures,
      observed: figures,
      said: ["Observed leg: publishing 10 shipments"],
    })
  })

  it("of which a step fails has the figures until then, the step and the reason", async () => {
    const observed: Legs["observed"] = async ({ onLine }) => {
      onLine("Observed leg: reporting 10 lookups in 2 batches")
      throw new Error("Waited 240 s for the queues to be empty, without success")
    }
    expect(await replayed({ observed })).toMatchObject({
      guarded: figures,
      guesser: figures,
      failed: {
        step: "Observed leg: reporting 10 lookups in 2 batches",
        reason: "Waited 240 s for the queues to be empty, without success",
      },
    })
  })

  it("leaves the rest out if its first leg fails", async () => {
    const guarded: Legs["guarded"] = async () => {
      throw new Error("no answer")
    }
    const found = await replayed({ guarded })
    expect(found).toEqual({ failed: { step: "Preparing the replay", reason: "no answer" }, said: [] })
  })

  it("in which a party cannot read its queue names that", async () => {
    const { failed } = await replayed({}, () => Promise.reject(new Error("The queue of northpost cannot be read")))
    expect(failed?.reason).toBe("The queue of northpost cannot be read")
  })
})
