import { useSay } from "../language/use-say.ts"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { type Facts, useFactsCommand } from "./facts-command.ts"

type WithdrawFactProps = { readonly title: string; readonly facts: Facts }

/** Takes a fact back. The timeline keeps that it was stated. */
export function WithdrawFact({ title, facts }: WithdrawFactProps) {
  const say = useSay()
  return (
    <ActionDialog
      className="quiet"
      label={say("facts.takeBack")}
      name={say("facts.withdraw", { fact: title })}
      title={title}
    >
      {(close) => <WithdrawForm facts={facts} onDone={close} />}
    </ActionDialog>
  )
}

function WithdrawForm({ facts, onDone }: { readonly facts: Facts; readonly onDone: () => void }) {
  const say = useSay()
  const command = useFactsCommand(onDone)
  return (
    <CommandForm command={command} label={say("facts.takeBack")} input={() => facts} isDanger>
      <p>{say("facts.withdrawMeans")}</p>
    </CommandForm>
  )
}
