/** What a document holds, before it is laid out on pages. Lengths are in points. */

export type Face = "regular" | "bold" | "italic"

export type Look = {
  readonly face: Face
  readonly size: number
  readonly colour: string
  /** Added between letters. */
  readonly spacing?: number
  /** From one line to the next, in sizes of the font. 1.35 unless it says so. */
  readonly leading?: number
}

export type Styled = { readonly text: string; readonly look: Look }

type Spaced = {
  /** Space above. There is none at the top of a page. */
  readonly before: number
}

/** A heading, or a paragraph. A heading stays with what follows it. */
export type TextContent = Spaced &
  Styled & {
    readonly kind: "text"
    readonly tag: "H1" | "H2" | "P"
    /** Whether it stays with what follows it. Headings do. */
    readonly keep?: boolean
    /** A name that links can lead to. */
    readonly destination?: string
  }

export type ListContent = Spaced & { readonly kind: "list"; readonly items: readonly string[]; readonly look: Look }

export type Cell = {
  /** Each is a paragraph of the cell. */
  readonly texts: readonly Styled[]
  readonly align?: "left" | "right"
}

/** A table whose first row, or else whose first column, heads the others. */
export type TableContent = Spaced & {
  readonly kind: "table"
  /** Of each column, which widens a little if its text needs it. Those without a width share the rest. */
  readonly widths: readonly (number | undefined)[]
  /** Repeated on each page. */
  readonly header?: readonly Cell[]
  readonly headerFill: string
  readonly rule: string
  readonly padding: { readonly x: number; readonly y: number }
  readonly rows: readonly (readonly Cell[])[]
}

/** A list that looks like boxes beside each other. */
export type BoxesContent = Spaced & {
  readonly kind: "boxes"
  readonly fill: string
  readonly boxes: readonly (readonly Styled[])[]
}

/** Paragraphs on a coloured ground with a bar at their side. */
export type CalloutContent = Spaced & {
  readonly kind: "callout"
  readonly fill: string
  readonly bar: string
  readonly paragraphs: readonly Styled[]
}

/** A table of contents. Each of its lines is a link. */
export type ContentsContent = Spaced & {
  readonly kind: "contents"
  readonly rule: string
  readonly entries: readonly { readonly title: Styled; readonly detail: Styled; readonly destination: string }[]
}

export type Content = TextContent | ListContent | TableContent | BoxesContent | CalloutContent | ContentsContent

/** A document within the file. It begins on a page of its own. */
export type Part = {
  readonly language: string
  readonly contents: readonly Content[]
  /** At the foot of each of its pages, beside the number. */
  readonly running?: string
}
