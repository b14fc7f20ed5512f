/** `npx wayseal redrive`: shows dead letters and changes that functions gave up on, and gives them back. */
import { Command } from "commander"
import { addStageOptions } from "./deployed-stage/stage-options.ts"
import type { RedriveOptions } from "./redrive/run-redrive.ts"

/** The command `redrive`. It sets the exit status. */
export function redriveCommand(): Command {
  const command = addStageOptions(new Command("redrive"))
    .description("Shows what could not be handled, and gives it back to be handled.")
    .argument("[queue]", "name of a dead-letter queue; or failures, for changes that functions gave up on")
    .option("--yes", "do it without a question")
    .addHelpText("after", helpAfter)
  return command.action(async (queue: string | undefined, options: RedriveOptions) => {
    const { redrive } = await import("./redrive/run-redrive.ts")
    await redrive(command, queue, options)
  })
}

const helpAfter = `
Without a queue it only looks, and prints a table. It never prints a message: raw events hold personal data.

Examples:
  npx wayseal redrive --stage prod
  npx wayseal redrive --stage prod record-shipment-events
  npx wayseal redrive --stage prod failures --yes --json

Exit status: 0 nothing waits any more; 1 something waits or failed again; 2 wrong option, or AWS cannot be asked.`
