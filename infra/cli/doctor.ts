/** `npx wayseal doctor`: sends marked synthetic events through a deployed stage, and says what works. */
import type { Command } from "commander"
import { declareCommand } from "../../client/command-line/declare-command.ts"
import { addDeployedStageOptions } from "./deployed-stage/stage-options.ts"
import type { DoctorOptions } from "./doctor/run-doctor.ts"

export function doctorCommand(): Command {
  return declareCommand<DoctorOptions>({
    name: "doctor",
    description: "Sends marked events through a deployed stage and says what works.",
    form: (command) =>
      addDeployedStageOptions(command)
        .option("--poison", "also send what nobody may send: raises alarms and alerts parties")
        .option("--replay", "also replay the events of this run from the archive")
        .option("--no-write", "leave the stage's file as it is, also when everything works"),
    details,
    examples: ["npx wayseal doctor --stage dev", "npx wayseal doctor --stage dev --replay --json"],
    statuses: { 0: "nothing failed", 1: "something failed, or nothing could be shown" },
    run: async (invocation) => {
      const { examine } = await import("./doctor/run-doctor.ts")
      return examine(invocation)
    },
  })
}

const details = `It acts as the parties whose keys are in the stage's folder keys/, as npx wayseal setup makes them for a trial, and
through the bus where hubAccountMayPublish is set. What takes other keys is listed as "not shown here".
It raises a real alert about synthetic shipments: people are mailed. Announce it, or run it on a trial.
If nothing fails in a stage that keeps its data, it sets terminationProtection in the stage's file, and asks to deploy
again. While it runs it holds messages of the parties' queues, and gives back those that are not its own.`
