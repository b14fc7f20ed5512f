/** `npx wayseal doctor`: sends marked synthetic events through a deployed stage, and says what works. */
import { Command } from "commander"
import { addStageOptions } from "./deployed-stage/stage-options.ts"
import type { DoctorOptions } from "./doctor/run-doctor.ts"

/** The command `doctor`. It sets the exit status. */
export function doctorCommand(): Command {
  const command = addStageOptions(new Command("doctor"))
    .description("Sends marked events through a deployed stage and says what works.")
    .option("--poison", "also let a message become a dead letter: takes 15 minutes and raises alarms")
    .option("--replay", "also replay the events of this run from the archive")
    .addHelpText("after", helpAfter)
  return command.action(async (options: DoctorOptions) => {
    const { examine } = await import("./doctor/run-doctor.ts")
    await examine(command, options)
  })
}

const helpAfter = `
It acts as the parties whose keys are in the stage's folder keys/, as npx wayseal setup makes them for a trial, and
through the bus where hubAccountMayPublish is set. What takes other keys is listed as "not shown here".
It raises a real alert about synthetic shipments: people are mailed. Announce it, or run it on a trial.
While it runs it holds messages of the parties' queues, and gives back those that are not its own.

Examples:
  npx wayseal doctor --stage dev
  npx wayseal doctor --stage dev --replay --json

Exit status: 0 nothing failed; 1 something failed, or nothing could be shown; 2 wrong option, or AWS cannot be asked.`
