/** The dead-letter queue of the queue that a function works through. */
export type DeadLetters = {
  /** Keeps a message that no retry can handle, as it is. Its alarm is raised at the first message. */
  keep(body: string): Promise<void>
}
