import { CommandStopped } from "../../command-line/command-stopped.ts"
import type { Outcome } from "../../command-line/declare-command.ts"
import { exitStatus } from "../../command-line/exit-status.ts"
import { type ReceivedEvent, readEvent } from "../../events/received-event.ts"
import { forward, signedRequest } from "./forward-event.ts"
import type { Tap } from "./tap.ts"

/** What to do with each event, and when to end. */
export type Listening = {
  readonly tap: Tap
  /** Prints as events arrive. */
  readonly print: (text: string) => void
  readonly forwardTo?: { readonly url: string; readonly secret: string }
  /** Ends after so many events. */
  readonly events?: number
  /** Ends after so many seconds. */
  readonly seconds?: number
  /** Ends when it is aborted. */
  readonly signal: AbortSignal
  readonly now?: () => number
}

/** An event that arrived, and what the receiver answered, if it was forwarded. */
type Heard = { readonly event: ReceivedEvent; readonly answered?: number | "no answer" }

/** Prints what a party receives, and forwards it as signed webhooks, until it is time to end. Closes the tap. */
export async function listen(listening: Listening): Promise<Outcome> {
  const { tap, print, events = Number.POSITIVE_INFINITY, seconds = Number.POSITIVE_INFINITY, signal } = listening
  const now = listening.now ?? Date.now
  const until = now() + seconds * 1_000
  const heard: Heard[] = []
  try {
    while (!signal.aborted && heard.length < events && now() < until)
      for (const message of await tap.receive()) {
        const one = await handle(readEvent(message), listening)
        heard.push(one)
        print(inWords(one))
      }
  } finally {
    await tap.close()
  }
  return outcomeOf(heard, listening)
}

async function handle(event: ReceivedEvent, { forwardTo, now = Date.now }: Listening): Promise<Heard> {
  if (forwardTo === undefined) return { event }
  const request = signedRequest(event, forwardTo.secret, new Date(now()))
  return { event, answered: await forward(forwardTo.url, request) }
}

function inWords({ event, answered }: Heard): string {
  const { type, metadata, data } = event
  const line = `${metadata.occurredAt}  ${type}  ${JSON.stringify(data)}\n`
  return answered === undefined ? line : `${line}  forwarded, the receiver answered: ${answered}\n`
}

const counted = (events: number): string => (events === 1 ? "1 event" : `${events} events`)

const isAccepted = ({ answered }: Heard): boolean =>
  answered === undefined || (typeof answered === "number" && answered >= 200 && answered <= 299)

function outcomeOf(heard: readonly Heard[], { events }: Listening): Outcome {
  if (events !== undefined && heard.length < events)
    throw new CommandStopped("noAnswer", `Only ${heard.length} of ${counted(events)} came.`)
  const refused = heard.filter((one) => !isAccepted(one)).length
  return {
    data: {
      events: heard.map(({ event, answered }) => ({ ...event, ...(answered === undefined ? {} : { answered }) })),
    },
    text: `${counted(heard.length)}${refused === 0 ? "" : `; the receiver did not accept ${refused}`}.\n`,
    status: refused === 0 ? exitStatus.fine : exitStatus.needsPerson,
  }
}
