import { isDeepStrictEqual } from "node:util"
import { ListBucketsCommand, ListObjectsV2Command } from "@aws-sdk/client-s3"
import type { PartyMessage } from "../../infra/local/replay/deployed-exchange.ts"
import { begunPrefix } from "../../shared/base/platform/resource-variables.ts"
import { breachCaseItemSchema, rowsOfType } from "../../shared/desk/cases/case-rows.ts"
import { disclosure } from "../../shared/watch/lookups/ledger/disclosure.ts"
import type { LocalExchange } from "./local-exchange.ts"
import type { Traffic } from "./upgrade-traffic.ts"

/** What was lost, doubled, wrong or given up so far, a line each. Empty when all that was sent had its effect once. */
export async function findLosses(local: LocalExchange, traffic: Traffic): Promise<string[]> {
  const [toRetailer, toCarrier] = await Promise.all([local.receiveAll("leafline"), local.receiveAll("northpost")])
  return [
    ...traffic.lookups.filter((looked) => looked.startsWith("wrong")),
    ...eachOnce(
      toCarrier,
      "ShipmentCreated",
      "trackingNumber",
      traffic.shipped.map(({ trackingNumber }) => trackingNumber),
    ),
    ...eachOnce(
      toRetailer,
      "ShipmentDelivered",
      "shipmentId",
      traffic.shipped.map(({ shipmentId }) => shipmentId),
    ),
    ...(await caseLosses(local, traffic, { leafline: toRetailer, northpost: toCarrier })),
    ...(await deadLetters(local)),
    ...(await changesSetAside(local)),
  ]
}

/** Each fact has reached the party, under one event id however often it came. */
function eachOnce(
  inbox: readonly PartyMessage[],
  detailType: string,
  field: string,
  wanted: readonly unknown[],
): string[] {
  const ids = Map.groupBy(
    inbox.filter((one) => one.detailType === detailType),
    ({ data }) => data[field],
  )
  return wanted.flatMap((value) => {
    const times = new Set(ids.get(value)?.map(({ metadata }) => metadata.id)).size
    return times === 1 ? [] : [`${detailType} of ${String(value)} arrived as ${times} events`]
  })
}

/** The case has exactly what was reported, by its rows, by its counts and by the ledger. */
async function caseLosses(
  { exchange }: LocalExchange,
  { walked, shipped }: Traffic,
  inboxes: Readonly<Record<string, readonly PartyMessage[]>>,
): Promise<string[]> {
  const rows = (await exchange.rows("BreachCases")).map((row) => breachCaseItemSchema.parse(row))
  const ledger = (await exchange.rows("Disclosures")).map((row) => disclosure.parse(row))
  const unproven = ledger.filter(({ provenForExposure }) => !provenForExposure)
  const exposures = rowsOfType(rows, "exposure")
  const count = walked.length
  const sides = rowsOfType(rows, "party")
  const found = {
    shipments: new Set(exposures.map(({ shipmentId }) => shipmentId)).size,
    exposures: exposures.length,
    affected: rowsOfType(rows, "affected").length,
    ledger: unproven.length,
    cases: rowsOfType(rows, "case").map((one) => one.exposures),
    sides: sides.map((one) => `${one.partyId} ${one.exposures} ${one.shipments}`).sort(),
    alerts: Object.entries(inboxes).map(([partyId, inbox]) => {
      const alerts = inbox.filter(({ detailType }) => detailType === "BreachCaseOpened")
      return `${partyId} ${new Set(alerts.map(({ metadata }) => metadata.id)).size}`
    }),
  }
  const wanted = {
    ...{ shipments: count, exposures: count, affected: count, ledger: count, cases: [count] },
    sides: [`leafline ${count} ${count}`, `northpost ${count} ${count}`],
    alerts: ["leafline 1", "northpost 1"],
  }
  const known = new Set(shipped.map(({ shipmentId }) => shipmentId))
  const strangers = exposures.filter(({ shipmentId }) => shipmentId === undefined || !known.has(shipmentId))
  return [
    ...(isDeepStrictEqual(found, wanted) ? [] : [`of ${count} walked: ${JSON.stringify(found)}`]),
    ...strangers.map(({ recordId }) => `${recordId} was not walked`),
  ]
}

async function deadLetters({ exchange }: LocalExchange): Promise<string[]> {
  const queues = exchange.gateQueues.filter(({ isDeadLetters }) => isDeadLetters)
  const depths = await Promise.all(queues.map(async ({ name, url }) => [name, await exchange.depth(url)] as const))
  return depths.filter(([, depth]) => depth > 0).map(([name, depth]) => `${name} has ${depth} messages`)
}

/** Changes of tables that a function gave up on. An operator would have to let them be handled again. */
async function changesSetAside({ s3 }: LocalExchange): Promise<string[]> {
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}))
  const [bucket, ...others] = Buckets.flatMap(({ Name = "" }) => (Name.includes("failures") ? Name : []))
  if (bucket === undefined || others.length > 0) throw new Error("which bucket keeps failed changes is not clear")
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }))
  return Contents.flatMap(({ Key = "" }) => (Key.startsWith(begunPrefix) ? [] : `set aside: ${Key}`))
}
