import { describe, expect, it } from "@jest/globals"
import type { DeployedExchange } from "../../../../infra/local/replay/deployed-exchange.ts"
import { type Legs, replay } from "../../../../infra/local/replay/replay.ts"
import { scenario2018 } from "../../../../infra/local/replay/scenario.ts"
import { legFigures as figures } from "./leg-figures.ts"

const guardedTool = {
  addresses: 1,
  walked: 10,
  phases: 5,
  details: 0,
  recipients: 5,
  recipientsAsked: 4,
  recipientsShown: 5,
}
const usual: Legs = {
  guarded: async () => ({ guarded: figures, guesser: figures }),
  observed: async ({ onLine }) => {
    onLine("Observed leg: publishing 10 shipments")
    return figures
  },
  guardedTools: async () => [guardedTool],
}

/** Replays on an exchange in which parties receive what is given. */
async function replayed(legs: Partial<Legs>, receive: DeployedExchange["receive"] = async () => []) {
  const said: string[] = []
  const exchange = { receive } as DeployedExchange
  const options = {
    scenario: scenario2018,
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
      guardedTool: [guardedTool],
      said: ["Observed leg: publishing 10 shipments"],
    })
  })

  it("of which a step fails has the figures until then, the step and the reason", async () => {
    const observed: Legs["observed"] = async ({ onLine }) => {
      onLine("Observed leg: reporting 10 lookups in 2 batches")
      throw new Error("The bus is away")
    }
    const step = "Observed leg: reporting 10 lookups in 2 batches"
    expect(await replayed({ observed })).toEqual({
      guarded: figures,
      guesser: figures,
      guardedTool: [guardedTool],
      failed: { step, reason: "The bus is away" },
      said: [step, `"${step}" failed: The bus is away. The replay goes on with a tool that has the guard.`],
    })
  })

  it("of which the first leg fails says so, what goes on, and has the figures of the other leg", async () => {
    const guarded: Legs["guarded"] = async () => {
      throw new Error("no answer")
    }
    expect(await replayed({ guarded })).toEqual({
      observed: figures,
      guardedTool: [guardedTool],
      failed: { step: "Preparing the replay", reason: "no answer" },
      said: [
        '"Preparing the replay" failed: no answer. The replay goes on with the carrier\'s own tool.',
        "Observed leg: publishing 10 shipments",
      ],
    })
  })

  it("in which a party cannot read its queue names that", async () => {
    const { failed } = await replayed({}, () => Promise.reject(new Error("The queue of northpost cannot be read")))
    expect(failed?.reason).toBe("The queue of northpost cannot be read")
  })
})
