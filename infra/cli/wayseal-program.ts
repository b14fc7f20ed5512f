import { Command } from "commander"
import { programHelpAfter } from "../../client/command-line/program-help.ts"
import { partnerCommands } from "../../client/commands/partner-commands.ts"
import { checkUpgradeCommand } from "./check-upgrade.ts"
import { connectorCommand } from "./connector.ts"
import { detectCommand } from "./detect.ts"
import { doctorCommand } from "./doctor.ts"
import { drillCommand } from "./drill.ts"
import { example2018Command } from "./example-2018.ts"
import { example2021Command } from "./example-2021.ts"
import { hubBreachCommand } from "./hub-breach.ts"
import { lawsCommand } from "./laws.ts"
import { noticeSentencesCommand } from "./notice-sentences.ts"
import { partiesCommand } from "./parties.ts"
import { preflightCommand } from "./preflight.ts"
import { redriveCommand } from "./redrive.ts"
import { removeCommand } from "./remove.ts"
import { restoreRegisterCommand } from "./restore-register.ts"
import { settingsCommand } from "./settings.ts"
import { setupCommand } from "./setup.ts"
import { simulateCommand } from "./simulate.ts"
import { replayCommand, startCommand } from "./start.ts"
import { statusCommand } from "./status.ts"
import { tryCommand } from "./try.ts"
import { verifyCommand } from "./verify.ts"

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
    hubBreachCommand(),
    redriveCommand(),
    restoreRegisterCommand(),
    removeCommand(),
    detectCommand(),
    verifyCommand(),
    lawsCommand(),
    noticeSentencesCommand(),
    ...partnerCommands(),
    simulateCommand(),
    startCommand(),
    replayCommand(),
    tryCommand(),
    example2018Command(),
    example2021Command(),
  ].reduce(
    (program, command) => program.addCommand(command),
    new Command("npx wayseal")
      .description("Sets up, checks and runs an exchange, and finds who walked along a tracking tool's numbers.")
      .addHelpText("after", programHelpAfter(["npx wayseal status --help", "npx wayseal detect access.log"])),
  )
}
