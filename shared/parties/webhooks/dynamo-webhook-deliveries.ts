import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { type Condition, dynamoTable, type TableOptions } from "../../base/platform/dynamo-table.ts"
import { listOfDue, listsOfDue, longestDueFirst } from "../../base/platform/lists-of-due.ts"
import type { Arrived, DueMessage, WebhookDeliveries } from "./webhook-deliveries.ts"
import {
  type EndpointRow,
  endpointRow,
  type WebhookAttempt,
  type WebhookMessageRow,
  webhookAttempt,
  webhookMessage,
} from "./webhook-rows.ts"

const key = z.object({ pk: ownString(), sk: ownString() })

/** A look reads at most so many entries of the index, of some 100 bytes each. The next one goes on from there. */
const mostSeen = 5_000

const beforeAll = new Date(0).toISOString()

/** What the lists of messages that wait are named after. */
const waiting = "waiting"

const messageItem = webhookMessage.extend({
  ...key.shape,
  /** What the indexes list it under. */
  waitingList: z.enum(listsOfDue(waiting)).optional(),
  arrivedFor: ownString(),
})
const attemptItem = webhookAttempt.extend(key.shape)
const endpointItem = endpointRow.extend(key.shape)

const messagePrefix = "message#"
const messageKey = (partyId: string, eventId: string) => ({ pk: partyId, sk: `${messagePrefix}${eventId}` })
const attemptPrefix = "attempt#"
const attemptKey = ({ partyId, attemptId }: Pick<WebhookAttempt, "partyId" | "attemptId">) => ({
  pk: partyId,
  sk: `${attemptPrefix}${attemptId}`,
})
const endpointKey = (partyId: string) => ({ pk: partyId, sk: "endpoint" })

const itemOf = (message: WebhookMessageRow): z.input<typeof messageItem> => ({
  ...message,
  ...messageKey(message.partyId, message.eventId),
  ...(message.dueAt === undefined ? {} : { waitingList: listOfDue(waiting, message.partyId) }),
  arrivedFor: message.partyId,
})

export function dynamoWebhookDeliveries(options: TableOptions): WebhookDeliveries {
  const both = dynamoTable({ ...options, schema: z.union([messageItem, endpointItem]) })
  const noted = dynamoTable({ ...options, schema: z.union([messageItem, attemptItem]) })
  return {
    ...endpointsIn(options),
    ...dueMessagesIn(options),
    ...attemptsIn(options),
    ...recoveriesIn(options),
    async find(partyId, eventId) {
      const found = await both.getAll([messageKey(partyId, eventId), endpointKey(partyId)])
      const message = found.find((row) => "sealedBody" in row)
      const endpoint = found.find((row) => "endpointId" in row)
      return { message: message && withoutKeys(message), endpoint: endpoint && endpointRow.parse(endpoint) }
    },
    async note(message, attempt) {
      const tried = attempt === undefined ? [] : [{ ...attempt, ...attemptKey(attempt) }]
      await noted.putAll([...tried, itemOf(message)])
    },
  }
}

function endpointsIn(options: TableOptions): Pick<WebhookDeliveries, "endpoint" | "changeEndpoint"> {
  const endpoints = dynamoTable({ ...options, schema: endpointItem })
  return {
    async endpoint(partyId) {
      const row = await endpoints.get(endpointKey(partyId))
      return row && endpointRow.parse(row)
    },
    async changeEndpoint(to) {
      const { written } = await endpoints.put({ ...to, ...endpointKey(to.partyId) }, follows(to))
      return written ? "changed" : "outdated"
    },
  }
}

