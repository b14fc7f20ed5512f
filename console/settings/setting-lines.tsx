import { useLanguage, useSay } from "../language/language-provider.tsx"
import { settingInWords } from "./setting-words.ts"
import type { SettingName } from "./settings.ts"
import type { useSettings } from "./settings-query.ts"

/** The settings that the page shows, with their version. */
export type ShownSettings = NonNullable<ReturnType<typeof useSettings>["shown"]>

/** What a form changes, and what it does once that is done. */
export type SettingsFormProps = { readonly shown: ShownSettings; readonly onDone: () => void }

/** The value of a setting, a line for each part of it. */
export function SettingLines({ name, value }: { readonly name: SettingName; readonly value: unknown }) {
  const say = useSay()
  const { language } = useLanguage()
  const lines = settingInWords(name, value, { say, language })
  return (
    <ul>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}

/** What applies now, above the fields of a form: somebody may have changed it while the form is open. */
export function AppliesNow({ name, shown }: { readonly name: SettingName; readonly shown: ShownSettings }) {
  const say = useSay()
  return (
    <div>
      <p className="label">{say("settings.now")}</p>
      <SettingLines name={name} value={shown.settings[name]} />
    </div>
  )
}
