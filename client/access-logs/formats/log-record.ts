import type { LoggedAccess } from "./logged-access.ts"

/** What one line of a log says about one request or lookup, with its raw values. */
export type LogRecord = {
  /** As written, or epoch seconds, milliseconds, microseconds or nanoseconds. */
  readonly at: string | number
  /** Whether the form of the log says that a time without a zone is UTC. */
  readonly isUtc?: boolean
  readonly address?: string | undefined
  readonly userAgent?: string | undefined
  readonly account?: string | undefined
  readonly session?: string | undefined
  /** Path and query of a web request, in which the reference is still to be found. */
  readonly target?: string | undefined
  readonly method?: string | undefined
  readonly status?: number | undefined
  /** The status or outcome in words. */
  readonly result?: string | undefined
  readonly reference?: string | undefined
  /** Name of the field that the reference is in. */
  readonly referenceField?: string | undefined
  readonly retailer?: string | undefined
  readonly deliveryPoint?: string | number | undefined
  readonly proof?: LoggedAccess["proof"] | undefined
  /** `phase` where the tool says that it showed the phase alone. */
  readonly shown?: string | undefined
  /** What only an access event has. */
  readonly event?: Pick<
    LoggedAccess,
    "subject" | "network" | "referenceTag" | "ordinal" | "accessorClass" | "canary" | "outcome"
  >
}

/** Where the readers of lines put what they read. */
export type RecordSink = {
  record(record: LogRecord): void
  /** A blank line, a comment or a header. */
  ignored(): void
  /** @param reason the rule that the line breaks, without its values */
  unreadable(reason: string, line: string): void
}

/** Reads one file, line by line. */
export type LineReader = {
  take(line: string): void
  /** Gives what it holds back. Returns whether it could: a field or a document may still be open. */
  flush(): boolean
  /** To be called after the last line. */
  end(): void
}

/** A form of log that was recognised. */
export type LogFormat = { readonly name: string; readonly reader: (sink: RecordSink) => LineReader }

/** A reader of lines that stand alone. */
export const readEachLine =
  (read: (line: string, sink: RecordSink) => void) =>
  (sink: RecordSink): LineReader => ({
    take: (line) => (line.trim() === "" ? sink.ignored() : read(line, sink)),
    flush: () => true,
    end() {
      // Every line has been read.
    },
  })
