/** `npx wayseal compare-statements`: compares what the hub stated to two parties about their shared shipments. */
import { Argument, type Command } from "commander"
import { declareCommand } from "../command-line/declare-command.ts"
import type { CompareOptions } from "./compare-statements/run-compare-statements.ts"

export function compareStatementsCommand(): Command {
  return declareCommand<CompareOptions>({
    name: "compare-statements",
    description: "Compares what the hub stated to a retailer and to a carrier about what they share.",
    form: (command) =>
      command
        .addArgument(new Argument("<own>", "your statement of a day"))
        .addArgument(new Argument("[other]", "what the other party has of that day: its shared part, or its statement"))
        .option("--keys <file>", "the hub's public keys, as GET /v1/signing-keys gives them")
        .option("--pin <keyIds...>", "ids of keys that you trust"),
    details: `Without the other's, it prints your shared parts, one a line: the hub's name of the two of you, the number of
lookups and a hash over them, the hub's names of your common cases and findings, and the hours in which nobody
watched the carrier's tool. Send the other party its own line. It learns nothing of your other shipments from it, and
you nothing from its. It asks nothing of the hub.`,
    examples: [
      "npx wayseal compare-statements 2026-11-26.jws",
      "npx wayseal compare-statements 2026-11-26.jws from-northpost.json --keys keys.1.json",
    ],
    statuses: {
      0: "both were told the same, or your parts are printed",
      1: "they were told different things, not all could be compared, they share nothing, or the days differ",
    },
    run: async ({ options, args }) => {
      const { runCompareStatements } = await import("./compare-statements/run-compare-statements.ts")
      const other = args[1] === undefined ? undefined : String(args[1])
      return runCompareStatements({ own: String(args[0]), other }, options)
    },
  })
}
