import { useSay } from "../language/use-say.ts"
import { CommandForm } from "../parts/command-form.tsx"
import { AppliesNow, type SettingsFormProps } from "./setting-lines.tsx"
import type { Vendor } from "./setting-words.ts"
import { useSettingsCommand } from "./settings-query.ts"

/** Confirms that nothing more is taken from a vendor. */
export function DisconnectForm({ vendor, shown, onDone }: SettingsFormProps & { readonly vendor: Vendor }) {
  const say = useSay()
  const command = useSettingsCommand(shown.etag, onDone)
  const label = say("settings.vendor.end", { vendor: say(`settings.vendor.${vendor}`) })
  return (
    <CommandForm command={command} label={label} input={() => ({ vendors: { [vendor]: null } })} isDanger>
      <p>{say("settings.vendor.endMeans")}</p>
      <AppliesNow name="vendors" shown={shown} />
    </CommandForm>
  )
}
