/** `npx wayseal try`, or `npm run -s try`: speaks to the exchange that `npm start` runs. */
import { Command } from "commander"
import { declareCommand } from "../../client/command-line/declare-command.ts"

export function tryCommand(): Command {
  const publish = declareCommand({
    name: "publish",
    description: "Publishes a shipment as the retailer Maple Books.",
    examples: ["npx wayseal try publish"],
    statuses: { 0: "published" },
    run: async () => (await import("../local/speak-to-exchange.ts")).publish(),
  })
  const lookUp = declareCommand({
    name: "look-up",
    description: "Looks that shipment up as its recipient.",
    examples: ["npx wayseal try look-up"],
    statuses: { 0: "the hub answered" },
    run: async () => (await import("../local/speak-to-exchange.ts")).lookUp(),
  })
  const queue = declareCommand({
    name: "queue",
    description: "Takes the events out of a party's queue and prints them.",
    form: (command) => command.argument("[party]", "the party's id", "northpost"),
    examples: ["npx wayseal try queue northpost"],
    statuses: { 0: "read" },
    run: async ({ args }) => (await import("../local/speak-to-exchange.ts")).readQueue(String(args[0])),
  })
  return [publish, lookUp, queue].reduce(
    (command, inner) => command.addCommand(inner),
    new Command("try").description("Speaks to the exchange that npm start runs."),
  )
}
