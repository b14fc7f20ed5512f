/** Runs something after so many milliseconds. Returns what cancels it. */
export type After = (milliseconds: number, run: () => void) => () => void

export const afterOnSystem: After = (milliseconds, run) => {
  const timer = setTimeout(run, milliseconds)
  return () => clearTimeout(timer)
}

/** Runs something again and again. Returns what ends it. */
export function every(after: After, milliseconds: number, run: () => void): () => void {
  let cancel = () => {}
  const again = (): void => {
    cancel = after(milliseconds, () => {
      run()
      again()
    })
  }
  again()
  return () => cancel()
}

/** What was awaited was not there in time. It may still happen. */
export class TookTooLong extends Error {
  override name = "TookTooLong"
}

/**
 * Waits for a promise for at most so many milliseconds; without an end if they are infinite.
 *
 * @throws TookTooLong when it took longer
 */
export function within<Value>(after: After, milliseconds: number, awaited: Promise<Value>): Promise<Value> {
  if (milliseconds === Number.POSITIVE_INFINITY) return awaited
  return new Promise((resolve, reject) => {
    const cancel = after(Math.max(0, milliseconds), () => reject(new TookTooLong()))
    awaited.then(resolve, reject).finally(cancel)
  })
}
