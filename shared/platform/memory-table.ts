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

/** Rows by key, with the change feed of a DynamoDB stream. A write that changes nothing emits no change. */
export function memoryTable<Row>(name: string, interrupt: Interrupt = async () => {}) {
  const rows = new Map<string, Row>()
  const { emit, onChange } = changeFeed<Row>()
  return {
    /** Runs one effect and awaits the interruption before and after it. The effect itself is atomic. */
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
      const after = frozen(structuredClone(row))
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
    observable: { onChange, rows: () => [...rows.values()] } satisfies Observable<Row>,
  }
}

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
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value
  for (const inner of Object.values(value)) frozen(inner)
  return Object.freeze(value)
}
