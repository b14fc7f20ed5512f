/** `npx wayseal trigger`: publishes events of a made-up shipment, to see what comes back. */
import { Command } from "commander"
import { type Declaration, declareCommand, type Outcome } from "../command-line/declare-command.ts"
import { readSettings } from "../command-line/settings.ts"
import { given, type PartyOptions, required, settingsDetails, transportOf, withParty } from "./party-options.ts"
import type { ShipmentOptions, Triggering } from "./trigger/run-trigger.ts"

type TriggerOptions = PartyOptions & {
  readonly carrier?: string
  readonly orderReference?: string
  readonly trackingNumber?: string
}

const triggers = () => import("./trigger/run-trigger.ts")

export function triggerCommand(): Command {
  return [
    shipmentCreatedCommand(),
    deliveredCommand(),
    behaviourCommand("exception", "its carrier report an exception"),
    behaviourCommand("walk", "somebody walk past it in the carrier's tool"),
    breachCommand(),
  ].reduce(
    (command, inner) => command.addCommand(inner),
    new Command("trigger").description("Publishes events of a made-up shipment, to see what comes back."),
  )
}

const shipmentCreatedCommand = (): Command =>
  declareTrigger({
    name: "shipment-created",
    description: "Publishes a shipment as a retailer.",
    form: withShipment,
    run: async (options, triggering) => (await triggers()).triggerShipment(triggering, shipmentOf(options)),
  })

const deliveredCommand = (): Command =>
  declareTrigger({
    name: "delivered",
    description: "Lets a shipment be delivered: a new one as a retailer, or one with its number as its carrier.",
    form: (command) =>
      withShipment(command).option("--tracking-number <number>", "as its carrier: of the parcel that is delivered"),
    run: async (options, triggering) => {
      const { triggerDelivery, triggerNewDelivery } = await triggers()
      const { trackingNumber } = options
      return trackingNumber === undefined
        ? triggerNewDelivery(triggering, newDeliveryOf(options))
        : triggerDelivery(triggering, trackingNumber)
    },
  })

/** Publishes a shipment of which something is to happen. */
const behaviourCommand = (behaviour: "exception" | "walk", whatHappens: string): Command =>
  declareTrigger({
    name: behaviour,
    description: `Publishes a shipment as a retailer, and lets ${whatHappens}.`,
    form: withShipment,
    run: async (options, triggering) =>
      (await triggers()).triggerShipment(triggering, { ...shipmentOf(options), behaviour }),
  })

const breachCommand = (): Command =>
  declareTrigger({
    name: "breach",
    description: "Reports a breach as a party.",
    form: (command) => command,
    run: async (_, triggering) => (await triggers()).triggerBreach(triggering),
  })

const withShipment = (command: Command): Command =>
  command
    .option("--carrier <id>", "id of the carrier, or WAYSEAL_CARRIER")
    .option("--order-reference <text>", "the order number; default: a random one")

function shipmentOf({ carrier, orderReference }: TriggerOptions): ShipmentOptions {
  const carrierId = required(carrier, "--carrier", "WAYSEAL_CARRIER", readSettings())
  return { carrierId, ...(orderReference === undefined ? {} : { orderReference }) }
}

function newDeliveryOf(options: TriggerOptions) {
  const { party, carrier, orderReference } = options
  const settings = readSettings()
  const partyId = required(party, "--party", "WAYSEAL_PARTY", settings)
  const carrierId = given(carrier, "WAYSEAL_CARRIER", settings)
  return { partyId, carrierId, ...(orderReference === undefined ? {} : { orderReference }) }
}

type Trigger = Pick<Declaration<TriggerOptions>, "name" | "description"> & {
  readonly form: (command: Command) => Command
  readonly run: (options: TriggerOptions, triggering: Triggering) => Promise<Outcome>
}

/** Declares a trigger, with the options of every command of a party. */
const declareTrigger = ({ name, description, form, run }: Trigger): Command =>
  declareCommand<TriggerOptions>({
    name,
    description,
    form: (command) => withParty(form(command)),
    details: settingsDetails,
    examples: [`npx wayseal trigger ${name}`, `npx wayseal trigger ${name} --party maplebooks --json`],
    statuses: { 0: "the hub accepted the event" },
    run: async ({ options }) => run(options, { transport: await transportOf(options), now: new Date() }),
  })
