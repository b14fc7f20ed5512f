import { useState } from "react"
import * as z from "zod"
import { useTyped } from "../drafts/draft-context.ts"
import { useSay } from "../language/language-provider.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { OneOf, TextBox } from "../parts/fields.tsx"
import { idsIn } from "../reports/reported-evidence.ts"
import { AppliesNow, type SettingsFormProps } from "./setting-lines.tsx"
import { readerClasses } from "./setting-words.ts"
import type { HeavyReader } from "./settings.ts"
import { useSettingsCommand } from "./settings-query.ts"
import { linesIn, withReader } from "./typed-settings.ts"

type ReadersFormProps = SettingsFormProps & {
  /** The reader that is changed. Absent: one is added. */
  readonly reader?: HeavyReader
}

/** Adds a heavy reader, or changes one. The hub takes the list as a whole. */
export function ReadersForm({ shown, reader, onDone }: ReadersFormProps) {
  const say = useSay()
  const [before] = useState(reader)
  const [typed, setTyped] = useTyped<TypedReader>("reader", readerFields, typedReader(before))
  const command = useSettingsCommand(shown.etag, onDone)
  const input = () => {
    const after = givenReader(typed)
    if (after === undefined) return undefined
    return { heavyReaders: withReader(shown.settings.heavyReaders ?? [], { before, after }) }
  }
  return (
    <CommandForm command={command} label={say("settings.save")} input={input}>
      <AppliesNow name="heavyReaders" shown={shown} />
      <ReaderFields typed={typed} change={(part) => setTyped({ ...typed, ...part })} />
    </CommandForm>
  )
}

const readerFields = z.object({
  name: z.string(),
  kind: z.enum(readerClasses).optional(),
  networks: z.string(),
  credentials: z.string(),
  perHour: z.string(),
})
type TypedReader = z.output<typeof readerFields>

/** A reader as the fields begin with it. */
const typedReader = (reader: HeavyReader | undefined): TypedReader => ({
  name: reader?.name ?? "",
  kind: reader?.class,
  networks: (reader?.networks ?? []).join("\n"),
  credentials: (reader?.credentials ?? []).join("\n"),
  perHour: reader?.lookupsPerHour === undefined ? "" : String(reader.lookupsPerHour),
})

/** The reader that is typed, or undefined while it has no name or no kind. */
function givenReader({ name, kind, networks, credentials, perHour }: TypedReader): HeavyReader | undefined {
  if (kind === undefined || name.trim() === "") return undefined
  const reader = { name: name.trim(), class: kind, networks: idsIn(networks), credentials: linesIn(credentials) }
  return perHour.trim() === "" ? reader : { ...reader, lookupsPerHour: Number(perHour) }
}

type ReaderFieldsProps = { readonly typed: TypedReader; readonly change: (part: Partial<TypedReader>) => void }

function ReaderFields({ typed, change }: ReaderFieldsProps) {
  const say = useSay()
  const { name, kind, perHour } = typed
  return (
    <>
      <TextBox
        label={say("settings.reader.name")}
        value={name}
        onChange={(text) => change({ name: text })}
        maxLength={100}
        isRequired
      />
      <OneOf
        label={say("settings.reader.class")}
        options={readerClasses.map((value) => ({ value, label: say(`settings.readerClass.${value}`) }))}
        value={kind}
        onChange={(chosen) => change({ kind: chosen })}
      />
      {(["networks", "credentials"] as const).map((list) => (
        <TextBox
          key={list}
          label={say(`settings.reader.${list}Field`)}
          hint={say(`settings.reader.${list}Hint`)}
          value={typed[list]}
          onChange={(text) => change({ [list]: text })}
          isLong
        />
      ))}
      <TextBox
        label={say("settings.reader.perHourField")}
        hint={say("settings.reader.perHourHint")}
        type="number"
        value={perHour}
        onChange={(text) => change({ perHour: text })}
      />
    </>
  )
}

/** Confirms that a reader is watched like everybody else. */
export function RemoveReaderForm({ shown, reader, onDone }: SettingsFormProps & { readonly reader: HeavyReader }) {
  const say = useSay()
  const [before] = useState(reader)
  const command = useSettingsCommand(shown.etag, onDone)
  const input = () => ({ heavyReaders: withReader(shown.settings.heavyReaders ?? [], { before }) })
  return (
    <CommandForm command={command} label={say("settings.reader.remove", { name: before.name })} input={input} isDanger>
      <p>{say("settings.reader.removeMeans")}</p>
      <AppliesNow name="heavyReaders" shown={shown} />
    </CommandForm>
  )
}
