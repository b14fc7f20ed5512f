/** `npx wayseal ship-accesses`: reports the lookups in a carrier's own tool from its access log. */
import { type Command, Option } from "commander"
import { disclosedFieldNames, shippedProofs } from "../access-logs/shipping/shipped-words.ts"
import { declareCommand } from "../command-line/declare-command.ts"
import { settingsDetails, withParty } from "./party-options.ts"
import type { ShipOptions } from "./ship-accesses/run-ship-accesses.ts"

export function shipAccessesCommand(): Command {
  return declareCommand<ShipOptions>({
    name: "ship-accesses",
    description: "Reports the lookups in a carrier's own tracking tool from its access log, without an address.",
    form: (command) => withLogs(withParty(command)),
    details: `What leaves: references, times, outcomes, and keyed fingerprints of visitors. Addresses, accounts, sessions and
browsers stay here. docs/access-logs.md has lines to copy for each kind of log.
${settingsDetails}`,
    examples: [
      "npx wayseal ship-accesses /var/log/nginx/access.log --follow --reference '/track/{reference}' --fingerprint-key key",
      "npx wayseal ship-accesses s3://logs/cloudfront/ --follow --reference '?number={reference}' --fingerprint-key key",
      "zcat access.log.*.gz | npx wayseal ship-accesses - --reference '/track/{reference}' --fingerprint-key key --dry-run",
    ],
    statuses: { 0: "shipped", 1: "shipped, but for lines that could not be read" },
    run: async ({ options, args, onStep }) => {
      const { runShipAccesses } = await import("./ship-accesses/run-ship-accesses.ts")
      return runShipAccesses(args[0], options, onStep)
    },
  })
}

const withLogs = (command: Command): Command =>
  command
    .argument("<logs...>", "files, packed or not; s3://bucket/prefix; - is standard input")
    .option("--fingerprint-key <file>", "at least 32 random bytes that only you have, or WAYSEAL_FINGERPRINT_KEY")
    .option("--reference <place>", "where the reference is: '/track/{reference}', '?number={reference}', or a regex")
    .option("--retailer-alias <name>", "the references are order numbers of this retailer, not tracking numbers")
    .option("--fields <names>", `what the tool shows for a reference, of ${disclosedFieldNames}`, "existence,phase")
    .addOption(new Option("--proof <kind>", "what it asks for before").choices(shippedProofs).default("none"))
    .option("--columns <pairs>", "which field is what: at=Date,address=IP,reference=Order (names or positions)")
    .option("--time-zone <zone>", "zone of times that name none, such as UTC or America/Toronto")
    .addOption(new Option("--date-order <order>", "of dates such as 03/04/2026").choices(["dmy", "mdy"]))
    .option("--mobile <networks>", "networks that many people share, as 198.51.100.0/24,2001:db8::/32")
    .option("--follow", "go on with what is written later, until Ctrl-C")
    .option("--guard <address>", "with --follow: counts say whether wayseal guard there let requests pass unjudged")
    .option(
      "--since <time>",
      "of a bucket: the first time, leave out objects that were written before; default: a day ago",
    )
    .option(
      "--tokens <file>",
      "keep there whom each token stands for, so that enforce can refuse them, or WAYSEAL_TOKENS",
    )
    .option("--positions <file>", "where it goes on next time", ".wayseal/shipped.json")
    .option("--unread <file>", "names the lines that could not be read, and why", ".wayseal/unread-lines.jsonl")
    .option("--ended", "read nothing, and say to the hub that this program ends for good and counts no more")
    .option("--dry-run", "read and count, name unread lines by number, and send nothing")
