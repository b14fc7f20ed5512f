/** `npx wayseal start`, or `npm start`: a local AWS with the exchange. `replay` replays the breach of 2018 on it. */
import type { Command } from "commander"
import { declareCommand } from "../../client/command-line/declare-command.ts"
import type { StartOptions } from "../local/run-start.ts"

export function startCommand(): Command {
  return declareCommand<StartOptions>({
    name: "start",
    description: "Starts a local AWS, deploys Wayseal to it and replays the breach of 2018.",
    form: (command) =>
      command
        .option("--no-replay", "only start and deploy. npx wayseal replay replays the breach later")
        .option("--exit", "stop after that"),
    details: `It takes about 3 minutes, the first time longer, and then keeps running until Ctrl-C. --json implies --exit.
With --no-replay it takes about a minute. It runs once in a clone: a second start is refused and names the first.
npm start is its short form, and npm start -- --exit --json takes the same options.`,
    examples: ["npm start", "npm start -- --no-replay", "npx wayseal start --exit --json"],
    statuses: { 0: "started and replayed", 1: "a step of the replay failed" },
    run: async (invocation) => {
      const { start } = await import("../local/run-start.ts")
      return start(invocation)
    },
  })
}

/** The command `replay`. */
export function replayCommand(): Command {
  return declareCommand({
    name: "replay",
    description: "Replays the breach of 2018 on the exchange that npm start runs.",
    details: `It takes two minutes, and prints what npm start prints of a replay. It needs an exchange that was started with
npm start -- --no-replay: after one replay the walkers are refused there, so a second one is too.`,
    examples: ["npx wayseal replay", "npx wayseal replay --json"],
    statuses: { 0: "replayed", 1: "a step of the replay failed" },
    run: async () => (await import("../local/play-replay.ts")).replayOnRunning(),
  })
}
