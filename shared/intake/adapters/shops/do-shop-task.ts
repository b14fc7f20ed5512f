import type { EventEntry } from "../../../base/contracts/define-event.ts"
import type { shopTaskDue } from "../../../base/contracts/shop-task-due.ts"
import type { KeyedHash } from "../../../base/keyed-hash/keyed-hash.ts"
import type { Clock } from "../../../base/platform/clock.ts"
import { dayMilliseconds } from "../../../base/platform/instants.ts"
import type { Sealer } from "../../../base/platform/sealing.ts"
import type { Telemetry } from "../../../base/platform/telemetry.ts"
import { type EventPublisher, PublishFailed, type PutResult } from "../../../parties/channels/event-publisher.ts"
import { mailOf } from "../../../parties/channels/letter-mail.ts"
import type { DrillMail } from "../../../parties/channels/mail.ts"
import type { Party } from "../../../parties/party.ts"
import type { PartyDirectory } from "../../../parties/party-directory.ts"
import type { ReceivedHubEvent } from "../../../parties/received-event.ts"
import type { StoredSettings } from "../../../parties/settings/stored-settings.ts"
import { ingressEntry } from "../adapter.ts"
import { type PostToShop, ShopRefused } from "./admin-api.ts"
import { makeWithAccess, type WithAccess } from "./shop-access.ts"
import { noticeExpiry, type ShopEntries } from "./shop-entries.ts"
import { shopLetter } from "./shop-letter.ts"
import { shopNames } from "./shop-names.ts"
import { erasureOf } from "./shop-news.ts"
import { openShopTask, type ShopTask, shopTaskEvent } from "./shop-tasks.ts"
import { carrierOf } from "./tracking-company.ts"
import { writeLinks } from "./write-links.ts"

/** What the use case needs. */
export type ShopTaskTools = {
  readonly parties: Pick<PartyDirectory, "byId">
  readonly settings: Pick<StoredSettings, "get">
  readonly sealer: Pick<Sealer, "seal" | "unseal">
  readonly hashes: Pick<KeyedHash, "lastingHash">
  readonly entries: Pick<ShopEntries, "ofShop" | "waitingFor" | "forget" | "wasSent" | "noteSent">
  readonly post: PostToShop
  readonly ingressBus: string
  readonly send: (entries: readonly EventEntry[]) => Promise<readonly PutResult[]>
  readonly publisher: Pick<EventPublisher, "publish">
  readonly mail: DrillMail
  readonly apiUrl: string
  /** The page to which links lead, without what follows. Absent: the stage has none, and no link is written. */
  readonly recipientPageUrl: string | undefined
  readonly telemetry: Pick<Telemetry, "count">
  readonly clock: Clock
}

type TaskOf<Kind extends ShopTask["kind"]> = Extract<ShopTask, { kind: Kind }>
type Doing = ShopTaskTools & { readonly withAccess: WithAccess }

/** Shipments that one task erases. Another task goes on behind them. */
export const shipmentsOfTask = 200

/** Waiting fulfilments that one task takes up. */
export const fulfilmentsTakenUp = 20

/** An older notice is one that somebody replays from the archive. */
const noticeDays = 28

/**
 * Does what a shop's message left to do: writes links, erases the shipments of a shop page by page, or mails contacts.
 * A repeat writes the same link, asks for the same erasures, and mails nobody again unless the first attempt crashed
 * behind the mail. It throws what a later delivery of the task can do.
 */
export function makeDoShopTask(tools: ShopTaskTools): (event: ReceivedHubEvent<typeof shopTaskDue>) => Promise<string> {
  const doing: Doing = { ...tools, withAccess: makeWithAccess(tools) }
  return async ({ data: { retailerId, sealedTask } }) => {
    const party = await tools.parties.byId(retailerId)
    const task = party === undefined ? undefined : await openShopTask(tools.sealer, retailerId, sealedTask)
    if (party === undefined || task === undefined) return "unknownParty"
    switch (task.kind) {
      case "writeLinks":
        return writeLinksOf(doing, party, task)
      case "eraseShop":
        return eraseShop(doing, party, task)
      case "notice":
        return sendNotice(doing, party, task)
    }
  }
}

