/** `npx wayseal verify <dossier>`: checks the evidence of a dossier without the hub. */
import type { Command } from "commander"
import * as z from "zod"
import { declareCommand } from "../../client/command-line/declare-command.ts"
import type { VerifyOptions } from "./verify/run-verify.ts"

/** The command `verify`. */
export function verifyCommand(): Command {
  return declareCommand<VerifyOptions>({
    name: "verify",
    description:
      "Checks a dossier's timeline without the hub: its chain of hashes, the heads that a party received, and the " +
      "hub's signature.",
    form: (command) =>
      command
        .argument("<dossier>", "the dossier as JSON")
        .option(
          "--heads <file>",
          "events that the party kept, one JSON object a line; those of other cases are ignored",
        )
        .option(
          "--keys <file>",
          "the hub's public keys, as GET /v1/signing-keys gives them: checks the hub's signature",
        )
        .option("--pin <keyId>", "the id of the key that you trust, from the hub's operator, not from this file")
        .option("--notified <file>", "ids of the shipments of one receipt, one a line: says which receipt that is"),
    examples: [
      "npx wayseal verify dossier.json --heads events.jsonl",
      "npx wayseal verify dossier.json --keys keys.json --pin FbMR-9kmKIcCQPuoS7zEaQ9ZVNL0bFmYf2uTTRzxLzM",
      "npm run verify -- dossier.json --notified shipments.txt",
    ],
    statuses: { 0: "what could be checked holds", 1: "the chain, a head or the signature does not hold" },
    run: async ({ options, args }) => {
      const { verify } = await import("./verify/run-verify.ts")
      return verify(z.string().parse(args[0]), options)
    },
  })
}
