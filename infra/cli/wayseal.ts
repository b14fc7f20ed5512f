/** `npx wayseal <command>`: the commands for people who have only a checkout of this project. */
import { Command } from "commander"
import { detectCommand } from "./detect.ts"

const program = new Command("wayseal")
  .description("Finds who walked along a tracking tool's numbers.")
  .addCommand(detectCommand())
  .exitOverride()

// A reader such as `head` may close the pipe early.
process.stdout.on("error", () => process.exit())

try {
  await program.parseAsync()
} catch (error) {
  // Commander has already printed what is wrong. Help that was asked for is no error.
  const isCommander = error instanceof Error && "exitCode" in error && typeof error.exitCode === "number"
  if (!isCommander) throw error
  process.exitCode = error.exitCode === 0 ? 0 : 2
}
