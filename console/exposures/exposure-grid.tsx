import { useVirtualizer } from "@tanstack/react-virtual"
import { type FocusEvent, type KeyboardEvent, memo, type ReactNode, type Ref, useCallback, useRef } from "react"
import { stamp } from "../../shared/base/platform/bilingual.ts"
import { fieldInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { useSession } from "../api/session.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { type ExposureColumn, type ExposureLine, type ExposureSort, exposureColumns } from "./exposure-table.ts"

/** Pixels of a row until the first one is measured: two lines of text. */
const firstRowHeight = 59

/** Rows that are drawn above and below those that can be seen, for whoever scrolls fast. */
const rowsAhead = 8

type ExposureGridProps = {
  readonly lines: readonly ExposureLine[]
  readonly sort: ExposureSort
  readonly onSort: (sort: ExposureSort) => void
}

/**
 * The table of the lines that are shown. Of thousands it draws those that can be seen, and a few around them. Two empty
 * ones are as high as all others. The frame has the focus, so that the browser's own keys scroll it, but for those that
 * go to its ends.
 */
export function ExposureGrid({ lines, sort, onSort }: ExposureGridProps) {
  const say = useSay()
  const frame = useRef<HTMLElement>(null)
  const rows = useVirtualRows(lines, frame)
  const drawn = rows.getVirtualItems()
  // The browser's own way there passes thousands of rows faster than they can be drawn.
  const jump = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || (event.key !== "Home" && event.key !== "End")) return
    event.preventDefault()
    if (event.key === "Home") frame.current?.scrollTo({ top: 0 })
    else rows.scrollToIndex(lines.length - 1, { align: "end" })
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it with the keys
    <section ref={frame} className="rows-frame" aria-label={say("exposures.table")} tabIndex={0} onKeyDown={jump}>
      <table className="rows folding" aria-label={say("exposures.title")} aria-rowcount={lines.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {exposureColumns.map((column) => (
              <Heading key={column} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <EmptyRows height={drawn[0]?.start ?? 0} />
        <tbody>
          {drawn.map(({ index, key }) => {
            const line = lines[index]
            return line === undefined ? null : (
              <ExposureRow key={key} line={line} index={index} measure={rows.measureElement} />
            )
          })}
        </tbody>
        <EmptyRows height={rows.getTotalSize() - (drawn.at(-1)?.end ?? 0)} />
      </table>
      {lines.length === 0 ? <p>{say("exposures.nothingFits")}</p> : null}
    </section>
  )
}

/** Which rows are drawn, and where. Most rows are as high as the first one, so that is what others are taken for. */
function useVirtualRows(lines: readonly ExposureLine[], frame: { readonly current: HTMLElement | null }) {
  const rows = useVirtualizer<HTMLElement, HTMLTableRowElement>({
    count: lines.length,
    getScrollElement: () => frame.current,
    getItemKey: useCallback((index: number) => lines[index]?.id ?? index, [lines]),
    estimateSize: (): number => rows.itemSizeCache.values().next().value ?? firstRowHeight,
    overscan: rowsAhead,
  })
  return rows
}

/** Room for rows that are not drawn. */
const EmptyRows = ({ height }: { readonly height: number }) =>
  height <= 0 ? null : (
    <tbody aria-hidden="true">
      <tr>
        <td className="empty" colSpan={exposureColumns.length} style={{ height }} />
      </tr>
    </tbody>
  )

type HeadingProps = Pick<ExposureGridProps, "sort" | "onSort"> & { readonly column: ExposureColumn }

const arrows = { ascending: "▲", descending: "▼", none: "↕" } as const

/** A column's name, which sorts by it, and the other way round when it is pressed again. */
function Heading({ column, sort, onSort }: HeadingProps) {
  const say = useSay()
  const sorted = sort.column === column ? sort.direction : "none"
  const direction = sorted === "ascending" ? "descending" : "ascending"
  return (
    <th scope="col" aria-sort={sorted} className={`column-${column}`}>
      <button type="button" onClick={() => onSort({ column, direction })} onFocus={showWhole}>
        {say(`exposures.column.${column}`)} <span aria-hidden="true">{arrows[sorted]}</span>
      </button>
    </th>
  )
}

/** Of what is partly in sight, browsers show no more when it gets the focus. */
const showWhole = ({ currentTarget }: FocusEvent<HTMLElement>) =>
  currentTarget.scrollIntoView({ block: "nearest", inline: "nearest" })

type ExposureRowProps = {
  readonly line: ExposureLine
  /** Its place among the lines, from 0. */
  readonly index: number
  readonly measure: Ref<HTMLTableRowElement>
}

const ExposureRow = memo(({ line, index, measure }: ExposureRowProps) => {
  const say = useSay()
  const { language } = useLanguage()
  const { reference, fields, firstExposureAt, lastExposureAt, accessors, told, isPossible } = line
  return (
    // The row with the names of the columns counts as the first.
    <tr ref={measure} data-index={index} aria-rowindex={index + 2}>
      <th scope="row">
        {reference}
        {isPossible ? <span className="hint"> {say("exposures.possible")}</span> : null}
      </th>
      <Cell column="fields">{fields.map((field) => fieldInWords(field, language)).join(", ")}</Cell>
      <Cell column="firstExposureAt">
        <Stamp at={firstExposureAt} />
      </Cell>
      <Cell column="lastExposureAt">
        <Stamp at={lastExposureAt} />
      </Cell>
      <Cell column="accessors">{isPossible ? say("exposures.unknown") : accessors}</Cell>
      <Cell column="told">{say(`exposures.told.${told}`)}</Cell>
    </tr>
  )
})

/** A cell that has its column's name with it where the table folds. */
function Cell({ column, children }: { readonly column: ExposureColumn; readonly children: ReactNode }) {
  const say = useSay()
  return <td data-label={say(`exposures.column.${column}`)}>{children}</td>
}

/** Minutes that were put into words before. Thousands of lines share few. */
const stamps = new Map<string, string>()

function Stamp({ at }: { readonly at: string }) {
  const { language } = useLanguage()
  const { timeZone } = useSession()
  const key = `${at.slice(0, 16)} ${timeZone} ${language}`
  const text = stamps.get(key) ?? stamp(at, timeZone, language)
  stamps.set(key, text)
  return <time dateTime={at}>{text}</time>
}
