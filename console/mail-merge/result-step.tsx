import { useMemo, useState } from "react"
import { useSay } from "../language/language-provider.tsx"
import { Labelled } from "../parts/labelled.tsx"
import { ColumnChoice } from "./column-choice.tsx"
import { FileChoice } from "./file-choice.tsx"
import type { Affected, Matched } from "./join-orders.ts"
import {
  guessedResultColumns,
  type Outcome,
  outcomeOfWord,
  outcomes,
  type ResultColumns,
  readResult,
  wordsInResult,
} from "./mailer-result.ts"
import { type FileTable, readFile } from "./read-file.ts"
import { ReceiptsStep } from "./receipts-step.tsx"

type ResultFile = {
  readonly table: FileTable
  readonly columns: ResultColumns
  /** What the officer said of words that mean something else than is known, or of everybody: the empty word. */
  readonly said: ReadonlyMap<string, Outcome>
}

type ResultStepProps = {
  readonly caseAlias: string
  readonly mayChange: boolean
  readonly affected: readonly Affected[]
  readonly matched: readonly Matched[]
}

/** Later: what became of the notices, and the receipts for those who were told. */
export function ResultStep({ caseAlias, mayChange, affected, matched }: ResultStepProps) {
  const say = useSay()
  const [file, setFile] = useState<ResultFile | undefined>(undefined)
  const take = (table: FileTable | undefined) =>
    setFile(table === undefined ? undefined : { table, columns: guessedResultColumns(table), said: new Map() })
  const result = useMemo(
    () =>
      file === undefined
        ? undefined
        : readResult(file.table, { columns: file.columns, outcomeOf: outcomesOf(file) }, { affected, matched }),
    [file, affected, matched],
  )
  return (
    <section aria-label={say("mailMerge.result.title")}>
      <h3>{say("mailMerge.result.title")}</h3>
      <p>{say("mailMerge.result.text")}</p>
      <FileChoice
        label={say("mailMerge.result.choose")}
        hint={say("mailMerge.result.hint")}
        read={readFile}
        onTable={take}
      />
      {file === undefined ? null : <ResultColumnChoices file={file} onFile={setFile} />}
      {file === undefined ? null : <WordChoices file={file} onFile={setFile} />}
      {result === undefined ? null : (
        <>
          <div role="status">
            <ul>
              <li>{say("mailMerge.result.delivered", { count: result.delivered.length })}</li>
              <li>{say("mailMerge.result.bounced", { count: result.bounced.length })}</li>
              <li>{say("mailMerge.result.unclear", { count: result.unclear.length })}</li>
              <li>{say("mailMerge.result.missing", { count: result.missing.length })}</li>
              <li>{say("mailMerge.result.strangers", { count: result.strangers })}</li>
            </ul>
          </div>
          {matched.length === 0 && result.strangers > 0 ? (
            <p className="problem">{say("mailMerge.result.openShopFile")}</p>
          ) : null}
          {result.bounced.length === 0 ? null : <p>{say("mailMerge.result.writeLetters")}</p>}
          <ReceiptsStep caseAlias={caseAlias} mayChange={mayChange} told={result.delivered} />
        </>
      )}
    </section>
  )
}

const outcomesOf =
  ({ said, columns }: ResultFile) =>
  (word: string): Outcome =>
    said.get(word) ?? (columns.status === undefined ? "unclear" : outcomeOfWord(word))

type ChoiceProps = { readonly file: ResultFile; readonly onFile: (file: ResultFile) => void }

function ResultColumnChoices({ file, onFile }: ChoiceProps) {
  const say = useSay()
  return (
    <div className="columns">
      {(["email", "order", "status"] as const).map((role) => (
        <ColumnChoice
          key={role}
          label={say(`mailMerge.resultRole.${role}`)}
          columns={file.table.columns}
          chosen={file.columns[role]}
          choose={(place) => onFile({ ...file, columns: { ...file.columns, [role]: place }, said: new Map() })}
        />
      ))}
    </div>
  )
}

/** Words shown one by one. A column with more is not the status. */
const mostWords = 30

function WordChoices({ file, onFile }: ChoiceProps) {
  const say = useSay()
  const words = useMemo(() => wordsInResult(file.table, file.columns), [file.table, file.columns])
  const outcomeOf = outcomesOf(file)
  const shown = file.columns.status === undefined ? [{ word: "", lines: file.table.rows.length }] : words
  if (shown.length > mostWords) return <p className="problem">{say("mailMerge.words.tooMany")}</p>
  return (
    <fieldset className="group columns">
      <legend>{say("mailMerge.words.title")}</legend>
      {shown.map(({ word, lines }) => (
        <Labelled
          key={word}
          label={word === "" ? say("mailMerge.words.all", { lines }) : say("mailMerge.words.one", { word, lines })}
        >
          {(id) => (
            <select
              id={id}
              value={outcomeOf(word)}
              onChange={({ target }) => {
                const outcome = outcomes.find((one) => one === target.value)
                if (outcome !== undefined) onFile({ ...file, said: new Map([...file.said, [word, outcome]]) })
              }}
            >
              {outcomes.map((outcome) => (
                <option key={outcome} value={outcome}>
                  {say(`mailMerge.outcome.${outcome}`)}
                </option>
              ))}
            </select>
          )}
        </Labelled>
      ))}
    </fieldset>
  )
}
