import type { Api } from "../../api/connect-api.ts"
import { CommandStopped } from "../../command-line/command-stopped.ts"
import type { Outcome } from "../../command-line/declare-command.ts"
import { exitStatus } from "../../command-line/exit-status.ts"
import { readSettings } from "../../command-line/settings.ts"
import { jsonLines, keptAnswers, keptEvents, keptReports } from "../../statements/kept-lines.ts"
import { openStatementFolder } from "../../statements/statement-folder.ts"
import { type Watched, watchStatements } from "../../statements/watch-statements.ts"
import { apiOf, type PartyOptions, required } from "../party-options.ts"

/** The options as they were typed. */
export type WatchOptions = PartyOptions & {
  readonly pin?: readonly string[]
  readonly events?: readonly string[]
  readonly answers?: readonly string[]
  readonly reports?: readonly string[]
  readonly offline?: true
}

/** What a test gives in place of the world. */
export type WatchWorld = { readonly api?: Pick<Api, "GET">; readonly now?: () => Date }

/** Watches once. The party's files are read before the hub is asked. */
export async function runWatchStatements(
  path: string,
  options: WatchOptions,
  world: WatchWorld = {},
): Promise<Outcome> {
  const party = required(options.party, "--party", "WAYSEAL_PARTY", readSettings())
  const linesOf = (files: readonly string[] = []) => files.flatMap(jsonLines)
  const events = options.events === undefined ? undefined : keptEvents(linesOf(options.events))
  const answers = keptAnswers(linesOf(options.answers))
  const reports = keptReports(linesOf(options.reports), events ?? [])
  const api = options.offline === true ? undefined : (world.api ?? (await apiOf(options)))
  const folder = openStatementFolder(path)
  return outcomeOf(
    await watchStatements({ party, folder, api, pins: options.pin, events, answers, reports, now: world.now }),
  )
}

function outcomeOf(watched: Watched): Outcome {
  const { alarms, unread, statements, lastDay, ask, pinned, isFirstUse } = watched
  // Whoever asks in vain has not checked. An alarm counts more.
  if (unread !== undefined && alarms.length === 0)
    throw new CommandStopped("noAnswer", `${unread} What is kept has no contradiction.`)
  const lines = [
    ...alarms.map(({ kind, day, words }) => `alarm      ${day} ${kind}: ${words}`),
    lastDay === undefined
      ? "statements none yet"
      : `statements ${statements} days, the last one is ${lastDay}${ask.length === 0 ? "" : `; not there yet: ${ask.join(", ")}`}`,
    ...(unread === undefined ? [] : [`hub        ${unread}`]),
    ...(isFirstUse
      ? [`keys       pinned from the hub itself: ${pinned.join(", ")}. Compare them with what its operator gave you`]
      : []),
    alarms.length === 0
      ? "result     nothing contradicts the statements"
      : `result     ${alarms.length} ${alarms.length === 1 ? "alarm" : "alarms"}. Keep the folder: it is the evidence`,
  ]
  return {
    data: { alarms, statements, lastDay: lastDay ?? null, ask, pinned, unread: unread ?? null },
    text: `${lines.join("\n")}\n`,
    status: alarms.length === 0 ? exitStatus.fine : exitStatus.needsPerson,
  }
}
