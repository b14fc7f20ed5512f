import { useState } from "react"
import type { Chart } from "../../shared/base/contracts/words.ts"
import { capital } from "../../shared/base/platform/bilingual.ts"
import { chartInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { useTyped } from "../drafts/draft-context.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { TextBox } from "../parts/fields.tsx"
import { Wrong } from "../parts/problem-text.tsx"
import { AppliesNow, type SettingsFormProps } from "./setting-lines.tsx"
import { useSettingsCommand } from "./settings-query.ts"
import {
  charts,
  type TypedLevels,
  type TypedThresholds,
  thresholdsPatch,
  typedThresholds,
  typedThresholdsSchema,
} from "./typed-settings.ts"

/** Changes from which score on a retailer is told of a finding. */
export function ThresholdsForm({ shown, onDone }: SettingsFormProps) {
  const say = useSay()
  const { language } = useLanguage()
  const [before] = useState(() => typedThresholds(shown.settings.thresholds))
  const [typed, setTyped] = useTyped<TypedThresholds>("levels", typedThresholdsSchema, before)
  const [wrong, setWrong] = useState<readonly Chart[]>([])
  const command = useSettingsCommand(shown.etag, onDone)
  const input = () => {
    const change = thresholdsPatch(before, typed)
    setWrong("wrong" in change ? change.wrong : [])
    return "wrong" in change ? undefined : { thresholds: change.patch }
  }
  return (
    <CommandForm command={command} label={say("settings.save")} input={input}>
      <p>{say("settings.thresholds.means")}</p>
      <AppliesNow name="thresholds" shown={shown} />
      {charts.map(({ name, hasAlert }) => (
        <fieldset className="group" key={name}>
          <legend>{capital(chartInWords(name, language))}</legend>
          <LevelFields
            levels={typed[name]}
            hasAlert={hasAlert}
            change={(levels) => setTyped({ ...typed, [name]: levels })}
          />
          {wrong.includes(name) ? <Wrong>{say("settings.thresholds.wrong")}</Wrong> : null}
        </fieldset>
      ))}
    </CommandForm>
  )
}

type LevelFieldsProps = {
  readonly levels: TypedLevels
  readonly hasAlert: boolean
  readonly change: (levels: TypedLevels) => void
}

function LevelFields({ levels, hasAlert, change }: LevelFieldsProps) {
  const say = useSay()
  return (
    <div className="columns">
      <TextBox
        label={say("settings.thresholds.notice")}
        type="text"
        value={levels.notice}
        onChange={(notice) => change({ ...levels, notice })}
      />
      {hasAlert ? (
        <TextBox
          label={say("settings.thresholds.alert")}
          type="text"
          value={levels.alert}
          onChange={(alert) => change({ ...levels, alert })}
        />
      ) : null}
    </div>
  )
}
