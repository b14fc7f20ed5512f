import { useSay } from "../language/use-say.ts"
import { CommandForm } from "../parts/command-form.tsx"
import { AppliesNow, type SettingsFormProps } from "./setting-lines.tsx"
import type { SettingName } from "./settings.ts"
import { useSettingsCommand } from "./settings-query.ts"

/** Confirms that a setting is again as it was agreed with the hub. */
export function FollowForm({ name, shown, onDone }: SettingsFormProps & { readonly name: SettingName }) {
  const say = useSay()
  const command = useSettingsCommand(shown.etag, onDone)
  return (
    <CommandForm command={command} label={say("settings.follow")} input={() => ({ [name]: null })} isDanger>
      <p>{say("settings.followMeans", { setting: say(`settings.name.${name}`) })}</p>
      <AppliesNow name={name} shown={shown} />
    </CommandForm>
  )
}
