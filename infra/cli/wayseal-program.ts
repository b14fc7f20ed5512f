import { Command } from "commander"
import { checkUpgradeCommand } from "./check-upgrade.ts"
import { exitStatusMeanings } from "./command-line/declare-command.ts"
import { connectorCommand } from "./connector.ts"
import { detectCommand } from "./detect.ts"
import { doctorCommand } from "./doctor.ts"
import { drillCommand } from "./drill.ts"
import { example2018Command } from "./example-2018.ts"
import { partiesCommand } from "./parties.ts"
import { preflightCommand } from "./preflight.ts"
import { redriveCommand } from "./redrive.ts"
import { restoreRegisterCommand } from "./restore-register.ts"
import { settingsCommand } from "./settings.ts"
import { setupCommand } from "./setup.ts"
import { simulateCommand } from "./simulate.ts"
import { startCommand } from "./start.ts"
import { statusCommand } from "./status.ts"
import { tryCommand } from "./try.ts"
import { verifyCommand } from "./verify.ts"

/** The program `wayseal` with all its commands. */
export function waysealProgram(): Command {
  return [
    setupCommand(),
    partiesCommand(),
    preflightCommand(),
    checkUpgradeCommand(),
    connectorCommand(),
    statusCommand(),
    doctorCommand(),
    settingsCommand(),
    drillCommand(),
    redriveCommand(),
    restoreRegisterCommand(),
    detectCommand(),
    verifyCommand(),
    simulateCommand(),
    startCommand(),
    tryCommand(),
    example2018Command(),
  ].reduce(
    (program, command) => program.addCommand(command),
    new Command("npx wayseal")
      .description("Sets up, checks and runs an exchange, and finds who walked along a tracking tool's numbers.")
      .addHelpText("after", helpAfter),
  )
}

const helpAfter = `
Examples:
  npx wayseal status --help
  npx wayseal detect access.log

Each command takes --json: it prints one JSON object on standard output, and nothing else. An error is
{"error":{"code","message"}}, and code is wrongUsage, unusableFile, noAnswer or stopped.

Exit status:
${Object.entries(exitStatusMeanings)
  .map(([status, meaning]) => `  ${status}  ${meaning}`)
  .join("\n")}`
