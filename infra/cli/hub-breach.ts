/** `npx wayseal hub-breach`: opens a case for every party after a breach at the exchange itself. */
import { type Command, Option } from "commander"
import { declareCommand } from "../../client/command-line/declare-command.ts"
import { fieldName } from "../../shared/base/contracts/words.ts"
import { addDeployedStageOptions } from "./deployed-stage/stage-options.ts"
import type { HubBreachOptions } from "./hub-breach/run-hub-breach.ts"

export function hubBreachCommand(): Command {
  return declareCommand<HubBreachOptions>({
    name: "hub-breach",
    description: "Opens a case for every party, because the exchange itself was breached.",
    form: (command) =>
      addDeployedStageOptions(command)
        .option("--id <id>", "your name for this breach, the same each time")
        .option("--from <time>", "when it began (ISO 8601 with its zone), or unknown")
        .option("--until <time>", "when it had ended, or unknown")
        .addOption(
          new Option("--fields <field...>", "what may have been read of shipments, or unknown").choices([
            ...fieldName.options,
            "unknown",
          ]),
        )
        .option("--what <text>", "what happened, in your words, without names of people")
        .option("--call <contact>", "whom parties call: a desk, a role or a person, and a number")
        .option("--correct", "state the same breach anew: it replaces what was stated, in the same cases")
        .option("--yes", "open the cases; otherwise it only shows what it would open"),
    details: `Run it without --yes first, and read what every party will read. With --yes it stores the statement once,
and asks the hub for one case for each party of the file and each approved one. Each is alerted as of any case, and
learns of no other party. A statement never changes: --correct makes another, which takes its place in every open case,
tells each party what differs, and opens a further case where the first is closed. The earlier one stays in the
timeline. Running the same command again does nothing twice, and asks anew for those that have it not yet.
docs/runbooks/breach-at-hub.md says what to do before and after.
It needs events:PutEvents on the exchange bus, dynamodb:BatchGetItem and dynamodb:PutItem on the table of cases,
dynamodb:Query on that of invited parties, and kms:Decrypt and kms:GenerateDataKey on their key.`,
    examples: [
      "npx wayseal hub-breach --stage prod --id stolen-backup-2026-11 --from 2026-11-01T22:00:00Z --until unknown " +
        '--fields dates postal-code --what "Somebody copied a backup of our table of shipments." ' +
        '--call "Incident desk, +1 416 555 0100"',
    ],
    statuses: {
      0: "every party has the statement in a case",
      1: "a party has it not yet, or it only showed what it would open",
    },
    run: async (invocation) => {
      const { runHubBreach } = await import("./hub-breach/run-hub-breach.ts")
      return runHubBreach(invocation)
    },
  })
}
