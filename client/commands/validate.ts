/** `npx wayseal validate`: what would become of events, before they are sent. */
import { Argument, type Command } from "commander"
import { declareCommand } from "../command-line/declare-command.ts"
import { type PartyOptions, settingsDetails, withParty } from "./party-options.ts"

type Options = PartyOptions & { readonly offline?: true }

export function validateCommand(): Command {
  return declareCommand<Options>({
    name: "validate",
    description: "Says what would become of events. It sends none.",
    form: (command) =>
      withParty(command.addArgument(new Argument("<file>", "the events, or - for standard input"))).option(
        "--offline",
        "check type, version, data and time alone, without the hub and without a key",
      ),
    details: `The file is one event, a list, or one event a line: {"detailType": "ShipmentCreated", "detail": {…}}.
The hub looks at each event as if it came next, and changes nothing. So an event that needs an earlier one of the same
file counts as if that had not come. A field that no schema knows is a warning: the hub ignores it.
${settingsDetails}`,
    examples: [
      "npx wayseal validate events.json",
      "npx wayseal validate events.ndjson --party northpost --json",
      "cat event.json | npx wayseal validate - --offline",
    ],
    statuses: { 0: "every event is valid", 1: "the hub would reject an event, or a part of it" },
    run: async ({ options, args }) => {
      const [{ readEvents }, { validateOffline, validateOverHttps }] = await Promise.all([
        import("./validate/read-events.ts"),
        import("./validate/run-validate.ts"),
      ])
      const events = await readEvents(String(args[0]))
      return options.offline === true ? validateOffline(events, new Date()) : validateOverHttps(events, options)
    },
  })
}
