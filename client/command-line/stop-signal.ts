/** Is aborted when the person at the terminal, or what runs the program, wants it to end. */
export function stopSignal(): AbortSignal {
  const stop = new AbortController()
  process.once("SIGINT", () => stop.abort())
  process.once("SIGTERM", () => stop.abort())
  return stop.signal
}
