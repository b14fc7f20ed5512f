/** `npx wayseal pull-tracking`: asks Canada Post for the events of parcels, and publishes the newest of each. */
import { Argument, type Command, InvalidArgumentError } from "commander"
import { declareCommand } from "../command-line/declare-command.ts"
import { settingsDetails, withParty } from "./party-options.ts"
import type { PullOptions } from "./pull-tracking/run-pull-tracking.ts"

export function pullTrackingCommand(): Command {
  return declareCommand<PullOptions>({
    name: "pull-tracking",
    description: "Asks Canada Post where a carrier's parcels are, and publishes the newest of each.",
    form: (command) =>
      withParty(command.addArgument(new Argument("<file>", "tracking numbers, one a line, or - for standard input")))
        .option("--canada-post-url <url>", "address of Canada Post's web services", "https://soa-gw.canadapost.ca")
        .option("--per-minute <calls>", "most calls in a minute, as your key allows", wholeNumber, 20)
        .option("--dry-run", "ask and count, and publish nothing"),
    details: `Canada Post knows you by a key of its own: its two parts are in CANADA_POST_USER and CANADA_POST_PASSWORD. Who
signed and where stays here. Run it again as often as you like: what the hub knows already has no effect.
docs/adapters.md says what the identifiers of events become.
${settingsDetails}`,
    examples: [
      "npx wayseal pull-tracking parcels.txt --party northpost",
      "npx wayseal pull-tracking - --per-minute 500 --json < parcels.txt",
      "npx wayseal pull-tracking parcels.txt --canada-post-url https://ct.soa-gw.canadapost.ca --dry-run",
    ],
    statuses: { 0: "each parcel was asked for", 1: "an answer could not be read, or has an unknown identifier" },
    run: async ({ options, args, onStep }) => {
      const { runPullTracking } = await import("./pull-tracking/run-pull-tracking.ts")
      return runPullTracking(String(args[0]), options, onStep)
    },
  })
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError("Write a whole number from 1.")
  return Number(text)
}
