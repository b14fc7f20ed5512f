import { useEffect, useMemo, useState } from "react"
import { Button } from "react-aria-components"
import { fieldInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { csvOf } from "../parts/csv.ts"
import { Choice, optionsOf, SearchBox } from "../parts/filter-fields.tsx"
import { Labelled } from "../parts/labelled.tsx"
import { saveFile } from "../parts/save-file.ts"
import { ExposureGrid } from "./exposure-grid.tsx"
import { type ExposureFilter, type ExposureLine, type ExposureSort, noFilter, shownLines } from "./exposure-table.ts"

type ExposuresListProps = { readonly caseAlias: string; readonly lines: readonly ExposureLine[] }

/** The exposed shipments: to search, to filter, to sort and to save. */
export function ExposuresList({ caseAlias, lines }: ExposuresListProps) {
  const say = useSay()
  const [filter, setFilter] = useState(noFilter)
  const [sort, setSort] = useState<ExposureSort>({ column: "firstExposureAt", direction: "ascending" })
  const applied = useSettled(filter)
  const shown = useMemo(() => shownLines(lines, { filter: applied, sort }), [lines, applied, sort])
  return (
    <>
      <ExposureFilters lines={lines} filter={filter} change={(part) => setFilter({ ...filter, ...part })} />
      <div className="buttons">
        <p role="status">{say("exposures.shown", { shown: shown.length, all: lines.length })}</p>
        <Button onPress={() => setFilter(noFilter)} isDisabled={filter === noFilter}>
          {say("exposures.showAll")}
        </Button>
        <Button onPress={() => saveFile(`${caseAlias}.csv`, "text/csv;charset=utf-8", exposuresCsv(shown))}>
          {say("exposures.save", { count: shown.length })}
        </Button>
      </div>
      <ExposureGrid lines={shown} sort={sort} onSort={setSort} />
    </>
  )
}

/** Milliseconds without a further key after which the lines are searched. */
const settledAfter = 200

/** What the person typed, once the typing pauses. */
function useSettled(filter: ExposureFilter): ExposureFilter {
  const [settled, setSettled] = useState(filter)
  useEffect(() => {
    const waiting = setTimeout(() => setSettled(filter), settledAfter)
    return () => clearTimeout(waiting)
  }, [filter])
  return settled
}

/** The lines as the hub's own file has them. */
function exposuresCsv(lines: readonly ExposureLine[]): string {
  const isCarriers = lines.some(({ trackingNumber }) => trackingNumber !== undefined)
  const references = isCarriers ? ["trackingNumber"] : ["shipmentId", "orderReference"]
  const columns = [...references, "fields", "firstExposureAt", "lastExposureAt", "accessors", "told", "possible"]
  const rows = lines.map((line) => [
    ...(isCarriers ? [line.reference] : [line.shipmentId ?? "", line.reference]),
    line.fields.join(" "),
    line.firstExposureAt,
    line.lastExposureAt,
    String(line.accessors),
    line.told,
    line.isPossible ? "true" : "",
  ])
  return csvOf([columns, ...rows])
}

type DayFiltersProps = {
  readonly filter: ExposureFilter
  readonly change: (part: Partial<ExposureFilter>) => void
}

type FiltersProps = DayFiltersProps & { readonly lines: readonly ExposureLine[] }

function ExposureFilters({ lines, filter, change }: FiltersProps) {
  const say = useSay()
  const { language } = useLanguage()
  const fields = useMemo(() => [...new Set(lines.flatMap((line) => line.fields))], [lines])
  const toldOf = (value: string): ExposureFilter["told"] => (value === "yes" || value === "no" ? value : "")
  return (
    <search className="filters" aria-label={say("exposures.filters")}>
      <SearchBox label={say("exposures.search")} value={filter.text} change={(text) => change({ text })} />
      <Choice label={say("exposures.field")} value={filter.field} change={(field) => change({ field })}>
        {optionsOf(fields, (field) => fieldInWords(field, language))}
      </Choice>
      <Choice label={say("exposures.notified")} value={filter.told} change={(value) => change({ told: toldOf(value) })}>
        {optionsOf(["yes", "no"], (value) => say(`exposures.${value}`))}
      </Choice>
      <DayFilters filter={filter} change={change} />
    </search>
  )
}

function DayFilters({ filter, change }: DayFiltersProps) {
  const say = useSay()
  const days = [
    { label: "exposures.fromDay", key: "fromDay" },
    { label: "exposures.toDay", key: "toDay" },
  ] as const
  return days.map(({ label, key }) => (
    <Labelled key={key} label={say(label)}>
      {(id) => (
        <input id={id} type="date" value={filter[key]} onChange={({ target }) => change({ [key]: target.value })} />
      )}
    </Labelled>
  ))
}
