import type { Command } from "commander"
import { checkReferencesCommand } from "./check-references.ts"
import { compareStatementsCommand } from "./compare-statements.ts"
import { enforceCommand } from "./enforce.ts"
import { evidencePackageCommand } from "./evidence-package.ts"
import { explainDeadLettersCommand } from "./explain-dead-letters.ts"
import { guardCommand } from "./guard.ts"
import { listenCommand } from "./listen.ts"
import { pullTrackingCommand } from "./pull-tracking.ts"
import { shipAccessesCommand } from "./ship-accesses.ts"
import { signTokenCommand } from "./sign-token.ts"
import { triggerCommand } from "./trigger.ts"
import { validateCommand } from "./validate.ts"
import { watchStatementsCommand } from "./watch-statements.ts"

/**
 * The commands for engineers of parties: the program of this package has them, and the hub's own program too. A new
 * command is one file in this folder and one line here.
 */
export function partnerCommands(): readonly Command[] {
  return [
    signTokenCommand(),
    triggerCommand(),
    listenCommand(),
    explainDeadLettersCommand(),
    shipAccessesCommand(),
    pullTrackingCommand(),
    enforceCommand(),
    validateCommand(),
    checkReferencesCommand(),
    guardCommand(),
    evidencePackageCommand(),
    watchStatementsCommand(),
    compareStatementsCommand(),
  ]
}
