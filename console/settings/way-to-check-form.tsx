import { useState } from "react"
import * as z from "zod"
import { useTyped } from "../drafts/draft-context.ts"
import { useSay } from "../language/language-provider.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { TextBox } from "../parts/fields.tsx"
import { Wrong } from "../parts/problem-text.tsx"
import { AppliesNow, type SettingsFormProps } from "./setting-lines.tsx"
import { useSettingsCommand } from "./settings-query.ts"
import { wayToCheckOf } from "./typed-settings.ts"

const typedWay = z.object({ en: z.string(), fr: z.string() })

/** Changes how people check, without the notice itself, that it is genuine. */
export function WayToCheckForm({ shown, onDone }: SettingsFormProps) {
  const say = useSay()
  const { en = "", fr = "" } = shown.settings.wayToCheck ?? {}
  const [typed, setTyped] = useTyped("way", typedWay, { en, fr })
  const [isWrong, setWrong] = useState(false)
  const command = useSettingsCommand(shown.etag, onDone)
  const input = () => {
    const wayToCheck = wayToCheckOf(typed)
    setWrong(wayToCheck === undefined)
    return wayToCheck === undefined ? undefined : { wayToCheck }
  }
  return (
    <CommandForm command={command} label={say("settings.save")} input={input}>
      <AppliesNow name="wayToCheck" shown={shown} />
      {(["en", "fr"] as const).map((language) => (
        <TextBox
          key={language}
          label={say(`settings.way.${language}`)}
          hint={say(`settings.way.${language}Hint`)}
          value={typed[language]}
          onChange={(text) => setTyped({ ...typed, [language]: text })}
        />
      ))}
      {isWrong ? <Wrong>{say("settings.site.wrong")}</Wrong> : null}
    </CommandForm>
  )
}
