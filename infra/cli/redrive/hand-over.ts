/**
 * Sends messages on, one after the other, and removes each only after it was sent. If this ends in between, a message
 * comes twice, and none is lost.
 *
 * @returns how many were handed over
 * @throws what `send` or `remove` throws; the messages from there on stay
 */
export async function handOver<Message>(
  messages: readonly Message[],
  send: (message: Message) => Promise<void>,
  remove: (message: Message) => Promise<void>,
): Promise<number> {
  for (const message of messages) {
    await send(message)
    await remove(message)
  }
  return messages.length
}
