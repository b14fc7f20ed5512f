/** `npx wayseal watch-statements`: fetches the hub's daily statements, and says what contradicts them. */
import type { Command } from "commander"
import { declareCommand } from "../command-line/declare-command.ts"
import { settingsDetails, withParty } from "./party-options.ts"
import type { WatchOptions } from "./watch-statements/run-watch-statements.ts"

export function watchStatementsCommand(): Command {
  return declareCommand<WatchOptions>({
    name: "watch-statements",
    description:
      "Fetches the hub's daily statements, keeps them, and says what contradicts them in all that the party holds.",
    form: (command) =>
      withParty(command.argument("<folder>", "where statements are kept; nothing in it is ever changed or removed"))
        .option("--pin <keyIds...>", "ids of keys that you got from the hub's operator, on another way")
        .option("--events <files...>", "events that you kept, one JSON object a line: all of them from some time on")
        .option("--answers <files...>", "answers to who saw a parcel, with inclusion=proofs, one a line with readAt")
        .option("--reports <files...>", "TrackingAccessed events that you sent, one a line")
        .option("--offline", "ask nothing of the hub: check what is in the folder"),
    details: `Run it every hour, from cron for instance: it prints one line for each alarm and ends with 1. A statement that is
late or lost on its way is asked for again. It alarms when none came within 36 hours after the last stated day.
Without --pin the first run trusts the keys that the hub gives, and later runs trust those.
docs/statements.md says what each alarm means.
${settingsDetails}`,
    examples: [
      "npx wayseal watch-statements statements --party leafline --events events.jsonl",
      "npx wayseal watch-statements statements --party northpost --events events.jsonl --reports sent.jsonl",
      "npx wayseal watch-statements statements --party leafline --offline --json",
    ],
    statuses: { 0: "nothing contradicts the statements", 1: "at least one alarm" },
    run: async ({ options, args }) => {
      const { runWatchStatements } = await import("./watch-statements/run-watch-statements.ts")
      return runWatchStatements(String(args[0]), options)
    },
  })
}
