/** Nobody needs to know what a command does that ends by then. A log that nobody watches needs it more rarely. */
const quietMilliseconds = { watched: 2_000, unwatched: 30_000 }

export type Progress = {
  /** Says what a command is at. */
  readonly onStep: (step: string) => void
  readonly stop: () => void
}

/**
 * Says on standard error what a command is at: two seconds after its start, and then each time that it is at something
 * else, two seconds apart at least. Where nobody watches, it is thirty seconds.
 */
export function showProgress(
  terminal: { readonly isTTY?: boolean; write(text: string): unknown } = process.stderr,
): Progress {
  const quiet = terminal.isTTY === true ? quietMilliseconds.watched : quietMilliseconds.unwatched
  let shownAt = performance.now()
  let waiting: string | undefined
  const show = (): void => {
    if (waiting === undefined || performance.now() - shownAt < quiet) return
    terminal.write(`${waiting}\n`)
    shownAt = performance.now()
    waiting = undefined
  }
  const timer = setInterval(show, 250)
  timer.unref()
  return {
    onStep: (step) => {
      waiting = step
      show()
    },
    stop: () => clearInterval(timer),
  }
}
