/** `npx wayseal example-2021`, or `npm run example:2021`: the breach of 2021 at a supplier of a carrier. */
import type { Command } from "commander"
import { declareCommand } from "../../client/command-line/declare-command.ts"

export function example2021Command(): Command {
  return declareCommand<{ out: string }>({
    name: "example-2021",
    description: "Plays the breach of 2021, at a supplier of a carrier with 44 shippers, on a local AWS.",
    form: (command) => command.option("--out <folder>", "where to write the documents", ".local/example-2021"),
    details: "It takes some minutes. npm run example:2021 is its short form.",
    examples: ["npx wayseal example-2021"],
    statuses: { 0: "the case closed with all duties done", 1: "the case did not end as it should" },
    run: async (invocation) => {
      const { playExample2021 } = await import("../local/play-example-2021.ts")
      return playExample2021(invocation)
    },
  })
}
