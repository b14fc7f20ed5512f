import { useState } from "react"
import * as z from "zod"
import { useTyped } from "../drafts/draft-context.ts"
import { useSay } from "../language/language-provider.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { TextBox } from "../parts/fields.tsx"
import { Wrong } from "../parts/problem-text.tsx"
import { AppliesNow, type SettingsFormProps } from "./setting-lines.tsx"
import { useSettingsCommand } from "./settings-query.ts"
import { trackingSiteOf } from "./typed-settings.ts"

const typedSite = z.object({ site: z.string(), en: z.string(), fr: z.string() })

/** Changes where notices say that people track their parcels. */
export function TrackingSiteForm({ shown, onDone }: SettingsFormProps) {
  const say = useSay()
  const { trackingSite } = shown.settings
  const [typed, setTyped] = useTyped("site", typedSite, {
    site: trackingSite?.site ?? "",
    en: trackingSite?.entry?.en ?? "",
    fr: trackingSite?.entry?.fr ?? "",
  })
  const [isWrong, setWrong] = useState(false)
  const command = useSettingsCommand(shown.etag, onDone)
  const input = () => {
    const entered = trackingSiteOf(typed)
    setWrong(entered === undefined)
    return entered === undefined ? undefined : { trackingSite: entered }
  }
  const fields = [
    { key: "site", label: "settings.site.field", hint: "settings.site.hint" },
    { key: "en", label: "settings.site.english", hint: "settings.site.entryHint" },
    { key: "fr", label: "settings.site.french", hint: "settings.site.entryHint" },
  ] as const
  return (
    <CommandForm command={command} label={say("settings.save")} input={input}>
      <AppliesNow name="trackingSite" shown={shown} />
      {fields.map(({ key, label, hint }) => (
        <TextBox
          key={key}
          label={say(label)}
          hint={say(hint)}
          value={typed[key]}
          onChange={(text) => setTyped({ ...typed, [key]: text })}
          isRequired={key === "site"}
        />
      ))}
      {isWrong ? <Wrong>{say("settings.site.wrong")}</Wrong> : null}
    </CommandForm>
  )
}
