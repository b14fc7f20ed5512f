import { statSync } from "node:fs"
import type { LogFile } from "../reading/open-log.ts"
import type { LogSource } from "./log-source.ts"

/**
 * A file that is read once to its end, packed or not. After an interruption, the lines that were shipped are left out.
 *
 * @param identity tells one file from the next one under its name
 */
export function wholeFile(file: LogFile, identity: string | undefined): LogSource {
  return {
    name: file.name,
    async *read(from) {
      const shipped = from !== undefined && from.file === identity ? from.lines : 0
      let lines = 0
      for await (const batch of file.lines()) {
        const before = lines
        lines += batch.length
        const rest = batch.slice(Math.max(0, shipped - before))
        if (rest.length > 0) yield { lines: rest, position: positionAt(identity, lines), isLast: false }
      }
    },
  }
}

const positionAt = (file: string | undefined, lines: number) => (file === undefined ? { lines } : { file, lines })

/** Tells one file from the next one under its name. */
export function identityOf(path: string): string {
  const { dev, ino } = statSync(path)
  return `${dev}-${ino}`
}
