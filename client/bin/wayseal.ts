#!/usr/bin/env node
/** `npx wayseal <command>` in a folder where `@wayseal/client` is installed. */
import { Command } from "commander"
import { programHelpAfter } from "../command-line/program-help.ts"
import { runProgram } from "../command-line/run-program.ts"
import { partnerCommands } from "../commands/partner-commands.ts"

await runProgram(partnerProgram())

/** The program `wayseal` of this package. */
function partnerProgram(): Command {
  return partnerCommands().reduce(
    (program, command) => program.addCommand(command),
    new Command("npx wayseal")
      .description("Speaks to a Wayseal exchange as a retailer or a carrier.")
      .addHelpText("after", programHelpAfter(["npx wayseal sign-token --help"])),
  )
}
