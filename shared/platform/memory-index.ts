import sortedBtree from "sorted-btree"

const { default: BTree } = sortedBtree

/** How an index orders rows: by partition, and in it by place. It leaves out a row without a partition. */
export type Indexing<Row> = {
  partition(row: Row): string | undefined
  place(row: Row): string
}

/** The rows of a partition whose places are from `from` to `to`, both inclusive, and behind `after`. */
export type IndexPart = { partition: string; from?: string; to?: string; after?: string | undefined }

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
      const name = (at: string) => `${part.partition}${end}${at}`
      const from = behind ?? (part.after === undefined ? name(part.from ?? "") : `${name(part.after)}${end}${last}`)
      const to = part.to === undefined ? name(last) : `${name(part.to)}${end}${last}`
      const found = rows.getRange(from, to, true, limit + 1).filter(([at]) => at !== behind)
      const page = found.slice(0, limit)
      return { rows: page.map(([, row]) => row), next: found.length < limit ? undefined : page.at(-1)?.[0] }
    },
  }
}
