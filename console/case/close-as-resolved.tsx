import { api } from "../api/console-api.ts"
import { useCommand } from "../api/use-command.ts"
import { useSay } from "../language/language-provider.tsx"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { CommandForm } from "../parts/command-form.tsx"

/** Closes the case once nothing keeps it open. */
export function CloseAsResolved({ label }: { readonly label: string }) {
  const say = useSay()
  return (
    <ActionDialog className="primary" label={label} title={say("closing.resolved")}>
      {(close) => <ClosingForm outcome="resolved" onDone={close} />}
    </ActionDialog>
  )
}

type ClosingFormProps = { readonly outcome: "resolved" | "falseAlarm"; readonly onDone: () => void }

/** Confirms the closing of the case. */
export function ClosingForm({ outcome, onDone }: ClosingFormProps) {
  const say = useSay()
  const command = useCommand(
    (wanted: ClosingFormProps["outcome"], headers, caseAlias) =>
      api.POST("/v1/cases/{caseAlias}/closing", {
        params: { path: { caseAlias } },
        headers,
        body: { outcome: wanted },
      }),
    (body) => say("state" in body && body.state !== "open" ? "closing.done" : "closing.stated"),
    onDone,
  )
  return (
    <CommandForm command={command} label={say(`closing.confirm.${outcome}`)} input={() => outcome} isDanger>
      <p>{say(`closing.means.${outcome}`)}</p>
    </CommandForm>
  )
}
