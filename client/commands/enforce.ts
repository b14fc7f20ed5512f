/** `npx wayseal enforce`: lets a carrier's own tool refuse whom the hub restricts. */
import { type Command, InvalidArgumentError } from "commander"
import { declareCommand } from "../command-line/declare-command.ts"
import type { EnforceOptions } from "./enforce/run-enforce.ts"
import { settingsDetails, withParty } from "./party-options.ts"

export function enforceCommand(): Command {
  return declareCommand<EnforceOptions>({
    name: "enforce",
    description: "Lets a carrier's own tool refuse whom the hub restricts: nginx, AWS WAF or CrowdSec.",
    form: (command) => withOutputs(withParty(command)),
    details: `A restricted account or session is refused. A restricted network needs proof: it is blocked only with
--block-networks, and only if ship-accesses saw nobody else there. With --reference-variable, --waf-numbers or
--waf-codes, rules also say in which tracking numbers strangers need proof by the hub's map. No rule can say it of order
references, and CrowdSec of no number: guard --map does. docs/access-logs.md has lines to copy.
CrowdSec takes its password from CROWDSEC_PASSWORD. AWS WAF takes the package @aws-sdk/client-wafv2.
${settingsDetails}`,
    examples: [
      "npx wayseal enforce --tokens tokens.db --nginx /etc/nginx/wayseal.conf --reload 'nginx -s reload'",
      "npx wayseal enforce --tokens tokens.db --crowdsec http://127.0.0.1:8080 --once",
      "npx wayseal enforce --tokens tokens.db --dry-run",
    ],
    statuses: {
      0: "all that stands is enforced",
      1: "the hub could not be asked, an output failed, or a restriction has no known token",
    },
    run: async ({ options }) => (await import("./enforce/run-enforce.ts")).runEnforce(options),
  })
}

const withOutputs = (command: Command): Command =>
  command
    .option("--tokens <file>", "whom each token stands for: that of ship-accesses, or WAYSEAL_TOKENS")
    .option("--nginx <file>", "write a file for nginx")
    .option("--session-variable <name>", "where nginx has the session, such as $cookie_session")
    .option("--account-variable <name>", "where nginx has the account, such as $remote_user")
    .option("--reference-variable <name>", "where nginx has the tracking number of a lookup, such as $reference")
    .option("--reload <command>", "run it when the file of nginx has changed")
    .option("--waf-proof4 <arn>", "IP set of AWS WAF for IPv4 networks that need proof")
    .option("--waf-proof6 <arn>", "the same for IPv6")
    .option("--waf-block4 <arn>", "IP set of AWS WAF for IPv4 networks that are blocked")
    .option("--waf-block6 <arn>", "the same for IPv6")
    .option("--waf-numbers <arn>", "regex pattern set of AWS WAF for numbers where strangers need proof")
    .option("--waf-codes <arn>", "the same for numbers where a postal code is not enough")
    .option("--crowdsec <url>", "address of CrowdSec's Local API")
    .option("--crowdsec-machine <id>", "the machine that pushes there", "wayseal")
    .option("--block-networks", "block networks that nobody else was seen at, in place of asking for proof")
    .option("--positions <file>", "what stands, and where it goes on", ".wayseal/enforced.json")
    .option("--every <seconds>", "seconds between two questions", wholeSeconds, 10)
    .option("--once", "ask once, and end")
    .option("--dry-run", "ask once, and say what would be enforced")

function wholeSeconds(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError("Write a whole number of seconds from 1.")
  return Number(text)
}