function dueMessagesIn(options: TableOptions): Pick<WebhookDeliveries, "due" | "claim"> {
  const messages = dynamoTable({ ...options, schema: messageItem })
  const listed = dynamoTable({ ...options, schema: key.extend({ dueAt: ownString() }) })
  return {
    async due(now, limit, roomOf, from) {
      const lists = listsOfDue(waiting).map((list) =>
        listed.query({
          index: "byDueTime",
          expression: "waitingList = :list AND dueAt BETWEEN :from AND :now",
          values: { ":list": list, ":from": from ?? beforeAll, ":now": now.toISOString() },
          pageSize: limit,
        }),
      )
      const due: DueMessage[] = []
      const taken = new Map<string, number>()
      let seen = 0
      for await (const { pk, sk, dueAt } of longestDueFirst(lists)) {
        const ofParty = taken.get(pk) ?? 0
        if (ofParty < roomOf(pk)) {
          taken.set(pk, ofParty + 1)
          due.push({ partyId: pk, eventId: sk.slice(messagePrefix.length), dueAt })
        }
        seen += 1
        if (due.length >= limit) break
        // If all that it saw is due at the same time, going on from there would lead nowhere.
        if (seen === mostSeen) return dueAt === from ? { due } : { due, endedAt: dueAt }
      }
      return { due }
    },
    async claim({ partyId, eventId, dueAt }, until) {
      const claimed = await messages.update(messageKey(partyId, eventId), {
        expression: "SET dueAt = :until",
        condition: "dueAt = :seen",
        values: { ":until": until.toISOString(), ":seen": dueAt },
      })
      return claimed.written ? withoutKeys(claimed.row) : undefined
    },
  }
}

function attemptsIn(options: TableOptions): Pick<WebhookDeliveries, "attempts" | "attempt"> {
  const attempts = dynamoTable({ ...options, schema: attemptItem })
  return {
    async attempts(partyId, { limit, before }) {
      const rows = attempts.query({
        expression: "pk = :party AND sk BETWEEN :first AND :last",
        values: { ":party": partyId, ":first": attemptPrefix, ":last": `${attemptPrefix}${before ?? "~"}` },
        descending: true,
        pageSize: limit + 1,
      })
      const found: WebhookAttempt[] = []
      for await (const row of rows) {
        // Both ends belong to the range.
        if (row.attemptId !== before) found.push(webhookAttempt.parse(row))
        if (found.length === limit) break
      }
      return found
    },
    async attempt(partyId, attemptId) {
      const row = await attempts.get(attemptKey({ partyId, attemptId }))
      return row && webhookAttempt.parse(row)
    },
  }
}

function recoveriesIn(options: TableOptions): Pick<WebhookDeliveries, "arrived" | "sendAgain"> {
  const messages = dynamoTable({ ...options, schema: messageItem })
  const listed = dynamoTable({ ...options, schema: key.extend({ receivedAt: ownString() }) })
  return {
    async arrived(partyId, { from, to, limit, after }) {
      const rows = listed.query({
        index: "byArrival",
        expression: "arrivedFor = :party AND receivedAt BETWEEN :from AND :to",
        values: { ":party": partyId, ":from": from, ":to": to },
        pageSize: limit,
        after: after && {
          ...messageKey(partyId, after.eventId),
          arrivedFor: partyId,
          receivedAt: after.receivedAt,
        },
      })
      const found: Arrived[] = []
      for await (const { sk, receivedAt } of rows) {
        found.push({ eventId: sk.slice(messagePrefix.length), receivedAt })
        if (found.length === limit) break
      }
      return found
    },
    async sendAgain(partyId, eventId, { now, evenIfDelivered }) {
      const write = await messages.update(messageKey(partyId, eventId), {
        expression:
          "SET #status = :waiting, attempts = :none, nextAttemptAt = :now, dueAt = :now, waitingList = :list " +
          "REMOVE firstAttemptAt",
        condition: evenIfDelivered ? "attribute_exists(pk)" : "attribute_exists(pk) AND #status <> :delivered",
        names: { "#status": "status" },
        values: {
          ...{ ":waiting": "waiting", ":list": listOfDue(waiting, partyId), ":none": 0, ":now": now.toISOString() },
          ...(evenIfDelivered ? {} : { ":delivered": "delivered" }),
        },
      })
      if (write.written) return "waiting"
      return write.current === undefined ? "unknown" : "delivered"
    },
  }
}

const withoutKeys = (item: z.output<typeof messageItem>): WebhookMessageRow => webhookMessage.parse(item)

/** The stored endpoint is the one that a change was made to. */
function follows({ version }: EndpointRow): Condition {
  if (version === 1) return { expression: "attribute_not_exists(pk)" }
  return { expression: "version = :before", values: { ":before": version - 1 } }
}
