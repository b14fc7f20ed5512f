import { appendFileSync, mkdirSync } from "node:fs"
import { dirname } from "node:path"
import { CommandStopped } from "../../command-line/command-stopped.ts"

/** A line that could not be shipped. */
export type UnreadLine = {
  readonly source: string
  /** Its number in the source, from 1. */
  readonly line: number
  /** The rule that it breaks, without its values. */
  readonly reason: string
}

/** Where such lines go. */
export type UnreadLines = { add(lines: readonly UnreadLine[]): Promise<void> }

/**
 * Appends the lines to a file, each as a JSON object: where it is and why, and not the line itself. The log has it
 * still, and is deleted when the carrier deletes logs. A copy of it would not be.
 */
export function unreadLinesFile(path: string): UnreadLines {
  return {
    async add(lines) {
      if (lines.length === 0) return
      try {
        mkdirSync(dirname(path), { recursive: true })
        appendFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(""), { mode: 0o600 })
      } catch {
        throw new CommandStopped("unusableFile", `${path} cannot be written.`)
      }
    },
  }
}

/** Of one log: how many lines could not be read, and the first ones. */
export type UnreadOfLog = {
  readonly source: string
  count: number
  readonly first: Omit<UnreadLine, "source">[]
}

const namedLines = 5

/** Counts the lines of each log, and keeps number and reason of the first ones: for a dry run, which writes nothing. */
export function unreadLinesSummary(): UnreadLines & { readonly logs: () => readonly UnreadOfLog[] } {
  const logs = new Map<string, UnreadOfLog>()
  return {
    // Logs are read side by side.
    logs: () => [...logs.values()].sort((one, other) => one.source.localeCompare(other.source)),
    async add(lines) {
      for (const { source, line, reason } of lines) {
        const log = logs.get(source) ?? { source, count: 0, first: [] }
        logs.set(source, log)
        log.count += 1
        if (log.first.length < namedLines) log.first.push({ line, reason })
      }
    },
  }
}
