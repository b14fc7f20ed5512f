import { renameSync, statSync } from "node:fs"
import * as z from "zod"
import { boundedString } from "../../shared/base/contracts/bounded-string.ts"
import { instant } from "../../shared/base/contracts/envelope.ts"
import { type Guard, type GuardRules, makeGuard } from "./guard.ts"
import { memoryRow } from "./guard-memory.ts"
import type { GuardOptions } from "./guard-rules.ts"
import { codeOf, type StateFile, StateUnread, stateFile, stateKeysOf } from "./state-file.ts"

/** Where a guard keeps what it remembers over a restart. */
export type StateOptions = {
  /** The guard's own: no other guard may write it. */
  readonly file: string
  /** 32 random bytes in base64, which must not lie beside the file. */
  readonly key: string | undefined
  /** How often it is written, where something changed. By default each minute. */
  readonly everySeconds?: number | undefined
}

/** Since when a guard remembers, for a monitor. */
export type Remembering = {
  /** Also what was before a restart, if it was kept. */
  readonly remembersSince: string
  /** The time before the last start of which it knows nothing: from the last state that was kept. */
  readonly forgot: { readonly from: string; readonly until: string } | null
  /** When the state was last kept. */
  readonly keptAt: string | null
}

export type StartedGuard = {
  readonly guard: Guard
  remembering(): Remembering
  /** Keeps what the guard remembers now, whether or not something changed. @throws the error of the file system */
  keep(): Promise<void>
  /** Keeps it for the last time: nothing is asked any more. Whether that went well. */
  stop(): Promise<boolean>
}

/** What the rows mean: with another place of the reference or another check digit, all names and numbers are others. */
type Meaning = { readonly reference: string; readonly hasCheckDigit: boolean }

const beginning = z.object({
  reference: boundedString(2_048),
  hasCheckDigit: z.boolean(),
  remembersSince: instant,
  keptAt: instant,
})

export type GuardToStart = {
  readonly options: Pick<GuardOptions, "reference" | "hasCheckDigit">
  readonly rules: GuardRules
  readonly isEnforcing: boolean
  readonly state: StateOptions | undefined
  readonly startedAt: Date
  /** Takes a line for the operator. It has no value of a visitor. */
  readonly onLine: (line: string) => void
}

/**
 * Starts a guard with what it remembered before. A file that cannot be used is put aside, and the guard starts empty:
 * without a guard a walker would be shown the phase of everything.
 *
 * @throws Error when the key is none, and the error of the file system when the file cannot be read or put aside
 */
export function startGuard(given: GuardToStart): StartedGuard {
  const { rules, isEnforcing, state, onLine } = given
  const nothing: Remembering = { remembersSince: given.startedAt.toISOString(), forgot: null, keptAt: null }
  if (state === undefined) {
    const guard = makeGuard(rules, { isEnforcing })
    return { guard, remembering: () => nothing, keep: async () => {}, stop: async () => true }
  }
  const keys = stateKeysOf(state.key)
  const file = stateFile(state.file, keys)
  const startFrom = (rows: Iterable<unknown>): StartedGuard => {
    const guard = makeGuard({ ...rules, namesKey: keys.names }, { isEnforcing })
    return keeping(guard, restore(guard.memory, rows, given) ?? nothing, { file, state, given })
  }
  try {
    return startFrom(file.read() ?? [])
  } catch (error) {
    if (!(error instanceof StateUnread)) throw error
    renameSync(state.file, `${state.file}.unread`)
    onLine(`${state.file} ${error.message}. The guard starts empty, and leaves that file as ${state.file}.unread.`)
    return startFrom([])
  }
}

const meaningOf = ({ options: { reference, hasCheckDigit = false } }: GuardToStart): Meaning => ({
  reference,
  hasCheckDigit,
})

/**
 * Takes back what was kept.
 *
 * @returns undefined if nothing was
 * @throws StateUnread, and then the guard has a part of it
 */
function restore(memory: Guard["memory"], rows: Iterable<unknown>, given: GuardToStart): Remembering | undefined {
  let remembering: Remembering | undefined
  try {
    for (const row of rows) {
      if (remembering === undefined) remembering = begun(beginning.parse(row), given)
      else memory.restore(memoryRow.parse(row))
    }
  } catch (error) {
    throw error instanceof StateUnread ? error : new StateUnread("is no state of this version of the guard")
  }
  memory.forget(given.startedAt.getTime() / 1_000)
  return remembering
}

function begun(row: z.infer<typeof beginning>, given: GuardToStart): Remembering {
  const { reference, hasCheckDigit } = meaningOf(given)
  if (row.reference !== reference || row.hasCheckDigit !== hasCheckDigit)
    throw new StateUnread("is of another place of the reference, or of another check digit")
  const { remembersSince, keptAt } = row
  return { remembersSince, forgot: { from: keptAt, until: given.startedAt.toISOString() }, keptAt }
}

type Keeping = { readonly file: StateFile; readonly state: StateOptions; readonly given: GuardToStart }

/** Writes what a guard remembers, time and again. A write that fails is said once, and tried again. */
function keeping(guard: Guard, since: Remembering, { file, state, given }: Keeping): StartedGuard {
  const meaning = meaningOf(given)
  const visits = (): number => guard.counts.lookups + guard.counts.reports
  const isReplaced = replacedFile(state.file)
  let [keptAt, keptVisits, hasFailed, writing] = [since.keptAt, 0, false, Promise.resolve()]

  const write = async (): Promise<void> => {
    if (isReplaced()) given.onLine(`${state.file} was replaced by another program. Give each guard its own.`)
    const [now, at] = [new Date().toISOString(), visits()]
    await file.write(rowsOf(guard, { ...meaning, remembersSince: since.remembersSince, keptAt: now }))
    isReplaced()
    ;[keptAt, keptVisits, hasFailed] = [now, at, false]
  }
  const keep = (): Promise<void> => {
    writing = writing.catch(() => {}).then(write)
    return writing
  }
  const tryToKeep = async (): Promise<boolean> => {
    const error = await keep().then(() => undefined, unwritten)
    if (error !== undefined && !hasFailed) given.onLine(`${state.file} ${error} ${keptAt ?? "the start"}.`)
    hasFailed = error !== undefined
    return !hasFailed
  }
  const everyMilliseconds = (state.everySeconds ?? 60) * 1_000
  const timer = setInterval(() => void (visits() !== keptVisits && tryToKeep()), everyMilliseconds).unref()
  const stop = (): Promise<boolean> => {
    clearInterval(timer)
    guard.memory.settle()
    hasFailed = false
    return tryToKeep()
  }
  return { guard, remembering: () => ({ ...since, keptAt }), keep, stop }
}

const unwritten = (error: unknown): string =>
  `cannot be written (${codeOf(error) ?? "unknown error"}). A restart forgets what came after`

function* rowsOf({ memory }: Guard, first: z.infer<typeof beginning>): Generator<object> {
  yield first
  yield* memory.rows()
}

/** Whether a file was replaced since this was last asked. */
function replacedFile(path: string): () => boolean {
  let last: number | undefined
  return () => {
    const before = last
    last = statSync(path, { throwIfNoEntry: false })?.ino
    return before !== undefined && before !== last
  }
}
