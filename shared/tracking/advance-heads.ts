/** The latest order number of a retailer, and when it was created. */
type Head = { ordinal: number; at: string }

/** Keeps the latest order number of each retailer. A lower one changes nothing. */
export type SequenceHeads = { advanceHead(retailerId: string, head: Head): Promise<void> }

/** Notes an order number. The returned write advances the retailer to it. */
export type NoteHead = (retailerId: string, head: Head) => () => Promise<void>

/** The highest of the order numbers that wait, and the write that advances the retailer to it, once it was begun. */
type Waiting = { head: Head; written?: Promise<void> }

/**
 * Advances a retailer once for all order numbers that were noted before the first of their writes began, because the
 * row of a busy retailer takes at most 1,000 writes a second. Each of these writes is done when the one write is done.
 */
export function noteHeads(heads: SequenceHeads): NoteHead {
  const open = new Map<string, Waiting>()
  return (retailerId, head) => {
    const waiting = open.get(retailerId) ?? { head }
    if (waiting.head.ordinal < head.ordinal) waiting.head = head
    open.set(retailerId, waiting)
    return () => {
      if (open.get(retailerId) === waiting) open.delete(retailerId)
      waiting.written ??= heads.advanceHead(retailerId, waiting.head)
      return waiting.written
    }
  }
}
