/** `npx wayseal listen`: shows what a party receives, and forwards it as signed webhooks. */
import { type Command, InvalidArgumentError } from "commander"
import { CommandStopped } from "../command-line/command-stopped.ts"
import { declareCommand, type Outcome } from "../command-line/declare-command.ts"
import { readSettings } from "../command-line/settings.ts"
import { stopSignal } from "../command-line/stop-signal.ts"
import { given, required, requireLocalParty, settingsDetails } from "./party-options.ts"

type ListenOptions = {
  readonly party?: string
  readonly bus?: string
  readonly forwardTo?: string
  readonly secret?: string
  readonly events?: number
  readonly seconds?: number
}

export function listenCommand(): Command {
  return declareCommand<ListenOptions>({
    name: "listen",
    description: "Shows what a party receives as it arrives, until Ctrl-C.",
    form: (command) =>
      command
        .option("--party <id>", "the party's id, or WAYSEAL_PARTY")
        .option("--bus <name>", "the bus on which its events arrive, or WAYSEAL_EXCHANGE_BUS")
        .option("--forward-to <url>", "post each event there, signed as the hub signs webhooks")
        .option(
          "--secret <secret>",
          "whsec_ and base64, or WAYSEAL_WEBHOOK_SECRET; default: a new one, which is printed",
        )
        .option("--events <number>", "end after so many events", wholeNumber)
        .option("--seconds <number>", "end after so many seconds", wholeNumber),
    details: `It takes events from a queue of its own, which it deletes at the end. The party's queue and webhook get them too.
It needs AWS credentials for the account of the bus: the party's own account, or the local exchange. Only there it knows
which parties there are: elsewhere, nothing arrives for a wrong id.
${settingsDetails}`,
    examples: [
      "npx wayseal listen --party maplebooks",
      "npx wayseal listen --forward-to http://127.0.0.1:9000/wayseal",
    ],
    statuses: { 0: "listened", 1: "the receiver did not answer 2xx to each event" },
    run: async ({ options }) => runListen(options),
  })
}

async function runListen(options: ListenOptions & { readonly json?: true }): Promise<Outcome> {
  const settings = readSettings()
  const partyId = required(options.party, "--party", "WAYSEAL_PARTY", settings)
  const bus = required(options.bus, "--bus", "WAYSEAL_EXCHANGE_BUS", settings)
  requireLocalParty(partyId, settings)
  const [{ loadTap }, { listen }, { newSecret, requireUsable }, { awsSettings }] = await Promise.all([
    import("./listen/load-tap.ts"),
    import("./listen/run-listen.ts"),
    import("./listen/forward-event.ts"),
    import("../command-line/aws-settings.ts"),
  ])
  const { forwardTo, events, seconds } = options
  const secret = given(options.secret, "WAYSEAL_WEBHOOK_SECRET", settings) ?? newSecret()
  requireUsable(secret)
  if (forwardTo !== undefined && !/^https?:$/.test(URL.canParse(forwardTo) ? new URL(forwardTo).protocol : ""))
    throw new CommandStopped("wrongUsage", "--forward-to takes an http or https address.")
  const signal = stopSignal()
  const tap = await loadTap(bus, partyId, awsSettings(settings))
  const terminal = options.json === true ? process.stderr : process.stdout
  const print = (text: string): void => void terminal.write(text)
  print(`Listening for events of ${partyId}.${forwardTo === undefined ? "" : ` Their secret is ${secret}`}\n`)
  return listen({
    tap,
    print,
    signal,
    ...(forwardTo === undefined ? {} : { forwardTo: { url: forwardTo, secret } }),
    ...(events === undefined ? {} : { events }),
    ...(seconds === undefined ? {} : { seconds }),
  })
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError("Write a whole number from 1.")
  return Number(text)
}
