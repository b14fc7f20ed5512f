import { useState } from "react"
import { useSay } from "../language/use-say.ts"
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
  const typed = useReader(before)
  const command = useSettingsCommand(shown.etag, onDone)
  const input = () => {
    const after = typed.given()
    if (after === undefined) return undefined
    return { heavyReaders: withReader(shown.settings.heavyReaders ?? [], { before, after }) }
  }
  return (
    <CommandForm command={command} label={say("settings.save")} input={input}>
      <AppliesNow name="heavyReaders" shown={shown} />
      <ReaderFields typed={typed} />
    </CommandForm>
  )
}

/** What is typed of a reader. */
function useReader(begin: HeavyReader | undefined) {
  const [name, setName] = useState(begin?.name ?? "")
  const [kind, setKind] = useState(begin?.class)
  const [networks, setNetworks] = useState((begin?.networks ?? []).join("\n"))
  const [credentials, setCredentials] = useState((begin?.credentials ?? []).join("\n"))
  const [perHour, setPerHour] = useState(begin?.lookupsPerHour === undefined ? "" : String(begin.lookupsPerHour))
  const given = (): HeavyReader | undefined => {
    if (kind === undefined || name.trim() === "") return undefined
    const reader = { name: name.trim(), class: kind, networks: idsIn(networks), credentials: linesIn(credentials) }
    return perHour.trim() === "" ? reader : { ...reader, lookupsPerHour: Number(perHour) }
  }
  return {
    name,
    setName,
    kind,
    setKind,
    networks,
    setNetworks,
    credentials,
    setCredentials,
    perHour,
    setPerHour,
    given,
  }
}

function ReaderFields({ typed }: { readonly typed: ReturnType<typeof useReader> }) {
  const say = useSay()
  const { name, setName, kind, setKind, networks, setNetworks, credentials, setCredentials, perHour, setPerHour } =
    typed
  return (
    <>
      <TextBox label={say("settings.reader.name")} value={name} onChange={setName} maxLength={100} isRequired />
      <OneOf
        label={say("settings.reader.class")}
        options={readerClasses.map((value) => ({ value, label: say(`settings.readerClass.${value}`) }))}
        value={kind}
        onChange={setKind}
      />
      <TextBox
        label={say("settings.reader.networksField")}
        hint={say("settings.reader.networksHint")}
        value={networks}
        onChange={setNetworks}
        isLong
      />
      <TextBox
        label={say("settings.reader.credentialsField")}
        hint={say("settings.reader.credentialsHint")}
        value={credentials}
        onChange={setCredentials}
        isLong
      />
      <TextBox
        label={say("settings.reader.perHourField")}
        hint={say("settings.reader.perHourHint")}
        type="number"
        value={perHour}
        onChange={setPerHour}
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
