import * as z from "zod"
import { ownString } from "../../../shared/base/contracts/bounded-string.ts"

/** Up to where a source is shipped. */
export const logPosition = z.object({
  /** Which file it was, so that another one under the same name is read from its beginning. */
  file: ownString().optional(),
  /** Bytes that are shipped, of a file that is followed. */
  bytes: z.int().min(0).optional(),
  /** Lines that are shipped. */
  lines: z.int().min(0),
  /** The line that names the fields, if the form has one. */
  header: ownString().optional(),
})
export type LogPosition = z.infer<typeof logPosition>

/** Some lines of a source. */
export type LogPiece = {
  readonly lines: readonly string[]
  /** Up to where the source is read with them. */
  readonly position: LogPosition
  /** Nothing more is there at the moment, so what was read should be sent. */
  readonly isLast: boolean
}

/** Where lines come from. */
export type LogSource = {
  /** For positions and messages: a path, `s3://…`, or `standard input`. */
  readonly name: string
  /** @throws UnreadableLog with the reason */
  read(from: LogPosition | undefined): AsyncIterable<LogPiece>
}
