import type { DeadLetters } from "../../shared/base/platform/dead-letters.ts"

/** A dead-letter queue in memory. */
export type MemoryDeadLetters = DeadLetters & { readonly bodies: string[] }

/** @param fails whether it takes no message, as a queue that cannot be reached */
export function memoryDeadLetters({ fails = false } = {}): MemoryDeadLetters {
  const bodies: string[] = []
  return {
    bodies,
    async keep(body) {
      if (fails) throw new Error("The queue cannot be reached")
      bodies.push(body)
    },
  }
}
