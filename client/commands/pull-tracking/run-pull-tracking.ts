import { readFile } from "node:fs/promises"
import { text } from "node:stream/consumers"
import { setTimeout as pause } from "node:timers/promises"
import { canadaPostEvents } from "../../../shared/intake/adapters/canada-post.ts"
import { type Mapped, plainNumber } from "../../../shared/intake/adapters/parcel-news.ts"
import { askCanadaPost, type CanadaPost } from "../../carriers/ask-canada-post.ts"
import { readTrackingDetail, TrackingDetailUnreadable } from "../../carriers/read-tracking-detail.ts"
import { CommandStopped } from "../../command-line/command-stopped.ts"
import type { Outcome } from "../../command-line/declare-command.ts"
import { exitStatus } from "../../command-line/exit-status.ts"
import { readSettings } from "../../command-line/settings.ts"
import { stopSignal } from "../../command-line/stop-signal.ts"
import { buildEvent, EventInvalid } from "../../events/build-event.ts"
import { PublishFailed, publish } from "../../events/publish.ts"
import type { Transport } from "../../events/transport.ts"
import { type PartyOptions, transportOf } from "../party-options.ts"

/** The options as they were typed. */
export type PullOptions = PartyOptions & {
  readonly canadaPostUrl: string
  readonly perMinute: number
  readonly dryRun?: true
}

/** What a test gives in place of the world. */
export type PullWorld = {
  readonly transport?: Transport
  readonly fetch?: typeof globalThis.fetch
  readonly input?: NodeJS.ReadableStream
  readonly signal?: AbortSignal
  /** Waits for so many milliseconds. */
  readonly wait?: (milliseconds: number) => Promise<unknown>
  readonly now?: () => Date
}

/** What became of the parcels. */
type Counts = {
  /** For which Canada Post was asked. */
  parcels: number
  published: number
  /** Parcels of which Canada Post has no event, or none that the exchange knows. */
  withoutNews: number
  /** Events with an identifier that is in no table: the parcel counts as in transit. */
  unknownIdentifiers: number
}

/** An answer that could not be used. The line is that of the file. */
type Unreadable = { readonly line: number; readonly reason: string }

/** Attempts for one parcel before the command stops. */
const mostAttempts = 5

/** Asks for one parcel after the other, and publishes what each answer says before it asks for the next. */
export async function runPullTracking(
  file: string,
  options: PullOptions,
  onStep: (step: string) => void,
  world: PullWorld = {},
): Promise<Outcome> {
  const numbers = await readNumbers(file, world.input)
  const canadaPost = { ...keyOf(options), ...(world.fetch === undefined ? {} : { fetch: world.fetch }) }
  const transport = options.dryRun === true ? undefined : (world.transport ?? (await transportOf(options)))
  const stop = world.signal ?? stopSignal()
  const wait = world.wait ?? ((milliseconds) => pause(milliseconds, undefined, { signal: stop }).catch(() => {}))
  const counts: Counts = { parcels: 0, published: 0, withoutNews: 0, unknownIdentifiers: 0 }
  const unreadable: Unreadable[] = []
  for (const { line, trackingNumber } of numbers) {
    if (stop.aborted) break
    onStep(`${counts.parcels} of ${numbers.length} parcels`)
    if (counts.parcels > 0) await wait(60_000 / options.perMinute)
    counts.parcels += 1
    try {
      const xml = await askPatiently(canadaPost, trackingNumber, { wait, onStep })
      const mapped = xml === undefined ? undefined : mappedFrom(xml, trackingNumber, world.now?.() ?? new Date())
      await settle(mapped, transport, counts)
    } catch (error) {
      if (!(error instanceof TrackingDetailUnreadable || error instanceof EventInvalid)) throw error
      unreadable.push({ line, reason: error.message })
    }
  }
  return outcomeOf(counts, unreadable, numbers.length, options.dryRun === true)
}

type Numbered = { readonly line: number; readonly trackingNumber: string }

