/** Nobody needs to know what a command does that ends by then. */
const quietMilliseconds = 2_000

/** Says on standard error what a command is at, when it takes longer than two seconds and a person watches. */
export function showProgress(
  terminal: { readonly isTTY?: boolean; write(text: string): unknown } = process.stderr,
): (step: string) => void {
  const startedAt = performance.now()
  return (step) => {
    if (terminal.isTTY === true && performance.now() - startedAt > quietMilliseconds) terminal.write(`${step}\n`)
  }
}
