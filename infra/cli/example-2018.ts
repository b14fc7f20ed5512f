/** `npx wayseal example-2018`, or `npm run example:2018`: the breach of 2018 from the report to the closed case. */
import { type Command, InvalidArgumentError, Option } from "commander"
import { declareCommand } from "../../client/command-line/declare-command.ts"
import type { ExampleOptions } from "../local/play-example.ts"

const tellings: readonly ExampleOptions["telling"][] = ["together", "alone"]

export function example2018Command(): Command {
  return declareCommand<ExampleOptions>({
    name: "example-2018",
    description: "Plays the breach of 2018 on a local AWS, from the report to the closed case, with all documents.",
    form: (command) =>
      command
        .option("--out <folder>", "where to write the documents", ".local/example-2018")
        .addOption(
          new Option(
            "--shipments <number>",
            "walk fewer shipments than the 4,500 of the public record, 50 to 20000",
          ).argParser(readShipments),
        )
        .addOption(
          new Option(
            "--telling <which>",
            "together: the carrier takes part. alone: it never joins, and answers nothing",
          )
            .choices(tellings)
            .default("together"),
        ),
    details: `On two cores that do much else it takes up to 15 minutes, and up to 5 with 300 shipments.
npm run example:2018 is its short form.`,
    examples: [
      "npx wayseal example-2018",
      "npm run example:2018 -- --shipments 300",
      "npm run example:2018 -- --telling alone",
    ],
    statuses: { 0: "the case closed, and the evidence holds", 1: "the case did not end as it should" },
    run: async (invocation) => {
      const { playExample } = await import("../local/play-example.ts")
      return playExample(invocation)
    },
  })
}

function readShipments(text: string): number {
  const shipments = Number(text)
  if (Number.isInteger(shipments) && shipments >= 50 && shipments <= 20_000) return shipments
  throw new InvalidArgumentError("It takes a whole number from 50 to 20000.")
}
