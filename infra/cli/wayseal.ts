/** `npx wayseal <command>`: the commands of those who deploy and run an exchange, and of those who check a log. */
import { Command } from "commander"
import { checkUpgradeCommand } from "./check-upgrade.ts"
import { connectorCommand } from "./connector.ts"
import { detectCommand } from "./detect.ts"
import { doctorCommand } from "./doctor.ts"
import { partiesCommand } from "./parties.ts"
import { preflightCommand } from "./preflight.ts"
import { redriveCommand } from "./redrive.ts"
import { setupCommand } from "./setup.ts"
import { statusCommand } from "./status.ts"

const program = new Command("wayseal")
  .description("Sets up, checks and runs an exchange, and finds who walked along a tracking tool's numbers.")
  .addCommand(setupCommand())
  .addCommand(partiesCommand())
  .addCommand(checkUpgradeCommand())
  .addCommand(preflightCommand())
  .addCommand(statusCommand())
  .addCommand(doctorCommand())
  .addCommand(redriveCommand())
  .addCommand(connectorCommand())
  .addCommand(detectCommand())
leaveExitToUs(program)

/** Lets no command end the process by itself, so that each wrong option ends with the same exit status. */
function leaveExitToUs(command: Command): void {
  command.exitOverride()
  for (const inner of command.commands) leaveExitToUs(inner)
}

// A reader such as `head` may close the pipe early.
process.stdout.on("error", () => process.exit())

try {
  await program.parseAsync()
} catch (error) {
  // Commander has already printed what is wrong. Help that was asked for is no error.
  const isCommander = error instanceof Error && "exitCode" in error && typeof error.exitCode === "number"
  if (!isCommander) process.stderr.write(`wayseal stopped: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = isCommander && error.exitCode === 0 ? 0 : 2
}
