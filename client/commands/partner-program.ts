import { Command } from "commander"
import { programHelpAfter } from "../command-line/program-help.ts"
import { partnerCommands } from "./partner-commands.ts"

/** The program `wayseal` of this package. */
export function partnerProgram(): Command {
  return partnerCommands().reduce(
    (program, command) => program.addCommand(command),
    new Command("npx wayseal")
      .description("Speaks to a Wayseal exchange as a retailer or a carrier.")
      .addHelpText("after", programHelpAfter(["npx wayseal sign-token --help"])),
  )
}
