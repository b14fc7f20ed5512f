import { useSay } from "../language/language-provider.tsx"
import { Wrong } from "../parts/problem-text.tsx"
import { ColumnChoice } from "./column-choice.tsx"
import { type ColumnMapping, columnRoles, type FileSource, guessedMapping } from "./column-roles.ts"
import { FileChoice } from "./file-choice.tsx"
import { type FileTable, readFile } from "./read-file.ts"

/** A shop's file in the page, and which column is what. */
export type ShopFile = { readonly table: FileTable; readonly source: FileSource; readonly mapping: ColumnMapping }

type ShopFileStepProps = {
  readonly file: ShopFile | undefined
  readonly onFile: (file: ShopFile | undefined) => void
}

/** First: the shop's own file of orders. */
export function ShopFileStep({ file, onFile }: ShopFileStepProps) {
  const say = useSay()
  const take = (table: FileTable | undefined) =>
    onFile(table === undefined ? undefined : { table, ...guessedMapping(table.columns) })
  return (
    <section aria-label={say("mailMerge.shop.title")}>
      <h3>{say("mailMerge.shop.title")}</h3>
      <p className="assurance">{say("mailMerge.stays")}</p>
      <FileChoice
        label={say("mailMerge.shop.choose")}
        hint={say("mailMerge.shop.hint")}
        read={readFile}
        onTable={take}
      />
      {file === undefined ? null : <ShopColumns file={file} onFile={onFile} />}
    </section>
  )
}

function ShopColumns({ file, onFile }: { readonly file: ShopFile; readonly onFile: (file: ShopFile) => void }) {
  const say = useSay()
  const { table, source, mapping } = file
  const isReady = mapping.order !== undefined
  return (
    <>
      <p role="status">{say(`mailMerge.source.${source}`, { lines: table.rows.length })}</p>
      {isReady ? null : <Wrong>{say("mailMerge.shop.orderMissing")}</Wrong>}
      <details open={!isReady || source === "other"}>
        <summary>{say("mailMerge.shop.columns")}</summary>
        <div className="columns">
          {columnRoles.map((role) => (
            <ColumnChoice
              key={role}
              label={say(`mailMerge.role.${role}`)}
              columns={table.columns}
              chosen={mapping[role]}
              choose={(place) => onFile({ ...file, mapping: withColumn(mapping, role, place) })}
            />
          ))}
        </div>
      </details>
    </>
  )
}

function withColumn(mapping: ColumnMapping, role: keyof ColumnMapping, place: number | undefined): ColumnMapping {
  const { [role]: _, ...others } = mapping
  return place === undefined ? others : { ...others, [role]: place }
}
