import sortedBtree from "sorted-btree"

const { default: BTree } = sortedBtree

/** How an index orders rows: by partition, and in it by place. It leaves out a row without a partition. */
export type Indexing<Row> = {
  partition(row: Row): string | undefined
  place(row: Row): string
}

/**
 * The rows of a partition whose places are from `from` to `to`, both inclusive, and behind `after`. `descending`: from
 * the last place to the first.
 */
export type IndexPart = {
  partition: string
  from?: string
  to?: string
  after?: string | undefined
  descending?: boolean
}

/** What begins with a text, and is behind it, is before the text with this at its end. */
const last = "\uffff"

const end = "\u0000"

/** Rows in the order of an index. A read costs what it returns. */
export function memoryIndex<Row>({ partition, place }: Indexing<Row>) {
  const rows = new BTree<string, Row>()
  const nameOf = (key: string, row: Row | undefined): string | undefined => {
    const of = row === undefined ? undefined : partition(row)
    return row === undefined || of === undefined ? undefined : `${of}${end}${place(row)}${end}${key}`
  }
  /** The entries of a part from `start` on, which is the first name by default. */
  function* entries({ partition: of, from = "", to, after, descending = false }: IndexPart, start?: string) {
    const name = (at: string) => `${of}${end}${at}`
    const [low, high] = [name(from), to === undefined ? name(last) : `${name(to)}${end}${last}`]
    if (descending) {
      for (const entry of rows.entriesReversed(start ?? (after === undefined ? high : name(after)))) {
        if (entry[0] < low) return
        yield entry
      }
    } else {
      for (const entry of rows.entries(start ?? (after === undefined ? low : `${name(after)}${end}${last}`))) {
        if (entry[0] > high) return
        yield entry
      }
    }
  }
  return {
    /** Replaces what the index holds of the row at `key`. */
    replace(key: string, before: Row | undefined, after: Row | undefined): void {
      const [old, next] = [nameOf(key, before), nameOf(key, after)]
      if (old !== undefined && old !== next) rows.delete(old)
      if (next !== undefined && after !== undefined) rows.set(next, after)
    },
    /**
     * @param read.behind `next` of the read before, to go on from there
     * @returns at most `limit` rows in their order, and `next` if there may be more
     */
    read(part: IndexPart, { limit, behind }: { limit: number; behind?: string | undefined }) {
      const found: Row[] = []
      let next: string | undefined
      for (const [name, row] of entries(part, behind)) {
        if (name === behind) continue
        found.push(row)
        next = name
        if (found.length === limit) return { rows: found, next }
      }
      return { rows: found, next: undefined }
    },
  }
}
