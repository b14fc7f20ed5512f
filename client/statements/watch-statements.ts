import * as z from "zod"
import { statementMade } from "../../shared/base/contracts/statement-made.ts"
import type { PublicKeySet } from "../../shared/base/platform/signing/public-keys.ts"
import {
  type Contradictions,
  findContradictions,
} from "../../shared/proof/statements/contradictions/find-contradictions.ts"
import type { Held, HeldAnswer, HeldEvent, HeldReport } from "../../shared/proof/statements/contradictions/held.ts"
import { readStatement } from "../../shared/proof/statements/verify-statement.ts"
import type { Api } from "../api/connect-api.ts"
import { CommandStopped } from "../command-line/command-stopped.ts"
import { readKeys, readLatest, readLeaves, readOfDay, readTimeline } from "./read-statements.ts"
import type { Beginning, StatementFolder } from "./statement-folder.ts"

/** What a program watches with. */
export type Watching = {
  readonly party: string
  readonly folder: StatementFolder
  /** The hub. Without it, what the folder has is checked. */
  readonly api?: Pick<Api, "GET"> | undefined
  /** Ids of keys that you got from the hub's operator. Without them, the first keys that the hub gives are pinned. */
  readonly pins?: readonly string[] | undefined
  /** Every event that the party received since it began to keep them. */
  readonly events?: readonly HeldEvent[] | undefined
  readonly answers?: readonly HeldAnswer[] | undefined
  readonly reports?: readonly HeldReport[] | undefined
  readonly now?: (() => Date) | undefined
}

/** What a check found. `unread`: why the hub could not be asked. What was held is checked all the same. */
export type Watched = Contradictions & {
  readonly statements: number
  readonly lastDay: string | undefined
  /** The keys that count, and whether they came from the hub itself. */
  readonly pinned: readonly string[]
  readonly isFirstUse: boolean
  readonly unread: string | undefined
}

/** Days whose leaves are asked for. The hub keeps them longer. */
const daysOfLeaves = 40

/**
 * Fetches the statements that the folder lacks, keeps them, and says what contradicts them in all that the party holds.
 * Run it at least every few hours.
 *
 * @throws CommandStopped when the folder cannot be used, or there is neither a pin nor a hub
 */
export async function watchStatements(watching: Watching): Promise<Watched> {
  const { folder, api, events = [], now = () => new Date() } = watching
  for (const event of events) {
    const made = statementMade.data.safeParse(event.data)
    if (event.type === statementMade.detailType && made.success) folder.keepStatement(made.data.statement)
  }
  const unreadStatements = await reasonOf(async () => {
    if (api === undefined) return
    folder.keepKeys(await readKeys(api))
    await fetchStatements(api, folder)
  })
  const isFirstUse = watching.pins === undefined && folder.beginning === undefined
  const beginning = folder.beginning ?? begin(watching, now())
  const refused: string[] = []
  const held = () => heldOf(watching, beginning, refused)
  const unreadMore = await reasonOf(async () => {
    if (api === undefined || unreadStatements !== undefined) return
    refused.push(...(await fetchMissing(api, folder, findContradictions(held(), now()).ask)))
    await fetchLeaves(api, folder)
    await fetchTimelines(api, folder, now)
  })
  const days = daysOf(folder)
  return {
    ...findContradictions(held(), now()),
    statements: days.length,
    lastDay: days.at(-1),
    pinned: held().pinned,
    isFirstUse,
    unread: unreadStatements ?? unreadMore,
  }
}

function heldOf(watching: Watching, beginning: Beginning, refused: readonly string[]): Held {
  const { party, folder, pins, events, answers = [], reports = [] } = watching
  return {
    party,
    statements: folder.statements(),
    keys: folder.keys() ?? noKeys,
    pinned: pins ?? beginning.pinned,
    since: beginning.since,
    refused,
    ...(events === undefined ? {} : { events }),
    leaves: folder.leaves(),
    timelines: folder.timelines(),
    answers,
    reports,
  }
}

const noKeys: PublicKeySet = { keys: [] }

/** @returns why it stopped. Undefined: it did all */
async function reasonOf(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    if (error instanceof CommandStopped && error.code === "noAnswer") return error.message
    if (error instanceof z.ZodError) return "The hub's answer has another form than this release knows."
    throw error
  }
}

/** The first run writes down when it was, and which keys it trusts from then on. */
function begin({ folder, pins }: Watching, now: Date): Beginning {
  const pinned = pins ?? folder.keys()?.keys.map(({ kid }) => kid) ?? []
  if (pinned.length === 0)
    throw new CommandStopped("noAnswer", "There is no key to check with. Give --pin, or let the hub answer once.")
  return folder.begin({ since: now.toISOString(), pinned: [...pinned] })
}

/** The days that the folder has a statement of, the earliest first. */
const daysOf = (folder: StatementFolder): string[] =>
  [...new Set(folder.statements().flatMap((jws) => readStatement(jws)?.statement.day ?? []))].sort()

async function fetchStatements(api: Pick<Api, "GET">, folder: StatementFolder): Promise<void> {
  const days = new Set(daysOf(folder))
  for (const jws of await readLatest(api, (day) => days.has(day))) folder.keepStatement(jws)
}

/** @returns the days that the hub has no statement of */
async function fetchMissing(
  api: Pick<Api, "GET">,
  folder: StatementFolder,
  ask: readonly string[],
): Promise<readonly string[]> {
  const refused: string[] = []
  for (const day of ask) {
    const jws = await readOfDay(api, day)
    if (jws === undefined) refused.push(day)
    else folder.keepStatement(jws)
  }
  return refused
}

async function fetchLeaves(api: Pick<Api, "GET">, folder: StatementFolder): Promise<void> {
  const known = new Set(folder.leaves().map(({ day }) => day))
  for (const day of daysOf(folder).slice(-daysOfLeaves)) {
    const leaves = known.has(day) ? undefined : await readLeaves(api, day)
    if (leaves !== undefined) folder.keepLeaves({ day, leaves })
  }
}

/** Reads the timelines of the open cases that have grown since they were read. */
async function fetchTimelines(api: Pick<Api, "GET">, folder: StatementFolder, now: () => Date): Promise<void> {
  const latest = folder
    .statements()
    .flatMap((jws) => readStatement(jws)?.statement ?? [])
    .reduce<{ day: string; open: { caseAlias: string; head?: { seq: number } | undefined }[] }>(
      (found, { day, cases }) => (day >= found.day ? { day, open: cases.open } : found),
      { day: "", open: [] },
    )
  const timelines = folder.timelines()
  for (const { caseAlias, head } of latest.open) {
    const lengths = timelines.flatMap((one) => (one.caseAlias === caseAlias ? [one.entries.length] : []))
    if (head === undefined || Math.max(0, ...lengths) >= head.seq) continue
    const entries = await readTimeline(api, caseAlias)
    if (entries !== undefined) folder.keepTimeline({ caseAlias, readAt: now().toISOString(), entries })
  }
}
