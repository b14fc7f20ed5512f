/** `npx wayseal simulate`: the real handlers over in-memory stores, under faults; see docs/simulation.md. */
import { type Command, InvalidArgumentError } from "commander"
import { declareCommand } from "../../client/command-line/declare-command.ts"
import type { SimulateOptions } from "../../test/simulation/simulate.ts"

export function simulateCommand(): Command {
  return declareCommand<SimulateOptions>({
    name: "simulate",
    description:
      "Runs the real handlers under duplicates, reordering, crashes and throttles, and checks what must hold.",
    form: (command) =>
      command
        .option("--schedules <number>", "how many schedules to run", readWholeNumber(1), 10_000)
        .option("--seed <number>", "the first seed; each schedule has the next one", readWholeNumber(0), 1)
        .option("--alerts", "let attempts of the SDK fail instead, and print how long alerts of a walk take")
        .option("--lies", "let the hub lie to its parties instead, and print how long each took to notice"),
    details: "1,000 schedules take about half a minute. npm run simulate is its short form.",
    examples: [
      "npx wayseal simulate --schedules 1000",
      "npm run simulate -- --schedules 1 --seed 4711",
      "npm run simulate -- --alerts",
      "npm run simulate -- --lies",
    ],
    statuses: {
      0: "everything held in each schedule",
      1: "a schedule failed; its seed repeats it. Or nobody noticed a lie, or alerts took too long",
    },
    run: async (invocation) => {
      const { simulate } = await import("../../test/simulation/simulate.ts")
      return simulate(invocation)
    },
  })
}

const readWholeNumber =
  (least: number) =>
  (text: string): number => {
    const number = Number(text)
    if (Number.isSafeInteger(number) && number >= least) return number
    throw new InvalidArgumentError(`It takes a whole number from ${least}.`)
  }
