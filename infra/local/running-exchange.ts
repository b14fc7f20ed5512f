import { randomUUID } from "node:crypto"
import { readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import * as z from "zod"
import { CommandStopped } from "../../client/command-line/command-stopped.ts"
import { alone } from "./alone.ts"
import { type EmulatorEndpoint, requireLoopback, trustEmulator } from "./emulator/emulator-environment.ts"
import { type OpenApiPort, openApiPort, openerPath } from "./emulator/forward-api.ts"
import { localFolder } from "./host-environment.ts"
import { isProcess } from "./local-folders.ts"
import { type ExchangePlaces, exchangePlaces } from "./replay/deployed-exchange.ts"

const usualNoteFile = join(localFolder, "running.json")
const note = z.object({
  /** Of the process that starts or runs the exchange. */
  pid: z.int().positive(),
  /** What the port of the API answers with at `openerPath`. */
  opener: z.string(),
  apiUrl: z.url(),
  /** Absent until it is deployed. */
  deployed: z
    .object({
      endpoint: z.object({ url: z.string(), certificatePath: z.string().optional() }),
      stage: z.string(),
      places: exchangePlaces,
      /** Whether the breach of 2018 was replayed, or is being replayed. */
      isReplayed: z.boolean(),
    })
    .optional(),
})
type Note = z.infer<typeof note>

/** Where the exchange of this machine is, for commands in another terminal. */
export type RunningExchange = {
  readonly endpoint: EmulatorEndpoint
  readonly stage: string
  /** Address of the API over plain HTTP. */
  readonly apiUrl: string
  readonly places: ExchangePlaces
  readonly isReplayed: boolean
}

/** What to say to those who want to speak to it when it does not run. */
export const nothingRuns = (): CommandStopped =>
  new CommandStopped("noAnswer", "Nothing is running here. Run npm start first.")

/** What a start has as its own until it stops: the port of the API, and the note that others find it by. */
export type ClaimedStart = {
  readonly port: OpenApiPort
  /** Writes down where the exchange is. */
  readonly noteDeployed: (deployed: Omit<RunningExchange, "apiUrl">) => Promise<void>
  /** Closes the port and removes the note. */
  readonly stop: () => Promise<void>
}

/**
 * Makes this process the one that starts the exchange in this clone, and opens the port of the API for it. A note that
 * a killed start left behind is replaced: nothing answers at its port, or something else.
 *
 * @param options.preferredPort taken if no other process has it
 * @throws CommandStopped if another process starts or runs it, which names that one
 */
export async function claimStart(options: {
  readonly preferredPort: number
  readonly noteFile?: string
}): Promise<ClaimedStart> {
  const { preferredPort, noteFile = usualNoteFile } = options
  return alone("start", async () => {
    const found = await readNote(noteFile)
    if (found !== undefined && (await isRunning(found))) throw runsAlready(found)
    const opener = randomUUID()
    const port = await openApiPort(preferredPort, opener)
    const own = { pid: process.pid, opener, apiUrl: port.url }
    const write = (content: Note) => writeFile(noteFile, JSON.stringify(content))
    await write(own)
    return {
      port,
      noteDeployed: (deployed) => write({ ...own, deployed }),
      stop: async () => {
        await port.stop()
        await rm(noteFile, { force: true })
      },
    }
  })
}

const runsAlready = ({ pid, apiUrl, deployed }: Note): CommandStopped =>
  new CommandStopped(
    "stopped",
    `npm start ${deployed === undefined ? "is starting" : "runs"} in this clone already, as process ${pid} with its ` +
      `API at ${apiUrl}: use that one, or end it with Ctrl-C in its terminal or with kill ${pid}, and start again.`,
  )

const noAnswer = z.object({ name: z.literal("TimeoutError") })
/** A process that is busy answers late. */
const patienceMilliseconds = 5_000

/**
 * Whether the process that wrote a note is there. Its port tells, and not the id of a process, which the system gives
 * to another one later. Only a port that takes a call and says nothing leaves the id to be asked: that process may be
 * suspended or busy.
 */
async function isRunning({ pid, opener, apiUrl }: Note): Promise<boolean> {
  try {
    const answer = await fetch(`${apiUrl}${openerPath}`, { signal: AbortSignal.timeout(patienceMilliseconds) })
    return (await answer.text()) === opener
  } catch (error) {
    return noAnswer.safeParse(error).success && isProcess(pid)
  }
}

/** What is written down, if a version that writes such notes wrote all of it. */
async function readNote(noteFile: string): Promise<Note | undefined> {
  const text = await readFile(noteFile, "utf8").catch(() => "")
  try {
    return note.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

/**
 * The exchange that `npm start` runs, for a replay of the breach of 2018. A second one would find its walkers refused,
 * so there is one on each.
 *
 * @throws CommandStopped when no exchange runs, or when the breach was replayed on it
 */
export async function claimReplay(noteFile = usualNoteFile): Promise<RunningExchange> {
  return alone("start", async () => {
    const running = await readRunning(noteFile)
    const found = await readNote(noteFile)
    if (found?.deployed === undefined || !(await isRunning(found))) throw nothingRuns()
    if (running.isReplayed)
      throw new CommandStopped(
        "stopped",
        "The breach of 2018 was replayed on this exchange, or is being replayed, and its walkers are refused there. For " +
          "another replay, end npm start with Ctrl-C and start it again.",
      )
    await writeFile(noteFile, JSON.stringify({ ...found, deployed: { ...found.deployed, isReplayed: true } }))
    return running
  })
}

/**
 * The exchange that `npm start` runs. From now on this process accepts its certificate.
 *
 * @throws CommandStopped when there is none
 */
export async function readRunning(noteFile = usualNoteFile): Promise<RunningExchange> {
  const found = await readNote(noteFile)
  if (found === undefined) throw nothingRuns()
  if (found.deployed === undefined && !(await isRunning(found))) throw nothingRuns()
  if (found.deployed === undefined)
    throw new CommandStopped("noAnswer", "npm start is not ready yet. Wait until it says that it has deployed.")
  const { apiUrl, deployed } = found
  requireLoopback(apiUrl)
  const { url, certificatePath } = deployed.endpoint
  const endpoint = certificatePath === undefined ? { url } : { url, certificatePath }
  trustEmulator(endpoint)
  return { ...deployed, apiUrl, endpoint }
}
