/** `npx wayseal remove`: takes a stage that keeps no data out of its account. */
import type { Command } from "commander"
import { declareCommand } from "../../client/command-line/declare-command.ts"
import { addDeployedStageOptions } from "./deployed-stage/stage-options.ts"
import type { RemoveOptions } from "./remove/run-remove.ts"

/** The command `remove`. */
export function removeCommand(): Command {
  return declareCommand<RemoveOptions>({
    name: "remove",
    description: "Removes a stage that keeps no data: empties its buckets, deletes its stacks, says what stays.",
    form: (command) => addDeployedStageOptions(command).option("--yes", "do it without a question"),
    details:
      "It refuses a stage with keepData or terminationProtection, also one that was deployed with them. The files in\n" +
      "stages/ stay. If it was interrupted, run it again: it goes on with what is left.",
    examples: ["npx wayseal remove --stage trial", "npx wayseal remove --stage trial --yes --json"],
    statuses: { 0: "no stack of the stage is in its regions any more", 1: "nothing was removed" },
    run: async (invocation) => (await import("./remove/run-remove.ts")).remove(invocation),
  })
}
