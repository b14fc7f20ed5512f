/** `npx wayseal guard`: judges lookups in a carrier's own tool before they are answered. */
import { type Command, InvalidArgumentError, Option } from "commander"
import { shippedProofs } from "../access-logs/shipping/shipped-words.ts"
import { declareCommand } from "../command-line/declare-command.ts"
import { shownKinds } from "../guard/asked-lookup.ts"
import type { GuardCommandOptions } from "./guard/run-guard.ts"
import { settingsDetails, withParty } from "./party-options.ts"

export function guardCommand(): Command {
  return declareCommand<GuardCommandOptions>({
    name: "guard",
    description: "Judges lookups in a carrier's own tool before they are answered, for nginx or Envoy.",
    form: withRules,
    details: `It answers nginx auth_request and Envoy ext_authz at /check with 200 or 403, and takes what the tool answered at
/report. The header x-wayseal-shows says to the tool what to show, phase or details. GET /healthz and GET /metrics count
what it did. Lookups that it cannot judge in time pass as those of strangers, and it says so on standard error. What it
knows is in memory: a restart forgets it without --state, which takes a key in WAYSEAL_GUARD_KEY: 32 random bytes in
base64, as openssl rand -base64 32 prints them. It sends nothing to the hub; ship-accesses does. With --map it asks the
hub, as a carrier, for which numbers strangers need proof, and asks for it there. docs/access-logs.md has lines to copy.
${settingsDetails}`,
    examples: [
      "npx wayseal guard --reference '/track/{reference}' --orders-per-day 20000 --session-cookie session",
      "npx wayseal guard --reference '/track/{reference}' --orders-per-day 20000 --reports --enforce",
      "npx wayseal guard --reference '/track/{reference}' --address-header x-envoy-external-address",
    ],
    statuses: {
      0: "stopped by a signal",
      1: "stopped by a signal, and it let lookups pass unjudged or could not write its state",
    },
    run: async ({ options }) => (await import("./guard/run-guard.ts")).runGuard(options),
  })
}

const strangersHelp = "what those see who have not proven this parcel; details if the tool knows no second fact"

const withRules = (command: Command): Command =>
  withParty(command)
    .option("--reference <place>", "where the reference is: '/track/{reference}', '?number={reference}', or a regex")
    .option("--orders-per-day <number>", "references given out a day; without it walks are not seen", above(0))
    .option("--check-digit", "the last digit of a reference is a check digit")
    .option("--miss-share <share>", "of ordinary lookups, how many find nothing, 0 to 1", share, 0.05)
    .addOption(new Option("--proof <kind>", "what the tool asks for before").choices(shippedProofs).default("none"))
    .addOption(new Option("--strangers <what>", strangersHelp).choices(shownKinds).default(shownKinds[0]))
    .option("--reports", "the tool reports what it answered at /report; otherwise each lookup counts as a hit")
    .option("--enforce", "refuse with 403; otherwise everything passes, and a header says what would be refused")
    .option("--map", "read the hub's map of proof, with --party, --key, --audience and --api-url")
    .option("--listen <address>", "host and port to answer at", "127.0.0.1:9180")
    .option("--address-header <name>", "header with the visitor's address, one alone", "x-real-ip")
    .option("--account-header <name>", "header with the visitor's account")
    .option("--session-cookie <name>", "cookie with the visitor's session")
    .option("--mobile <networks>", "networks that many people share, as 198.51.100.0/24,2001:db8::/32")
    .option("--exempt <networks>", "networks that are not judged, such as those of partners")
    .option("--limit <milliseconds>", "a decision that takes longer is not waited for", above(0), 20)
    .option("--remember <hours>", "how long a visitor is remembered who does not come back", above(0), 72)
    .option("--most-contacts <number>", "first contacts kept at a time, about 300 bytes each", above(0), 1_000_000)
    .option("--state <file>", "keep what it knows over a restart in this file, encrypted with WAYSEAL_GUARD_KEY")

const above =
  (least: number) =>
  (text: string): number => {
    const number = Number(text)
    if (text.trim() === "" || !Number.isFinite(number) || number <= least)
      throw new InvalidArgumentError(`Write a number above ${least}.`)
    return number
  }

function share(text: string): number {
  const number = Number(text)
  if (text.trim() === "" || !(number >= 0 && number <= 1)) throw new InvalidArgumentError("Write a number from 0 to 1.")
  return number
}
