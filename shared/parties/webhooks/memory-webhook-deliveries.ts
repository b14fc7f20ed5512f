import { type Interrupt, memoryTable, type Observable } from "../../platform/memory-table.ts"
import type { Arrived, WebhookDeliveries } from "./webhook-deliveries.ts"
import type { EndpointRow, WebhookAttempt, WebhookMessageRow } from "./webhook-rows.ts"

type Row = EndpointRow | WebhookAttempt | WebhookMessageRow

const messageKey = (partyId: string, eventId: string): string => `${partyId} message ${eventId}`
const endpointKey = (partyId: string): string => `${partyId} endpoint`

const attemptKey = ({ partyId, attemptId }: Pick<WebhookAttempt, "partyId" | "attemptId">): string =>
  `${partyId} attempt ${attemptId}`

/** Deliveries in memory. */
export function memoryWebhookDeliveries(interrupt?: Interrupt): WebhookDeliveries & Observable<Row> {
  const table = memoryTable<Row>("webhookDeliveries", interrupt)
  return {
    ...table.observable,
    ...endpointsIn(table),
    ...dueMessagesIn(table),
    ...attemptsIn(table),
    ...recoveriesIn(table),
    find: (partyId, eventId) =>
      table.effect("find", () => ({
        message: messageAt(table, partyId, eventId),
        endpoint: endpointOf(table, partyId),
      })),
    async note(message, attempt) {
      // In DynamoDB this is a batch, of which a crash can leave a part.
      if (attempt !== undefined) await table.effect("note", () => table.put(attemptKey(attempt), attempt))
      await table.effect("note", () => table.put(messageKey(message.partyId, message.eventId), message))
    },
  }
}

type Table = ReturnType<typeof memoryTable<Row>>

function messageAt(table: Table, partyId: string, eventId: string): WebhookMessageRow | undefined {
  const row = table.get(messageKey(partyId, eventId))
  return row !== undefined && "sealedBody" in row ? row : undefined
}

function endpointOf(table: Table, partyId: string): EndpointRow | undefined {
  const row = table.get(endpointKey(partyId))
  return row !== undefined && "endpointId" in row ? row : undefined
}

function endpointsIn(table: Table): Pick<WebhookDeliveries, "endpoint" | "changeEndpoint"> {
  return {
    endpoint: (partyId) => table.effect("endpoint", () => endpointOf(table, partyId)),
    changeEndpoint: (to) =>
      table.effect("changeEndpoint", () => {
        if ((endpointOf(table, to.partyId)?.version ?? 0) !== to.version - 1) return "outdated"
        table.put(endpointKey(to.partyId), to)
        return "changed"
      }),
  }
}

function dueMessagesIn(table: Table): Pick<WebhookDeliveries, "due" | "claim"> {
  return {
    due: (now, limit) =>
      table.effect("due", () =>
        table
          .all()
          .flatMap((row) => ("sealedBody" in row && row.dueAt !== undefined ? [{ ...row, dueAt: row.dueAt }] : []))
          .filter(({ dueAt }) => dueAt <= now.toISOString())
          .sort((one, other) => (one.dueAt < other.dueAt ? -1 : 1))
          .slice(0, limit)
          .map(({ partyId, eventId, dueAt }) => ({ partyId, eventId, dueAt })),
      ),
    claim: ({ partyId, eventId, dueAt }, until) =>
      table.effect("claim", () => {
        const row = messageAt(table, partyId, eventId)
        if (row?.dueAt !== dueAt) return undefined
        const claimed = { ...row, dueAt: until.toISOString() }
        table.put(messageKey(partyId, eventId), claimed)
        return claimed
      }),
  }
}

function attemptsIn(table: Table): Pick<WebhookDeliveries, "attempts" | "attempt"> {
  const all = () => table.all().filter((row) => "attemptId" in row)
  return {
    attempts: (partyId, { limit, before }) =>
      table.effect("attempts", () =>
        all()
          .filter((row) => row.partyId === partyId && (before === undefined || row.attemptId < before))
          .sort((one, other) => (one.attemptId < other.attemptId ? 1 : -1))
          .slice(0, limit),
      ),
    attempt: (partyId, attemptId) =>
      table.effect("attempt", () => all().find((row) => row.partyId === partyId && row.attemptId === attemptId)),
  }
}

const placeOf = ({ receivedAt, eventId }: Arrived): string => `${receivedAt} ${eventId}`

function recoveriesIn(table: Table): Pick<WebhookDeliveries, "arrived" | "sendAgain"> {
  return {
    arrived: (partyId, { from, to, limit, after }) =>
      table.effect("arrived", () =>
        table
          .all()
          .filter((row) => "sealedBody" in row)
          .filter((row) => row.partyId === partyId && row.receivedAt >= from && row.receivedAt <= to)
          .filter((row) => after === undefined || placeOf(row) > placeOf(after))
          .sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1))
          .slice(0, limit)
          .map(({ eventId, receivedAt }) => ({ eventId, receivedAt })),
      ),
    sendAgain: (partyId, eventId, { now, evenIfDelivered }) =>
      table.effect("sendAgain", () => {
        const message = messageAt(table, partyId, eventId)
        if (message === undefined) return "unknown"
        if (message.status === "delivered" && !evenIfDelivered) return "delivered"
        const { firstAttemptAt: _, ...others } = message
        const at = now.toISOString()
        table.put(messageKey(partyId, eventId), {
          ...others,
          status: "waiting",
          attempts: 0,
          nextAttemptAt: at,
          dueAt: at,
        })
        return "waiting"
      }),
  }
}
