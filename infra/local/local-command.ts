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
  /** Prints a progress line with the seconds since the start. */
  say(line: string): void
  readonly stops: Stops
}

/**
 * Runs a command and ends the process: with 0 when it is done, 1 when it failed, and the usual code after a signal.
 * Stops before that what the command started.
 */
export async function runLocalCommand(run: (command: LocalCommand) => Promise<void>): Promise<never> {
  const started = performance.now()
  const stops = makeStops()
  const say = (line: string): void => {
    const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6)
    process.stdout.write(`${seconds} s  ${line}\n`)
  }
  let isInterrupted = false
  for (const [signal, exitCode] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 143],
  ] as const) {
    process.once(signal, () => {
      isInterrupted = true
      say("Stopping the local AWS")
      void stops.stopAll().then(() => process.exit(exitCode))
    })
  }
  try {
    await run({ say, stops })
    await stops.stopAll()
    process.exit(0)
  } catch (error) {
    // After a signal, what runs fails because its parts stop. The signal's handler ends the process.
    if (isInterrupted) await new Promise(() => {})
    await stops.stopAll()
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  }
}