async function writeLinksOf(tools: Doing, party: Party, task: TaskOf<"writeLinks">): Promise<string> {
  const { recipientPageUrl, hashes, telemetry } = tools
  const { settings } = (await tools.settings.get(party.id)) ?? {}
  const { shopify } = settings?.vendors ?? {}
  const sealed = settings?.sealedVendorSecrets?.shopify
  if (recipientPageUrl === undefined || sealed === undefined || shopify?.shop !== task.shop) return "disconnected"
  const names = shopNames(hashes)
  const fulfilment = { retailerId: party.id, shop: task.shop, fulfilmentId: task.fulfilmentId }
  const linkAt = (place: number) =>
    `${recipientPageUrl}#${names.linkToken(party.id, names.shipmentId(fulfilment, place)).token}`
  try {
    const outcome = await tools.withAccess({ retailerId: party.id, shopify, sealed }, (token) =>
      writeLinks(tools.post, {
        ...fulfilment,
        token,
        linkAt,
        records: (company) => carrierOf(shopify, company) !== undefined,
        notifiesCustomers: shopify.notifiesCustomers,
      }),
    )
    if (outcome === undefined) return "noAccess"
    if (outcome === "written") telemetry.count("ShopLinkWritten")
    await takeUpWaiting(tools, party, task)
    return outcome
  } catch (error) {
    if (!(error instanceof ShopRefused)) throw error
    telemetry.count("ShopLinkRefused")
    const requestedAt = tools.clock().toISOString()
    await sendNotice(tools, party, { kind: "notice", notice: "linkRefused", requestedAt, about: "", shipmentIds: [] })
    return "refused"
  }
}

/**
 * Leaves tasks for fulfilments that waited for the company of this one. Each of these tasks takes up more of them. They
 * are forgotten once their tasks are left, so that a crash leaves the same tasks again.
 */
async function takeUpWaiting(tools: Doing, party: Party, { companyKey }: TaskOf<"writeLinks">): Promise<void> {
  const waiting = await tools.entries.waitingFor(companyKey, fulfilmentsTakenUp)
  if (waiting.length === 0) return
  const tasks = await Promise.all(waiting.map(({ sealedTask }) => openShopTask(tools.sealer, party.id, sealedTask)))
  const events = tasks.flatMap((task) => (task === undefined ? [] : [shopTaskEvent(tools.sealer, party.id, task)]))
  await tools.publisher.publish(await Promise.all(events))
  await tools.entries.forget(waiting)
}

/** Erases what the shop had when it asked. What it has since then is of a later installation. */
async function eraseShop(tools: Doing, party: Party, task: TaskOf<"eraseShop">): Promise<string> {
  const shopKey = shopNames(tools.hashes).shopKey(party.id, task.shop)
  const page = await tools.entries.ofShop(shopKey, { limit: shipmentsOfTask, after: task.after })
  const entries = page
    .filter(({ createdAt }) => createdAt <= task.requestedAt)
    .map(({ sk }) => ingressEntry(tools.ingressBus, party, erasureOf(sk, task.requestedAt)))
  const codes = (await tools.send(entries)).flatMap(({ errorCode }) => errorCode ?? [])
  if (codes.length > 0) throw new PublishFailed(codes.length, entries.length - codes.length, codes)
  const last = page.at(-1)
  if (last === undefined || page.length < shipmentsOfTask) return "erased"
  const rest = { ...task, after: { pk: last.pk, sk: last.sk } }
  await tools.publisher.publish([await shopTaskEvent(tools.sealer, party.id, rest)])
  return "continued"
}

async function sendNotice(tools: Doing, party: Party, task: TaskOf<"notice">): Promise<string> {
  const { notice, about, requestedAt, shipmentIds } = task
  const now = tools.clock()
  if (now.getTime() - Date.parse(requestedAt) > noticeDays * dayMilliseconds) return "tooOld"
  const sent = {
    pk: `NOTICE#${tools.hashes.lastingHash("shop-notice", party.id, notice, about)}`,
    sk: requestedAt.slice(0, 10),
  }
  if (await tools.entries.wasSent(sent)) return "repeated"
  const takesUp = await takesUpWaiting(tools, party)
  const letter = shopLetter(party.language, { notice, shipmentIds, apiUrl: tools.apiUrl, takesUp })
  const mail = mailOf(letter, requestedAt)
  for (const { send } of await tools.mail.receivers(party.id, "alert")) await send(mail)
  await tools.entries.noteSent({ ...sent, kind: "notice", expiresAt: noticeExpiry(now.toISOString()) })
  return "sent"
}

/** Whether the hub can bring fulfilments that wait: it has access to the shop, and writes links. */
async function takesUpWaiting({ settings, recipientPageUrl }: Doing, { id }: Party): Promise<boolean> {
  const { vendors, sealedVendorSecrets } = (await settings.get(id))?.settings ?? {}
  const hasAccess = vendors?.shopify?.clientId !== undefined || sealedVendorSecrets?.shopify?.accessToken !== undefined
  return recipientPageUrl !== undefined && hasAccess
}
