import { marshall } from "@aws-sdk/util-dynamodb"
import * as z from "zod"
import { type TableName, tableNames } from "../../functions/tables.ts"
import { dutyIdOf } from "../../shared/desk/cases/duty-rows.ts"
import { drillRow } from "../../shared/parties/drills/drill.ts"
import { changedSettings, settingsChange } from "../../shared/parties/settings/stored-settings.ts"
import { anOperatorSession, aSignIn } from "../builders/sign-in.ts"
import { type BreachWorld, breachWorld, partyIn, seen, shipParcel } from "../desk/breach-world.ts"
import { reportLookupsOf } from "../desk/carrier-report.ts"
import { at, deskActions } from "../desk/desk-actions.ts"
import { caller } from "../desk/desk-caller.ts"
import type { Item } from "../dynamo/attribute-values.ts"
import { fulfilment, fulfilmentWith, shopWorld } from "../intake/adapters/shop-world.ts"
import { memoryOperatorSessions } from "../pages/operator/memory-stores.ts"
import { aCarrier, aRetailer, invitationWorld } from "../parties/invitations/invitation-world.ts"
import { memorySessions } from "../parties/memory-stores.ts"
import { runSchedule } from "../simulation/schedule.ts"

/** A row in DynamoDB's own JSON, binary attributes in base64. */
export const storedRow = z.record(z.string(), z.record(z.string(), z.unknown()))
export type StoredRow = Readonly<z.infer<typeof storedRow>>

/** Takes what a store wrote. */
type Take = (table: TableName, item: Item) => void

/** Seeds of schedules without a fault. */
const seeds = [20, 44, 68]

/**
 * Rows as today's code writes them, one of each shape, by table. The rows come from simulated exchanges and from a desk
 * on which everybody tries every action. Every value is invented.
 */
export async function rowsOfToday(): Promise<ReadonlyMap<TableName, readonly StoredRow[]>> {
  const found = new Map<TableName, Map<string, StoredRow>>(tableNames.map((name) => [name, new Map()]))
  const take: Take = (table, item) => {
    const stored = inJson(item)
    const rows = found.get(table)
    const shape = table === "AccessProfiles" ? kindsOfEntries(stored) : shapeOf(stored)
    if (!rows?.has(shape)) rows?.set(shape, stored)
  }
  for (const seed of seeds)
    for (const kind of ["observed", "guarded"] as const)
      await runSchedule(seed, {
        kind,
        onEnd: ({ changes }) => {
          for (const { table, after } of changes) if (after !== undefined) take(table, after)
        },
      })
  await useDesk(take)
  changeSettings(take)
  await inviteParties(take)
  drill(take)
  await connectShop(take)
  await signIn(take)
  return new Map(
    [...found].map(([name, rows]) => [name, [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)]),
  )
}

/** Everybody tries every action on a case that a report opened. */
async function useDesk(take: Take): Promise<void> {
  const world = breachWorld()
  world.cases.over.items.onChange(({ after }) => after && take("BreachCases", after))
  world.restrictions.over.items.onChange(({ after }) => after && take("Restrictions", after))
  world.documents.over.items.onChange(({ after }) => after && take("RequestedDocuments", after))
  world.disclosures.over.items.onChange(({ after }) => after && take("Disclosures", after))
  for (const [number, retailerId] of ["leafline", "leafline", "leafline", "maplebooks"].entries()) {
    await shipParcel(world, retailerId, number)
    await world.disclosures.append(seen(number, { retailerId }))
  }
  await reportLookupsOf("day", world)
  await world.settle()
  await tryEverything(world)
}

/** A party changes everything that it may change about itself. */
function changeSettings(take: Take): void {
  const settings = {
    emails: ["privacy@leafline.example"],
    escalationEmails: ["general-counsel@leafline.example"],
    webhookUrl: "https://hooks.leafline.example/wayseal",
    heavyReaders: [{ name: "Parcel app", class: "aggregator", networks: ["192.0.2.0/24"] }],
    thresholds: { walk: { alert: 12 } },
  }
  const [partyId, at] = ["leafline", "2026-11-01T10:00:00.000Z"]
  take("Settings", marshall(changedSettings.parse({ partyId, version: 1, changedAt: at, settings })))
  const by = { party: partyId, credential: "leafline-2026-11" }
  const changes = Object.entries(settings).map(([field, after]) => ({ field, after }))
  take("Settings", marshall(settingsChange.parse({ partyId, version: 1, at, by, changes })))
}

