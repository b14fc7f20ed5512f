/** `npx wayseal redrive`: shows dead letters and changes that functions gave up on, and gives them back. */
import type { Command } from "commander"
import { declareCommand } from "../../client/command-line/declare-command.ts"
import { addDeployedStageOptions } from "./deployed-stage/stage-options.ts"
import type { RedriveOptions } from "./redrive/run-redrive.ts"

export function redriveCommand(): Command {
  return declareCommand<RedriveOptions>({
    name: "redrive",
    description: "Shows what could not be handled, and gives it back to be handled.",
    form: (command) =>
      addDeployedStageOptions(command)
        .argument("[queue]", "name of a dead-letter queue; or failures, for changes that functions gave up on")
        .option("--yes", "do it without a question"),
    details:
      "Without a queue it only looks, and prints a table. It never prints a message: raw events hold personal data.",
    examples: [
      "npx wayseal redrive --stage prod",
      "npx wayseal redrive --stage prod record-shipment-events",
      "npx wayseal redrive --stage prod failures --yes --json",
    ],
    statuses: { 0: "nothing waits any more", 1: "something waits or failed again" },
    run: async (invocation) => {
      const { redrive } = await import("./redrive/run-redrive.ts")
      return redrive(invocation)
    },
  })
}
