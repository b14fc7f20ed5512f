/** `npx wayseal <command>` in a clone of the project. */
import { Command } from "commander"
import { CommandStopped } from "../../client/command-line/command-stopped.ts"
import { runProgram } from "../../client/command-line/run-program.ts"
import { LawInvalid } from "../../shared/desk/law/law-invalid.ts"

await runProgram(await program())

/** The commands. Laws are read as they are loaded: if a law's file is wrong, whatever was typed stops and says so. */
async function program(): Promise<Command> {
  try {
    const { waysealProgram } = await import("./wayseal-program.ts")
    return waysealProgram()
  } catch (error) {
    if (!(error instanceof LawInvalid)) throw error
    const stopped = new CommandStopped("unusableFile", error.message)
    return new Command("npx wayseal")
      .helpOption(false)
      .allowUnknownOption()
      .allowExcessArguments()
      .action(() => {
        throw stopped
      })
  }
}
