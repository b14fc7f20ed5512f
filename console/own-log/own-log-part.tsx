import { useMemo, useState } from "react"
import { type FieldName, fieldName } from "../../shared/base/contracts/words.ts"
import { fieldInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { useSession } from "../api/session.ts"
import { useCase, useMayChangeCase } from "../case/case-context.tsx"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { ColumnChoice } from "../mail-merge/column-choice.tsx"
import { FileChoice } from "../mail-merge/file-choice.tsx"
import { SomeOf } from "../parts/fields.tsx"
import { AddingStep } from "./adding-step.tsx"
import { EntryNumbers } from "./entry-numbers.tsx"
import { guessedLogColumns, type LogMapping, type LogRole, logRoles } from "./log-columns.ts"
import { entriesOf, type LogFault } from "./log-entries.ts"
import { type LogTable, readLog } from "./read-log.ts"

/** Adds the log of the party's own tool to the case: lookups that never came through the exchange. */
export function OwnLogPart() {
  const say = useSay()
  const mayChange = useMayChangeCase()
  return (
    <>
      <p>{say("ownLog.intro")}</p>
      {mayChange ? <LogSteps /> : null}
    </>
  )
}

type OpenLog = { readonly table: LogTable; readonly mapping: LogMapping; readonly shown: readonly FieldName[] }

function LogSteps() {
  const say = useSay()
  const { caseAlias } = useCase().view
  const { partyKind, timeZone } = useSession()
  const [log, setLog] = useState<OpenLog>()
  const read = useMemo(() => log && entriesOf(log.table, { ...log, partyKind, timeZone }), [log, partyKind, timeZone])
  const take = (table: LogTable | undefined) =>
    setLog(table && { table, mapping: guessedLogColumns(table.columns), shown: [] })
  return (
    <>
      <section aria-label={say("ownLog.file.title")}>
        <h3>{say("ownLog.file.title")}</h3>
        <p className="assurance">{say("ownLog.assurance")}</p>
        <FileChoice
          label={say("ownLog.file.choose")}
          hint={say("ownLog.file.hint")}
          accept=".csv,.tsv,.txt,.log,.json,.jsonl,.ndjson,text/csv,text/plain"
          read={readLog}
          onTable={take}
        />
      </section>
      {log === undefined ? null : <LogColumns log={log} onLog={setLog} />}
      {log === undefined || read === undefined ? null : (
        <section aria-label={say("ownLog.read.title")}>
          <h3>{say("ownLog.read.title")}</h3>
          <p role="status">
            {say("ownLog.read.understood", { count: read.entries.length, all: log.table.rows.length })}
          </p>
          <FaultList faults={read.faults} />
          <AddingStep caseAlias={caseAlias} entries={read.entries} file={log.table.bytes} />
        </section>
      )}
    </>
  )
}

/** Says which column is what, and what the tool showed. */
function LogColumns({ log, onLog }: { readonly log: OpenLog; readonly onLog: (log: OpenLog) => void }) {
  const say = useSay()
  const { language } = useLanguage()
  const { partyKind, timeZone } = useSession()
  const { table, mapping, shown } = log
  const label = (role: LogRole) => say(role === "reference" ? `ownLog.reference.${partyKind}` : `ownLog.role.${role}`)
  return (
    <section aria-label={say("ownLog.columns.title")}>
      <h3>{say("ownLog.columns.title")}</h3>
      <p>{say("ownLog.columns.text", { timeZone })}</p>
      <div className="columns">
        {logRoles.map((role) => (
          <ColumnChoice
            key={role}
            label={label(role)}
            columns={table.columns}
            chosen={mapping[role]}
            choose={(place) => onLog({ ...log, mapping: withColumn(mapping, role, place) })}
          />
        ))}
      </div>
      {mapping.fields === undefined ? (
        <SomeOf
          label={say("ownLog.shown")}
          hint={say("ownLog.shownHint")}
          options={fieldName.options.map((value) => ({ value, label: fieldInWords(value, language) }))}
          value={shown}
          onChange={(chosen) => onLog({ ...log, shown: chosen })}
          isRequired
        />
      ) : null}
    </section>
  )
}

function withColumn(mapping: LogMapping, role: LogRole, place: number | undefined): LogMapping {
  const { [role]: _, ...others } = mapping
  return place === undefined ? others : { ...others, [role]: place }
}

/** Which entries are not understood, and why. It names field and rule, and never what the file has there. */
function FaultList({ faults }: { readonly faults: readonly LogFault[] }) {
  const say = useSay()
  const { partyKind } = useSession()
  if (faults.length === 0) return null
  const field = (role: LogFault["role"]) =>
    role === "line"
      ? say("ownLog.line")
      : say(role === "reference" ? `ownLog.reference.${partyKind}` : `ownLog.role.${role}`)
  return (
    <>
      <h4>{say("ownLog.faults")}</h4>
      <ul>
        {faults.map(({ role, rule, entries }) => (
          <li key={`${role} ${rule}`}>
            <strong>{field(role)}</strong> {say(`ownLog.rule.${rule}`)} <EntryNumbers numbers={entries} />
          </li>
        ))}
      </ul>
    </>
  )
}
