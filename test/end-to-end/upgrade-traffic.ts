import { setTimeout as pause } from "node:timers/promises"
import type { RawParcel } from "../../infra/local/replay/parcel.ts"
import { publishAll } from "../../infra/local/replay/publish.ts"
import type { EventEntry } from "../../shared/base/contracts/define-event.ts"
import { lookupAnswer } from "../../shared/intake/tracking/lookup-answer.ts"
import { acceptEventsAnswer } from "../../shared/parties/reception/accept-events.ts"
import type { LocalExchange } from "./local-exchange.ts"
import type { Senders } from "./senders.ts"
import { walkerAccess } from "./walker-access.ts"

/** What came of one lookup: what was shown, or that the caller may ask again. */
export type Looked = "delivered" | "retryable" | `wrong: ${string}`

/** Everything that was sent and asked so far. */
export type Traffic = {
  readonly shipped: RawParcel[]
  /** Parcels that the walker saw in the carrier's tool. */
  readonly walked: RawParcel[]
  readonly lookups: Looked[]
}

const pauseMilliseconds = 250
/** So many that each kind of traffic is sent more than once, however fast the work is. */
const turnsAtLeast = 8
const walksAtMost = 12
const deliveredAt = "2026-11-03T15:22:00.000Z"

/** Makes the traffic of parties and visitors, and keeps what it sent. */
export function makeTraffic({ exchange, sign }: Pick<LocalExchange, "exchange" | "sign">, send: Senders) {
  const traffic: Traffic = { shipped: [], walked: [], lookups: [] }
  const publish = (...entries: EventEntry[]) => publishAll(exchange, entries)
  let orders = 1_500_000

  /** A retailer's new parcel, and its delivery. */
  async function ship(publishAs = publish): Promise<RawParcel> {
    orders += 1
    const parcel = send.parcel(orders)
    await publishAs(send.created(parcel))
    await publish(send.handedOver(parcel, "8841-20931"), send.delivered(parcel, deliveredAt))
    traffic.shipped.push(parcel)
    return parcel
  }

  /** Publishes over HTTPS, again until the hub accepts it. */
  async function overHttps(...entries: EventEntry[]): Promise<void> {
    const events = entries.map(({ DetailType, Detail }) => ({ detailType: DetailType, detail: JSON.parse(Detail) }))
    for (;;) {
      const status = await statusOf(`${exchange.apiUrl}/v1/events`, await sign("leafline"), { events })
      if (status.code === 202) return
      if (!isRetryable(status.code) && !isFailed(status))
        throw new Error(`The hub answered an event with ${status.code}: ${status.text}`)
      await pause(pauseMilliseconds)
    }
  }

  /** A recipient looks up an own parcel. */
  async function lookUp({ orderReference, postalCode }: RawParcel): Promise<void> {
    const visitors = traffic.lookups.length
    const onBehalfOf = {
      ip: `192.0.2.${visitors % 250}`,
      session: `upgrade-session-${visitors}`,
      sessionStartedAt: new Date(Date.now() - 3_600_000).toISOString(),
      userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0",
    }
    const question = { retailer: "Leafline", orderReference, postalCode }
    const token = await sign("northpost", { onBehalfOf })
    traffic.lookups.push(lookedOf(await statusOf(`${exchange.apiUrl}/v1/lookups`, token, question)))
  }

  /** The walker sees one more parcel in the carrier's tool, and the carrier reports it. */
  async function walk(parcel: RawParcel): Promise<void> {
    const place = traffic.walked.push(parcel)
    await publish(send.accessed([walkerAccess(parcel, place, 3)]))
  }

  /**
   * Everybody goes on until the work is done. The walker sees at most `walksAtMost` more parcels, so that some are left
   * for the next work on a slow machine. Returns the work's result.
   */
  async function during<Result>(known: readonly RawParcel[], work: Promise<Result>): Promise<Result> {
    const toWalk = known.slice(0, traffic.walked.length + walksAtMost)
    let isOver = false
    const over = work.finally(() => {
      isOver = true
    })
    const loop = async (step: (turn: number) => Promise<unknown>) => {
      for (let turn = 0; !isOver || turn < turnsAtLeast; turn++) {
        await step(turn)
        await pause(pauseMilliseconds)
      }
    }
    const [result] = await Promise.all([
      over,
      loop((turn) => ship(turn % 2 === 0 ? publish : overHttps)),
      loop((turn) => lookUp(known[turn % known.length] ?? raise())),
      loop(async (turn) => {
        const next = toWalk[traffic.walked.length]
        if (next !== undefined && turn % 4 === 0) await walk(next)
      }),
    ])
    return result
  }

  return { traffic, ship, walk, lookUp, during }
}

function raise(): never {
  throw new Error("there is no parcel to look up")
}

type Status = { readonly code: number | undefined; readonly text: string }

/** The status of a POST; without a code if the connection broke. */
async function statusOf(url: string, token: string, body: object): Promise<Status> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    })
    return { code: response.status, text: await response.text() }
  } catch (error) {
    return { code: undefined, text: String(error) }
  }
}

function isRetryable(code: number | undefined): boolean {
  return code === undefined || code === 429 || code >= 500
}

/** Whether the hub says that it could not take a valid event, and that its sender sends it again. */
function isFailed({ code, text }: Status): boolean {
  if (code !== 207) return false
  return acceptEventsAnswer.parse(JSON.parse(text)).events.every(({ outcome }) => outcome === "failed")
}

function lookedOf({ code, text }: Status): Looked {
  if (isRetryable(code)) return "retryable"
  if (code !== 200) return `wrong: ${code} ${text}`
  const shown = lookupAnswer.parse(JSON.parse(text))
  return shown.shows === "details" && shown.parcels[0]?.phase === "delivered" ? "delivered" : `wrong: ${text}`
}
