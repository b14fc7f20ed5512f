import type { Answered, CommandHeaders } from "./answered.ts"
import { ApiProblem } from "./api-problem.ts"
import { InterruptedTurn } from "./turn-outcome.ts"

/**
 * Sends several commands that one press asks for, one after the other. If the first is refused, that is the answer.
 *
 * @returns the answers of all
 * @throws InterruptedTurn if a later one is refused or lost
 */
export async function commandsInTurn<Item, Body>(
  items: readonly Item[],
  headers: CommandHeaders,
  send: (item: Item, headers: CommandHeaders) => Promise<Answered<Body>>,
): Promise<Answered<Body[]>> {
  const [first, ...rest] = items
  if (first === undefined) throw new Error("There is nothing to send")
  const { data: begun, error, response } = await send(first, headers)
  if (begun === undefined) return { error, response }
  const bodies = [begun]
  for (const [place, item] of rest.entries()) {
    try {
      // Each is a command of its own, and the one before has changed the state that the person saw.
      const answer = await send(item, { "idempotency-key": `${headers["idempotency-key"]}-${place}` })
      if (answer.data === undefined) throw new ApiProblem(answer.response.status, answer.error)
      bodies.push(answer.data)
    } catch (problem) {
      throw new InterruptedTurn(problem, { done: bodies.length, of: items.length })
    }
  }
  return { data: bodies, response }
}
