/** `npx wayseal try`: speaks to the exchange that `npm start` runs, or tries a stage that is deployed. */
import { Command } from "commander"
import { declareCommand } from "../../client/command-line/declare-command.ts"
import { addDeployedStageOptions, type StageOptions } from "./deployed-stage/stage-options.ts"

const description = "Speaks to the exchange that npm start runs, or walks through a deployed stage."

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
  const walk = declareCommand<StageOptions>({
    name: "walk",
    description: "Sends a shipment through a deployed stage, walks past it, and shows the alert.",
    form: addDeployedStageOptions,
    details:
      "It does what npx wayseal doctor does first, with parties whose keys are in the stage's folder keys/.\n" +
      "npx wayseal try --stage trial is short for it.",
    examples: ["npx wayseal try walk --stage trial"],
    statuses: { 0: "both parties were alerted", 1: "something failed" },
    run: async (invocation) => (await import("./doctor/run-doctor.ts")).tryWalk(invocation),
  })
  return [publish, lookUp, queue]
    .reduce((command, inner) => command.addCommand(inner), new Command("try").description(description))
    .addCommand(walk, { isDefault: true })
}
