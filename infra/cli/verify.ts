/** `npx wayseal verify <package>`: checks an evidence package or a dossier without the hub. */
import type { Command } from "commander"
import * as z from "zod"
import { declareCommand } from "../../client/command-line/declare-command.ts"
import type { VerifyOptions } from "./verify/run-verify.ts"

export function verifyCommand(): Command {
  return declareCommand<VerifyOptions>({
    name: "verify",
    description:
      "Checks an evidence package or a dossier without the hub: the chain of hashes, the heads that a party received, " +
      "the hub's signature, and of a package every file.",
    form: (command) =>
      command
        .argument("<package>", "the folder of an evidence package, a zip of it, or a dossier as JSON")
        .option(
          "--heads <file>",
          "of a dossier: events that the party kept, one JSON object a line; those of other cases are ignored",
        )
        .option(
          "--keys <file>",
          "of a dossier: the hub's public keys, as GET /v1/signing-keys gives them: checks the hub's signature",
        )
        .option("--pin <keyId>", "the id of the key that you trust, from the hub's operator, not from these files")
        .option("--notified <file>", "of a dossier: ids of shipments, one a line: says of which receipt they are"),
    examples: [
      "npx wayseal verify evidence --pin FbMR-9kmKIcCQPuoS7zEaQ9ZVNL0bFmYf2uTTRzxLzM",
      "npx wayseal verify dossier.json --heads events.jsonl",
      "npx wayseal verify dossier.json --keys keys.json --pin FbMR-9kmKIcCQPuoS7zEaQ9ZVNL0bFmYf2uTTRzxLzM",
      "npm run verify -- dossier.json --notified shipments.txt",
    ],
    statuses: { 0: "what could be checked holds", 1: "the chain, a head, the signature or a file does not hold" },
    run: async ({ options, args }) => {
      const { verify } = await import("./verify/run-verify.ts")
      return verify(z.string().parse(args[0]), options)
    },
  })
}
