import { useState } from "react"
import { useSay } from "../language/language-provider.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { TextBox } from "../parts/fields.tsx"
import { Moment } from "../parts/moment.tsx"
import { Wrong } from "../parts/problem-text.tsx"
import { AppliesNow, type SettingsFormProps, type ShownSettings } from "./setting-lines.tsx"
import { useSettingsCommand } from "./settings-query.ts"
import { isWebhookAddress } from "./typed-settings.ts"

/** How the webhook fares. Of a Slack channel nothing is known. */
export function WebhookState({ webhook }: { readonly webhook: ShownSettings["webhook"] }) {
  const say = useSay()
  if (webhook === undefined) return null
  const { state, at } = webhook
  return (
    <p>
      <span className={state === "failed" || state === "disabled" ? "badge late" : "badge"}>
        {say(`settings.webhook.state.${state}`)}
      </span>{" "}
      {at === undefined ? null : (
        <>
          {say("settings.webhook.since")} <Moment at={at} />.{" "}
        </>
      )}
      {say(`settings.webhook.means.${state}`)}
    </p>
  )
}

/** Changes where events are posted to. */
export function AddressForm({ shown, onDone }: SettingsFormProps) {
  const say = useSay()
  const [url, setUrl] = useState(shown.settings.webhookUrl ?? "")
  const [isWrong, setWrong] = useState(false)
  const command = useSettingsCommand(shown.etag, onDone)
  const input = () => {
    const webhookUrl = url.trim()
    const isRight = isWebhookAddress(webhookUrl)
    setWrong(!isRight)
    return isRight ? { webhookUrl } : undefined
  }
  return (
    <CommandForm command={command} label={say("settings.save")} input={input}>
      <p>{say("settings.webhook.changeMeans")}</p>
      <AppliesNow name="webhookUrl" shown={shown} />
      <TextBox
        label={say("settings.webhook.address")}
        hint={say("settings.webhook.addressHint")}
        value={url}
        onChange={setUrl}
        maxLength={2000}
        isRequired
      />
      {isWrong ? <Wrong>{say("settings.webhook.wrong")}</Wrong> : null}
    </CommandForm>
  )
}

/** Sets the same address again: that enables it, if it answers. */
export function VerifyForm({ shown, onDone }: SettingsFormProps) {
  const say = useSay()
  const command = useSettingsCommand(shown.etag, onDone)
  const { webhookUrl } = shown.settings
  const input = () => (webhookUrl === undefined ? undefined : { webhookUrl })
  return (
    <CommandForm command={command} label={say("settings.webhook.verify")} input={input}>
      <p>{say("settings.webhook.verifyMeans")}</p>
      <AppliesNow name="webhookUrl" shown={shown} />
    </CommandForm>
  )
}
