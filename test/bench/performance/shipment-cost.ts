import { deployedFloorMilliseconds } from "../../../shared/watch/lookups/lookup.ts"
import type { CountedOperation } from "./measure-operation.ts"
import { added, type Cost, costOf, type Deployment, scaled } from "./model.ts"

/** What happens to one shipment in the model: it is created, looked up and delivered. */
export const perShipment = { lookups: 3, accesses: 3 } as const

/** How often each operation happens for one shipment, and how its function is deployed. */
export type Part = { readonly times: number; readonly deployment: Deployment }

const small = 512
const large = 1024

/** As the functions' `deployment.ts` and `entry.ts` say. */
export const exchangeParts: Readonly<Record<string, Part>> = {
  "record a shipment": part(1, { trigger: "queue", memoryMegabytes: small, callsAtOnce: 5 }),
  "relay a shipment": part(1, { trigger: "stream", memoryMegabytes: small, callsAtOnce: 1 }),
  "claim exposures of a shipment": part(1, { trigger: "stream", memoryMegabytes: small, callsAtOnce: 1 }),
  "record a delivery": part(1, { trigger: "queue", memoryMegabytes: small, callsAtOnce: 5 }),
  "relay a delivery": part(1, { trigger: "stream", memoryMegabytes: small, callsAtOnce: 1 }),
  "claim exposures at a delivery": part(1, { trigger: "stream", memoryMegabytes: small, callsAtOnce: 1 }),
  "look a shipment up": part(perShipment.lookups, {
    trigger: "http",
    memoryMegabytes: large,
    callsAtOnce: 2,
    floorMilliseconds: deployedFloorMilliseconds,
  }),
  "add a lookup to cases": part(perShipment.lookups + perShipment.accesses, {
    trigger: "stream",
    memoryMegabytes: small,
    callsAtOnce: 1,
  }),
  "record an access": part(perShipment.accesses, { trigger: "queue", memoryMegabytes: small, callsAtOnce: 8 }),
}

/** What the exchange has and the twin with the same promises lacks: statements, and the log of the ledger for them. */
export const logParts: Readonly<Record<string, Part>> = {
  "close a day of accesses": part(perShipment.lookups + perShipment.accesses, {
    trigger: "stream",
    memoryMegabytes: 2 * large,
    callsAtOnce: 5,
  }),
  "log an access": part(perShipment.lookups + perShipment.accesses, {
    trigger: "stream",
    memoryMegabytes: small,
    callsAtOnce: 20,
  }),
}

/** Events of a shipment for both parties, if each takes them by webhook. */
export const webhookParts: Readonly<Record<string, Part>> = {
  "deliver an event to a webhook": part(3, { trigger: "outbox", memoryMegabytes: small, callsAtOnce: 10 }),
}

/** With the same memory. Its batches run all messages at once. */
export const twinParts: Readonly<Record<string, Part>> = {
  "record a shipment": part(1, { trigger: "queue", memoryMegabytes: small, callsAtOnce: 10 }),
  "record a delivery": part(1, { trigger: "queue", memoryMegabytes: small, callsAtOnce: 10 }),
  "look a shipment up": part(perShipment.lookups, { trigger: "http", memoryMegabytes: large, callsAtOnce: 1 }),
  "record an access": part(perShipment.accesses, { trigger: "queue", memoryMegabytes: small, callsAtOnce: 1 }),
}

/** The same of the twin with the same promises. Of its calls, those for network and numbers run beside each other. */
export const equalParts: Readonly<Record<string, Part>> = {
  "record a shipment": part(1, { trigger: "queue", memoryMegabytes: small, callsAtOnce: 10 }),
  "relay a shipment": part(1, { trigger: "stream", memoryMegabytes: small, callsAtOnce: 10 }),
  "claim exposures of a shipment": part(1, { trigger: "stream", memoryMegabytes: small, callsAtOnce: 10 }),
  "record a delivery": part(1, { trigger: "queue", memoryMegabytes: small, callsAtOnce: 10 }),
  "relay a delivery": part(1, { trigger: "stream", memoryMegabytes: small, callsAtOnce: 10 }),
  "look a shipment up": part(perShipment.lookups, {
    trigger: "http",
    memoryMegabytes: large,
    callsAtOnce: 1.5,
    floorMilliseconds: deployedFloorMilliseconds,
  }),
  "add a lookup to cases": part(perShipment.lookups + perShipment.accesses, {
    trigger: "stream",
    memoryMegabytes: small,
    callsAtOnce: 1,
  }),
  "record an access": part(perShipment.accesses, { trigger: "queue", memoryMegabytes: small, callsAtOnce: 1.5 }),
}

function part(times: number, deployment: Deployment): Part {
  return { times, deployment }
}

const nothing: Cost = { lambda: 0, reads: 0, writes: 0, events: 0, queue: 0, api: 0 }

/**
 * Dollars for one shipment.
 *
 * @throws Error when an operation of the model was not measured
 */
export function costOfShipment(operations: readonly CountedOperation[], parts: Readonly<Record<string, Part>>): Cost {
  return Object.entries(parts).reduce((sum, [name, { times, deployment }]) => {
    const measured = operations.find((one) => one.name === name)
    if (measured === undefined) throw new Error(`"${name}" was not measured`)
    return added(sum, scaled(costOf(measured, deployment), times))
  }, nothing)
}
