/** `npx wayseal restore-register`: copies what a table lost back out of a restored one, but for what was erased. */
import { type Command, Option } from "commander"
import { declareCommand } from "../../client/command-line/declare-command.ts"
import { addDeployedStageOptions } from "./deployed-stage/stage-options.ts"
import { registerTables } from "./restore-register/register-table-names.ts"
import type { RestoreOptions } from "./restore-register/run-restore.ts"

export function restoreRegisterCommand(): Command {
  return declareCommand<RestoreOptions>({
    name: "restore-register",
    description: "Copies rows that a table lacks out of a restored one.",
    form: (command) =>
      addDeployedStageOptions(command)
        .addOption(new Option("--table <table>", "the table to fill").choices(registerTables))
        .option("--from <name>", "the restored table")
        .option("--yes", "copy them; otherwise it only counts"),
    details: `A row that is there is never changed. Entries of timelines come last: what was sent is then known not to be sent
again. Run it for SealingKeys and Erasures first, and again if it stops. Rows of erased shipments stay away.`,
    examples: [
      "npx wayseal restore-register --stage prod --table SealingKeys --from SealingKeys-restored",
      "npx wayseal restore-register --stage prod --table BreachCases --from BreachCases-restored --yes",
    ],
    statuses: { 0: "nothing is missing any more", 1: "rows are missing, and were only counted" },
    run: async (invocation) => {
      const { restoreRegister } = await import("./restore-register/run-restore.ts")
      return restoreRegister(invocation)
    },
  })
}
