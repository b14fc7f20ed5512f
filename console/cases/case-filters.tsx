import { useMemo } from "react"
import { fieldInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { usePersonWords } from "../api/colleagues.ts"
import { useSession } from "../api/session.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { Choice, optionsOf, SearchBox } from "../parts/filter-fields.tsx"
import { type CaseFilter, caseOrigins, caseStates, fieldsOf, nobody } from "./case-list.ts"
import type { ListedCase } from "./cases-query.ts"
import { ShipmentSearch } from "./shipment-search.tsx"

type CaseFiltersProps = {
  readonly cases: readonly ListedCase[]
  readonly filter: CaseFilter
  readonly change: (part: Partial<CaseFilter>) => void
}

/** What narrows the list of cases down, and the search for those of a shipment. */
export function CaseFilters({ cases, filter, change }: CaseFiltersProps) {
  const say = useSay()
  const { language } = useLanguage()
  const { partyKind } = useSession()
  const namePerson = usePersonWords()
  const fields = useMemo(() => [...new Set(cases.flatMap(fieldsOf))], [cases])
  const people = useMemo(() => [...new Set(cases.flatMap(({ assignees = [] }) => assignees))], [cases])
  return (
    <search aria-label={say("cases.filters")}>
      <div className="filters">
        <SearchBox label={say(`cases.search.${partyKind}`)} value={filter.text} change={(text) => change({ text })} />
        <Choice label={say("cases.state")} value={filter.state} change={(state) => change({ state })}>
          {optionsOf(caseStates, (state) => say(`case.state.${state}`))}
        </Choice>
      </div>
      <details>
        <summary>{say("cases.moreFilters")}</summary>
        <div className="filters">
          <Choice label={say("cases.kind")} value={filter.origin} change={(origin) => change({ origin })}>
            {optionsOf(caseOrigins, (origin) => say(`cases.kind.${origin}`))}
          </Choice>
          <Choice label={say("cases.field")} value={filter.field} change={(field) => change({ field })}>
            {optionsOf(fields, (field) => fieldInWords(field, language))}
          </Choice>
          <Choice label={say("cases.column.owner")} value={filter.assignee} change={(assignee) => change({ assignee })}>
            {optionsOf(people, namePerson)}
            <option value={nobody}>{say("duties.assignNobody")}</option>
          </Choice>
        </div>
        <ShipmentSearch />
      </details>
    </search>
  )
}
