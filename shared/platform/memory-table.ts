import { type Indexing, type IndexPart, memoryIndex } from "./memory-index.ts"

/** A change of a row as a table's stream carries it, before marshalling. */
export type TableChange<Row> = {
  eventName: "INSERT" | "MODIFY" | "REMOVE"
  before?: Row
  after?: Row
}

/** Awaited before and after each effect, so that a test can crash or throttle there. */
export type Interrupt = (point: string) => Promise<void>

/** What every in-memory store has in addition to its port. */
export type Observable<Row> = {
  /** Calls the listener with each change, in order. Returns a function that stops it. */
  onChange(listener: (change: TableChange<Row>) => void): () => void
  /** Every row, as it is now. Rows are frozen: a write stores another. */
  rows(): Row[]
}

/** Most rows of one read of an index. A query of DynamoDB returns 1 MB at most. */
const rowsPerRead = 1_000

/** Rows by key, with the change feed of a DynamoDB stream. A write that changes nothing emits no change. */
export function memoryTable<Row, Index extends string = never>(
  name: string,
  interrupt: Interrupt = async () => {},
  indexings?: Readonly<Record<Index, Indexing<Row>>>,
) {
  const rows = new Map<string, Row>()
  /** The JSON of each row, which shows whether a write changes it. */
  const texts = new Map<string, string>()
  const indexes = new Map(Object.entries<Indexing<Row>>(indexings ?? {}).map(([of, how]) => [of, memoryIndex(how)]))
  const { emit, onChange } = changeFeed<Row>()
  const replace = (key: string, before: Row | undefined, after: Row | undefined) => {
    if (after === undefined) rows.delete(key)
    else rows.set(key, after)
    for (const index of indexes.values()) index.replace(key, before, after)
  }
  /** Runs one effect and awaits the interruption before and after it. The effect itself is atomic. */
  async function effect<Result>(operation: string, body: () => Result): Promise<Result> {
    await interrupt(`${name}.${operation}:before`)
    const result = body()
    await interrupt(`${name}.${operation}:after`)
    return result
  }
  return {
    effect,
    get: (key: string): Row | undefined => rows.get(key),
    all: (): Row[] => [...rows.values()],
    /** The rows of a part of an index, in its order. Each read is an effect of its own. */
    async *query(
      operation: string,
      index: Index,
      { limit = Number.POSITIVE_INFINITY, pageSize = rowsPerRead, ...part }: IndexPart & QuerySize,
    ): AsyncGenerator<Row, void, undefined> {
      let behind: string | undefined
      let left = limit
      do {
        const size = Math.min(left, pageSize)
        const page = await effect(operation, () => indexes.get(index)?.read(part, { limit: size, behind }))
        yield* page?.rows ?? []
        left -= size
        behind = page?.next
      } while (behind !== undefined && left > 0)
    },
    put(key: string, row: Row): void {
      const before = rows.get(key)
      const after = frozen(row)
      const text = JSON.stringify(after)
      if (texts.get(key) === text) return
      texts.set(key, text)
      replace(key, before, after)
      emit(before === undefined ? { eventName: "INSERT", after } : { eventName: "MODIFY", before, after })
    },
    delete(key: string): void {
      const before = rows.get(key)
      if (before === undefined) return
      texts.delete(key)
      replace(key, before, undefined)
      emit({ eventName: "REMOVE", before })
    },
    observable: { onChange, rows: () => [...rows.values()] } satisfies Observable<Row>,
  }
}

/** How many rows a query yields at most, and how many it reads at a time. */
type QuerySize = { limit?: number | undefined; pageSize?: number | undefined }

function changeFeed<Row>() {
  const listeners = new Set<(change: TableChange<Row>) => void>()
  return {
    emit(change: TableChange<Row>): void {
      for (const listener of listeners) listener(change)
    },
    onChange(listener: (change: TableChange<Row>) => void): () => void {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}

/** The value, whose objects and lists cannot be changed from now on. */
function frozen<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value)) return value
  for (const inner of Object.values(value)) frozen(inner)
  return Object.freeze(value)
}
