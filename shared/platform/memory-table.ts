/** A change as a table's stream would carry it, before marshalling. */
export type TableChange<Row> = {
  eventName: "INSERT" | "MODIFY" | "REMOVE"
  before?: Row
  after?: Row
}

/** Awaited before and after each effect, so that a test can crash or throttle exactly there. */
export type Interrupt = (point: string) => Promise<void>

/** What every in-memory table offers beyond its store's interface. */
export type Observable<Row> = {
  /** Told of each change in the order in which it happened; returns how to stop listening. */
  onChange(listener: (change: TableChange<Row>) => void): () => void
  /** A copy of every row. */
  rows(): Row[]
}

/** Rows by key with the change feed of a DynamoDB stream: a write that changes nothing tells nobody. */
export function memoryTable<Row>(name: string, interrupt: Interrupt = async () => {}) {
  const rows = new Map<string, Row>()
  const listeners = new Set<(change: TableChange<Row>) => void>()
  const emit = (change: TableChange<Row>) => {
    for (const listener of listeners) listener(structuredClone(change))
  }

  return {
    /** Runs one effect between its two interruption points; the body itself is atomic. */
    async effect<Result>(operation: string, body: () => Result): Promise<Result> {
      await interrupt(`${name}.${operation}:before`)
      const result = body()
      await interrupt(`${name}.${operation}:after`)
      return structuredClone(result)
    },
    get: (key: string): Row | undefined => rows.get(key),
    all: (): Row[] => [...rows.values()],
    put(key: string, row: Row): void {
      const before = rows.get(key)
      const after = structuredClone(row)
      if (JSON.stringify(before) === JSON.stringify(after)) return
      rows.set(key, after)
      emit(before === undefined ? { eventName: "INSERT", after } : { eventName: "MODIFY", before, after })
    },
    delete(key: string): void {
      const before = rows.get(key)
      if (before === undefined) return
      rows.delete(key)
      emit({ eventName: "REMOVE", before })
    },
    observable: {
      onChange(listener: (change: TableChange<Row>) => void) {
        listeners.add(listener)
        return () => {
          listeners.delete(listener)
        }
      },
      rows: () => structuredClone([...rows.values()]),
    } satisfies Observable<Row>,
  }
}
