import type { KeyboardEvent } from "react"
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

/** Pixels that a column has at least. */
const columnWidths: Readonly<Record<ExposureColumn, number>> = {
  reference: 150,
  fields: 240,
  firstExposureAt: 155,
  lastExposureAt: 155,
  accessors: 100,
  told: 165,
}

// Rows are as high as what they hold. Those that nobody has seen yet count as this.
const layoutOptions = { estimatedRowHeight: 88, headingHeight: 48 }

type ExposuresGridProps = {
  readonly lines: readonly ExposureLine[]
  readonly sort: ExposureSort
  readonly onSort: (sort: ExposureSort) => void
}

/** The table itself. Of thousands of rows it only holds those that can be seen. */
export function ExposuresGrid({ lines, sort, onSort }: ExposuresGridProps) {
  const say = useSay()
  const sortBy = ({ column, direction }: SortDescriptor) => {
    const known = exposureColumns.find((one) => one === column)
    if (known !== undefined) onSort({ column: known, direction })
  }
  return (
    <div onKeyDownCapture={goFar}>
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
