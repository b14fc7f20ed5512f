import { useId, useState } from "react"
import { useSay } from "../language/language-provider.tsx"
import type { MessageKey } from "../language/messages.ts"
import { Wrong } from "../parts/problem-text.tsx"
import { largestFile, type UnreadableFile } from "./read-file.ts"

const faults: Readonly<Record<UnreadableFile, MessageKey>> = {
  empty: "mailMerge.file.empty",
  noRows: "mailMerge.file.empty",
  oneColumn: "mailMerge.file.notTable",
  notText: "mailMerge.file.notTable",
  tooLarge: "mailMerge.file.tooLarge",
}

type FileChoiceProps<Table extends object> = {
  readonly label: string
  readonly hint: string
  /** Endings and types of files that it offers. */
  readonly accept?: string
  readonly read: (bytes: Uint8Array) => Table | { readonly unreadable: UnreadableFile }
  readonly onTable: (table: Table | undefined) => void
}

const csvFiles = ".csv,.tsv,.txt,text/csv,text/plain"

/** Opens a file of the person's computer in the page. It is read here and sent nowhere. */
export function FileChoice<Table extends object>(props: FileChoiceProps<Table>) {
  const { label, hint, accept = csvFiles, read: readTable, onTable } = props
  const say = useSay()
  const id = useId()
  const [fault, setFault] = useState<UnreadableFile | undefined>(undefined)
  const open = async (file: File | undefined) => {
    if (file === undefined) return
    const isLarge = file.size > largestFile
    const read = isLarge ? { unreadable: "tooLarge" as const } : readTable(new Uint8Array(await file.arrayBuffer()))
    setFault("unreadable" in read ? read.unreadable : undefined)
    onTable("unreadable" in read ? undefined : read)
  }
  return (
    <div className="file-choice">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="file"
        accept={accept}
        aria-describedby={`${id}-hint`}
        onChange={({ target }) => void open(target.files?.[0])}
      />
      <p id={`${id}-hint`} className="hint">
        {hint}
      </p>
      {fault === undefined ? null : <Wrong>{say(faults[fault])}</Wrong>}
    </div>
  )
}
