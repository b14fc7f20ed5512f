import { type KeyboardEvent, useMemo, useState } from "react"
import {
  Cell,
  Column,
  ResizableTableContainer,
  Row,
  type SortDescriptor,
  Table,
  TableBody,
  TableHeader,
  TableLayout,
  Virtualizer,
} from "react-aria-components"
import { fieldInWords } from "../../shared/breach-desk/dossier/codes-in-words.ts"
import { stamp } from "../../shared/platform/bilingual.ts"
import { useSession } from "../api/session.ts"
import { useLanguage } from "../language/language-provider.tsx"
import { useSay } from "../language/use-say.ts"
import { type ExposureColumn, type ExposureLine, type ExposureSort, exposureColumns } from "./exposure-table.ts"
import { RowProbe } from "./row-probe.tsx"

/** Pixels that a column has at least. */
const columnWidths: Readonly<Record<ExposureColumn, number>> = {
  reference: 150,
  fields: 240,
  firstExposureAt: 155,
  lastExposureAt: 155,
  accessors: 100,
  told: 165,
}

const headingHeight = 48

/** Pixels of a row until the highest one is measured: two lines of text, which most times need. */
const firstRowHeight = 58

type ExposuresGridProps = {
  readonly lines: readonly ExposureLine[]
  readonly sort: ExposureSort
  readonly onSort: (sort: ExposureSort) => void
}

/** The table itself. Of thousands of rows it only holds those that can be seen. */
export function ExposuresGrid({ lines, sort, onSort }: ExposuresGridProps) {
  const say = useSay()
  const [rowHeight, setRowHeight] = useState(firstRowHeight)
  const layoutOptions = useMemo(() => ({ rowHeight: Math.max(rowHeight, firstRowHeight), headingHeight }), [rowHeight])
  const sortBy = ({ column, direction }: SortDescriptor) => {
    const known = exposureColumns.find((one) => one === column)
    if (known !== undefined) onSort({ column: known, direction })
  }
  return (
    <div onKeyDownCapture={goFar}>
      <RowProbe lines={lines} widths={columnWidths} onHeight={setRowHeight} />
      <ResizableTableContainer className="grid-frame">
        <Virtualizer layout={TableLayout} layoutOptions={layoutOptions}>
          <Table
            aria-label={say("exposures.title")}
            className="grid"
            sortDescriptor={{ ...sort }}
            onSortChange={sortBy}
          >
            <TableHeader>
              {exposureColumns.map((column) => (
                <Column
                  key={column}
                  id={column}
                  isRowHeader={column === "reference"}
                  allowsSorting
                  minWidth={columnWidths[column]}
                  className="grid-column"
                >
                  {({ sortDirection }) => (
                    <>
                      {say(`exposures.column.${column}`)}
                      <span aria-hidden="true">{arrows[sortDirection ?? "none"]}</span>
                    </>
                  )}
                </Column>
              ))}
            </TableHeader>
            <TableBody items={lines} renderEmptyState={() => <p>{say("exposures.nothingFits")}</p>}>
              {(line) => <ExposureRow line={line} />}
            </TableBody>
          </Table>
        </Virtualizer>
      </ResizableTableContainer>
    </div>
  )
}

/** Frames after which a row that does not appear is given up. */
const mostFrames = 60

/**
 * Leads to the first or the last row with the usual keys. Where that row is not drawn yet, the library would lose the
 * focus: so it is scrolled to first, until it is there.
 */
function goFar(event: KeyboardEvent): void {
  const { key, ctrlKey, metaKey, target } = event
  const isFar = (ctrlKey || metaKey) && (key === "Home" || key === "End")
  const grid = target instanceof HTMLElement ? target.closest<HTMLElement>('[role="grid"]') : null
  if (!isFar || grid === null) return
  event.preventDefault()
  event.stopPropagation()
  // The row of the column names counts.
  const wanted = key === "Home" ? "2" : (grid.getAttribute("aria-rowcount") ?? "")
  const look = (frames: number) => {
    grid.scrollTop = key === "Home" ? 0 : grid.scrollHeight
    const row = grid.querySelector<HTMLElement>(`[role="row"][aria-rowindex="${wanted}"]`)
    if (row !== null) row.focus()
    else if (frames < mostFrames) requestAnimationFrame(() => look(frames + 1))
  }
  look(0)
}

const arrows = { ascending: " ▲", descending: " ▼", none: "" }

/**
 * A row. The table keeps all rows ready, and draws a cell's content only where it can be seen. So what takes time to
 * put into words is a component of its own.
 */
function ExposureRow({ line }: { readonly line: ExposureLine }) {
  const say = useSay()
  const { reference, fields, firstExposureAt, lastExposureAt, accessors, told, isPossible } = line
  return (
    <Row id={line.id} textValue={reference} className="grid-row">
      <Cell className="grid-cell">
        {reference}
        {isPossible ? <span className="hint"> {say("exposures.possible")}</span> : null}
      </Cell>
      <Cell className="grid-cell">
        <FieldsInWords fields={fields} />
      </Cell>
      <Cell className="grid-cell">
        <Stamp at={firstExposureAt} />
      </Cell>
      <Cell className="grid-cell">
        <Stamp at={lastExposureAt} />
      </Cell>
      <Cell className="grid-cell">{accessors}</Cell>
      <Cell className="grid-cell">{say(`exposures.told.${told}`)}</Cell>
    </Row>
  )
}

function FieldsInWords({ fields }: { readonly fields: readonly string[] }) {
  const { language } = useLanguage()
  return fields.map((field) => fieldInWords(field, language)).join(", ")
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
