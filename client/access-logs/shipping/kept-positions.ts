import { closeSync, fchmodSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs"
import { dirname } from "node:path"
import * as z from "zod"
import { ownString } from "../../../shared/base/contracts/bounded-string.ts"
import { CommandStopped } from "../../command-line/command-stopped.ts"

const keptFile = z.object({ version: z.literal(1), positions: z.record(ownString(), z.unknown()) })

/** Where each source goes on after an interruption. */
export type KeptPositions = {
  /** What was kept under a name, or undefined if there is none that can be read. */
  get<Position>(name: string, schema: z.ZodType<Position>): Position | undefined
  /** Replaces it. It is durable once this resolves. */
  keep(name: string, position: object): Promise<void>
}

/**
 * Positions in a file. The file is always whole: it is written beside and renamed.
 *
 * @throws CommandStopped when the file is no such file, or cannot be written
 */
export function keptPositions(path: string): KeptPositions {
  const positions = new Map(Object.entries(read(path)))
  return {
    get: (name, schema) => schema.safeParse(positions.get(name)).data,
    keep: async (name, position) => {
      positions.set(name, position)
      write(path, JSON.stringify({ version: 1, positions: Object.fromEntries(positions) }))
    },
  }
}

function read(path: string): Readonly<Record<string, unknown>> {
  let text: string
  try {
    text = readFileSync(path, "utf8")
  } catch {
    return {}
  }
  try {
    return keptFile.parse(JSON.parse(text)).positions
  } catch {
    throw new CommandStopped(
      "unusableFile",
      `${path} holds no positions. Name another file, or delete it to begin anew.`,
    )
  }
}

function write(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    const file = openSync(`${path}.new`, "w", 0o600)
    try {
      // One that a crash left has another mode, perhaps.
      fchmodSync(file, 0o600)
      writeSync(file, text)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(`${path}.new`, path)
  } catch {
    throw new CommandStopped("unusableFile", `${path} cannot be written.`)
  }
}
