import type { Answered } from "./console-api.ts"
import type { CommandHeaders } from "./use-command.ts"

/**
 * Sends several commands that one press asks for, one after the other. The first that is refused ends it, and is the
 * answer. What was done before stays done.
 */
export async function commandsInTurn<Item, Body>(
  items: readonly Item[],
  headers: CommandHeaders,
  send: (item: Item, headers: CommandHeaders) => Promise<Answered<Body>>,
): Promise<Answered<Body>> {
  const [first, ...rest] = items
  if (first === undefined) throw new Error("There is nothing to send")
  let answer = await send(first, headers)
  for (const [place, item] of rest.entries()) {
    if (answer.data === undefined) return answer
    // Each is a command of its own, and the one before has changed the state that the person saw.
    answer = await send(item, { "idempotency-key": `${headers["idempotency-key"]}-${place}` })
  }
  return answer
}
