/** `npx wayseal start`, or `npm start`: a local AWS with the exchange, and the breach of 2018 replayed on it. */
import type { Command } from "commander"
import { declareCommand } from "../../client/command-line/declare-command.ts"

/** The command `start`. */
export function startCommand(): Command {
  return declareCommand<{ readonly exit?: true }>({
    name: "start",
    description: "Starts a local AWS, deploys Wayseal to it and replays the breach of 2018.",
    form: (command) => command.option("--exit", "stop after the replay"),
    details: `It takes about 3 minutes, the first time longer, and then keeps running until Ctrl-C. --json implies --exit.
It runs once in a clone: a second start is refused and names the first.
npm start is its short form, and npm start -- --exit --json takes the same options.`,
    examples: ["npm start", "npx wayseal start --exit --json"],
    statuses: { 0: "replayed", 1: "the exchange was started, and a step of the replay failed" },
    run: async (invocation) => {
      const { start } = await import("../local/run-start.ts")
      return start(invocation)
    },
  })
}
