/** What happens at a time, unless it is cancelled before. */
export type Pending = { at: number; order: number; run: () => void; cancelled: boolean }

function isBefore(left: Pending, right: Pending): boolean {
  return left.at < right.at || (left.at === right.at && left.order < right.order)
}

/** Inserts into a binary heap with the earliest item first. */
export function insert(heap: Pending[], item: Pending): void {
  let index = heap.push(item) - 1
  while (index > 0) {
    const parentIndex = (index - 1) >> 1
    const parent = heap[parentIndex]
    if (!parent || !isBefore(item, parent)) break
    heap[index] = parent
    index = parentIndex
  }
  heap[index] = item
}

/** Takes the earliest item out of such a heap. */
export function takeFirst(heap: Pending[]): Pending | undefined {
  const first = heap[0]
  const last = heap.pop()
  if (!first || !last || heap.length === 0) return first
  let index = 0
  for (;;) {
    const leftIndex = 2 * index + 1
    const left = heap[leftIndex]
    if (!left) break
    const right = heap[leftIndex + 1]
    const [childIndex, child] = right && isBefore(right, left) ? [leftIndex + 1, right] : [leftIndex, left]
    if (!isBefore(child, last)) break
    heap[index] = child
    index = childIndex
  }
  heap[index] = last
  return first
}
