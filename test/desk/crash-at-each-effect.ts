import { expect } from "@jest/globals"
import { type BreachWorld, servedWorld, type WorldOptions } from "./breach-world.ts"

type Answer = { statusCode: number; json: Record<string, unknown> }

/**
 * Plays one command again and again, in a world of its own each time: it crashes at its first effect, at its second,
 * and so on, and is then sent again as it was. Ends once a command has no such effect left.
 *
 * @param story.prepare what was before, without crashes
 * @param story.check what must hold once the command was answered
 * @returns how many crashes were played
 */
export async function crashAtEachEffect<Ready>(story: {
  prepare: (world: BreachWorld) => Promise<Ready>
  send: (world: BreachWorld, ready: Ready) => Promise<Answer>
  check: (world: BreachWorld, ready: Ready, answer: Answer) => Promise<void>
  options?: WorldOptions
}): Promise<number> {
  for (let crashAt = 1; crashAt < 200; crashAt += 1) {
    let left = Number.POSITIVE_INFINITY
    const interrupt = async () => {
      left -= 1
      if (left === 0) throw new Error("crash")
    }
    const world = await servedWorld(3, { ...story.options, interrupt })
    const ready = await story.prepare(world)
    left = crashAt
    const first = await story.send(world, ready).catch(() => undefined)
    const wasHit = left <= 0
    left = Number.POSITIVE_INFINITY
    // Until then its first sending may be under way.
    world.passSeconds(60)
    const answer = first !== undefined && first.statusCode < 500 ? first : await story.send(world, ready)
    expect([crashAt, answer.statusCode < 300]).toEqual([crashAt, true])
    await world.settle()
    await story.check(world, ready, answer)
    if (!wasHit) return crashAt - 1
  }
  throw new Error("a command has too many effects")
}
