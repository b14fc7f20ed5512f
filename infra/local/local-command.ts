/** What the commands that start a local AWS have in common: progress lines, and stopping what they started. */

/** Things to stop, in the reverse order of their start. */
export type Stops = {
  add(stop: () => Promise<void>): void
  /** Stops everything once, however often it is called. Ignores what cannot be stopped. */
  stopAll(): Promise<void>
}

export function makeStops(): Stops {
  const stops: (() => Promise<void>)[] = []
  let stopping: Promise<void> | undefined
  return {
    add: (stop) => void stops.push(stop),
    stopAll: () => {
      stopping ??= (async () => {
        for (const stop of stops.reverse()) await stop().catch(() => {})
      })()
      return stopping
    },
  }
}

export type LocalCommand = {
  /** Prints a progress line with the seconds since the start, on standard error. */
  say(line: string): void
  readonly stops: Stops
}

/**
 * Runs what starts a local AWS, and stops afterwards what it started. A signal stops it too, and ends the process with
 * the usual code; so does a reader of standard output that goes away.
 *
 * @throws what `run` throws
 */
export async function runLocally<T>(run: (command: LocalCommand) => Promise<T>): Promise<T> {
  const started = performance.now()
  const stops = makeStops()
  const say = (line: string): void => {
    const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6)
    process.stderr.write(`${seconds} s  ${line}\n`)
  }
  let isInterrupted = false
  const interrupt = (exitCode: number) => (): void => {
    if (isInterrupted) return
    isInterrupted = true
    say("Stopping")
    void stops.stopAll().then(() => process.exit(exitCode))
  }
  process.once("SIGINT", interrupt(130))
  process.once("SIGTERM", interrupt(143))
  process.once("SIGHUP", interrupt(143))
  process.stdout.once("error", interrupt(143))
  try {
    return await run({ say, stops })
  } catch (error) {
    // After a signal, what runs fails because its parts stop. The signal's handler ends the process.
    if (isInterrupted) await new Promise(() => {})
    throw error
  } finally {
    await stops.stopAll()
  }
}