/** @throws CommandStopped that names the line, and no value */
async function readNumbers(file: string, input: NodeJS.ReadableStream = process.stdin): Promise<readonly Numbered[]> {
  const name = file === "-" ? "Standard input" : file
  const content = await (file === "-" ? text(input) : readFile(file, "utf8")).catch(() => {
    throw new CommandStopped("unusableFile", `${name} does not exist, or cannot be read.`)
  })
  const numbers = content
    .split("\n")
    .map((written, place) => ({ line: place + 1, trackingNumber: plainNumber(written) }))
    .filter(({ trackingNumber }) => trackingNumber !== "")
  const wrong = numbers.find(({ trackingNumber }) => !/^(?:[A-Z0-9]{12,13}|[A-Z0-9]{16})$/.test(trackingNumber))
  if (wrong !== undefined)
    throw new CommandStopped("unusableFile", `${name}, line ${wrong.line}: it has not 12, 13 or 16 letters and digits.`)
  if (numbers.length === 0) throw new CommandStopped("unusableFile", `${name} has no tracking number.`)
  return numbers
}

/** @throws CommandStopped when the key is not in the environment */
function keyOf({ canadaPostUrl }: PullOptions): CanadaPost {
  const { CANADA_POST_USER: user, CANADA_POST_PASSWORD: password } = readSettings()
  if (user === undefined || user === "" || password === undefined || password === "")
    throw new CommandStopped("wrongUsage", "Set CANADA_POST_USER and CANADA_POST_PASSWORD to your key of Canada Post.")
  return { url: canadaPostUrl, user, password }
}

type Patience = { readonly wait: (milliseconds: number) => Promise<unknown>; readonly onStep: (step: string) => void }

/**
 * @returns the document, or undefined when Canada Post has no event of the parcel
 * @throws CommandStopped when it refuses the key, or takes no calls for too long
 * @throws TrackingDetailUnreadable for any other answer
 */
async function askPatiently(
  canadaPost: CanadaPost,
  trackingNumber: string,
  { wait, onStep }: Patience,
): Promise<string | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await askCanadaPost(canadaPost, trackingNumber)
    if (answer.kind === "detail") return answer.xml
    if (answer.kind === "noHistory") return undefined
    if (answer.kind === "refused")
      throw new CommandStopped("noAnswer", `Canada Post refuses the key (${answer.status}). Check it and its address.`)
    if (answer.kind === "failed") throw new TrackingDetailUnreadable(`Canada Post answered ${answer.status}.`)
    const problem =
      answer.kind === "silent"
        ? `${canadaPost.url} does not answer. Check the network and the address.`
        : "Canada Post takes no calls."
    if (attempt >= mostAttempts) throw new CommandStopped("noAnswer", `${problem} Run the command again later.`)
    onStep(`${problem} The next attempt is in ${answer.retryAfterSeconds} seconds`)
    await wait(answer.retryAfterSeconds * 1_000)
  }
}

/** @throws TrackingDetailUnreadable */
function mappedFrom(xml: string, trackingNumber: string, now: Date): Mapped {
  const { pin, occurrences } = readTrackingDetail(xml)
  if (pin !== trackingNumber) throw new TrackingDetailUnreadable("pin is that of another parcel.")
  return canadaPostEvents(trackingNumber, occurrences, now.toISOString())
}

/** @throws CommandStopped when the hub does not take the event */
async function settle(mapped: Mapped | undefined, transport: Transport | undefined, counts: Counts): Promise<void> {
  const events = (mapped?.events ?? []).map(({ contract, data, id, occurredAt }) =>
    buildEvent(contract, data, { id, occurredAt }),
  )
  try {
    if (transport !== undefined) await publish(transport, events)
  } catch (error) {
    throw error instanceof PublishFailed ? new CommandStopped("noAnswer", error.message) : error
  }
  counts.published += events.length
  if (events.length === 0) counts.withoutNews += 1
  if (mapped?.isStatusUnknown === true) counts.unknownIdentifiers += 1
}

function outcomeOf(counts: Counts, unreadable: readonly Unreadable[], total: number, isDry: boolean): Outcome {
  const { parcels, published, withoutNews, unknownIdentifiers } = counts
  const sentences = [
    `${parcels} of ${total} parcels: ${published} events ${isDry ? "would be published" : "published"}, ${withoutNews} without news.`,
    unknownIdentifiers === 0
      ? ""
      : `${unknownIdentifiers} have an identifier of Canada Post that is not known, and count as in transit.`,
    ...unreadable.map(({ line, reason }) => `Line ${line}: ${reason}`),
  ]
  return {
    data: { ...counts, unreadable },
    text: `${sentences.filter((sentence) => sentence !== "").join("\n")}\n`,
    status: unreadable.length + unknownIdentifiers === 0 ? exitStatus.fine : exitStatus.needsPerson,
  }
}