/** Two parties are invited and enter what they can. One is approved, invited again and removed. */
async function inviteParties(take: Take): Promise<void> {
  const world = invitationWorld()
  world.invitedParties.over.items.onChange(({ after }) => after && take("InvitedParties", after))
  const channels = { emails: ["privacy@northpost.example"], webhookUrl: "https://hooks.northpost.example/" }
  await world.answer(await world.tokenOf("northpost"), aCarrier({ channels }))
  await world.approveLast("northpost")
  await world.answer(await world.tokenOf("northpost", "carrier", { again: true }), aCarrier({ channels }))
  await world.remove("northpost")
  const shipperAccounts = [{ carrierId: "northpost", account: "8841-20931" }]
  await world.answer(await world.tokenOf("leafline", "retailer"), aRetailer({ shipperAccounts, ordersInAll: 1_000 }))
}

/** A party asks for a drill, which comes on its channels, and acknowledges it. */
function drill(take: Take): void {
  const at = "2026-11-01T10:00:00.000Z"
  const asked = { drillId: "drill-kqztbxwd", partyId: "leafline", requestedAt: at, expiresAt: 1_900_000_000 }
  const sent = { at, channels: ["queue", "mail"], mailsRefused: 0 }
  for (const steps of [{}, { sent }, { sent, acknowledgedAt: at }])
    take("Drills", marshall(drillRow.parse({ ...asked, ...steps })))
}

/** A shop sends a fulfilment, and one whose carrier is not set, of which its retailer gets a mail. */
async function connectShop(take: Take): Promise<void> {
  const { shopEntries, deliver, doAllTasks } = await shopWorld()
  shopEntries.over.items.onChange(({ after }) => after && take("ShopEntries", after))
  await deliver("fulfillments/create", fulfilment)
  await deliver("fulfillments/create", fulfilmentWith({ tracking_company: "Snailpost" }))
  await doAllTasks()
}

/** A person signs in to the console, and an operator to the page of the stage. */
async function signIn(take: Take): Promise<void> {
  const sessions = memorySessions()
  sessions.over.items.onChange(({ after }) => after && take("Sessions", after))
  const [session, officer] = aSignIn("leafline", "person-1")
  await sessions.begin(session, officer)
  const operators = memoryOperatorSessions()
  operators.over.items.onChange(({ after }) => after && take("Sessions", after))
  await operators.begin(anOperatorSession("operator-1"))
}

async function tryEverything(world: BreachWorld): Promise<void> {
  const call = caller(world)
  for (const partyId of ["leafline", "northpost"]) {
    const { alias: caseAlias } = partyIn(world, partyId)
    const others = { caseAlias, restrictionId: "none", shipmentId: "s1", documentId: "none" }
    for (const { duty } of world.rowsOf("duty")) {
      const of = { ...others, dutyId: dutyIdOf(partyIn(world, duty.party).alias, duty) }
      for (const [route, actions] of Object.entries(deskActions(of)))
        if (route.startsWith("POST /v1/cases/") && !route.endsWith("closing"))
          for (const { path, body } of actions) await call(partyId, "POST", path, body)
    }
    // As many as the retailer has, so that each of them gets a receipt.
    const toEverybody = { method: "publicNotice", notifiedAt: at, recipients: { kind: "public", shipments: 3 } }
    await call(partyId, "POST", `/v1/cases/${caseAlias}/receipts`, toEverybody)
  }
}

function inJson(item: Item): StoredRow {
  const binary = z.instanceof(Uint8Array).transform((value) => Buffer.from(value).toString("base64"))
  return storedRow.parse(
    Object.fromEntries(
      Object.entries(item).map(([name, value]) => [name, "B" in value ? { B: binary.parse(value.B) } : value]),
    ),
  )
}

/** The kind of a row, the names of its attributes, and the names inside of these. */
function shapeOf(row: StoredRow): string {
  const names = Object.entries(row).map(([name, value]) => {
    if (name === "type" || name === "kind") return `${name}:${JSON.stringify(value)}`
    return [name, ...("M" in value ? Object.keys(z.record(z.string(), z.unknown()).parse(value["M"])) : [])].join(".")
  })
  return names.sort().join()
}

/** The kinds of entries in a row of an access profile, which are the first letters of their names. */
function kindsOfEntries(row: StoredRow): string {
  return [...new Set(Object.keys(row).map((name) => (name.length === 7 ? name.charAt(0) : name)))].sort().join()
}
