import { useState } from "react"
import * as z from "zod"
import { useTyped } from "../drafts/draft-context.ts"
import { useSay } from "../language/language-provider.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { TextBox } from "../parts/fields.tsx"
import { Wrong } from "../parts/problem-text.tsx"
import { idsIn } from "../reports/reported-evidence.ts"
import { AppliesNow, type SettingsFormProps } from "./setting-lines.tsx"
import { useSettingsCommand } from "./settings-query.ts"
import { mostContacts, noAddresses } from "./typed-settings.ts"

type ContactsFormProps = SettingsFormProps & { readonly name: "emails" | "escalationEmails" }

/** Changes to whom alerts are mailed. */
export function ContactsForm({ name, shown, onDone }: ContactsFormProps) {
  const say = useSay()
  const [text, setText] = useTyped("text", z.string(), (shown.settings[name] ?? []).join("\n"))
  const [wrong, setWrong] = useState<string>()
  const command = useSettingsCommand(shown.etag, onDone)
  const input = () => {
    const contacts = idsIn(text)
    const places = noAddresses(contacts)
    const fault =
      places.length > 0
        ? say("settings.emails.wrong", { places: places.join(", ") })
        : contacts.length > mostContacts
          ? say("settings.emails.tooMany", { most: mostContacts })
          : undefined
    setWrong(fault)
    return fault === undefined ? { [name]: contacts } : undefined
  }
  return (
    <CommandForm command={command} label={say("settings.save")} input={input}>
      <AppliesNow name={name} shown={shown} />
      <TextBox
        label={say("settings.emails.field")}
        hint={say("settings.emails.hint")}
        value={text}
        onChange={setText}
        isLong
        isRequired={name === "emails"}
      />
      {wrong === undefined ? null : <Wrong>{wrong}</Wrong>}
    </CommandForm>
  )
}
