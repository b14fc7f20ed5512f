import { type ReactNode, useState } from "react"
import { Form } from "react-aria-components"
import type { Command } from "../api/use-command.ts"
import { DraftEnd, DraftNews } from "../drafts/draft-news.tsx"
import { useSay } from "../language/language-provider.tsx"
import { PendingButton } from "./pending-button.tsx"
import { ProblemText, Wrong } from "./problem-text.tsx"

type CommandFormProps<Input> = {
  readonly command: Command<Input>
  /** What the button says. */
  readonly label: string
  /** What is sent. Undefined when something is still wrong, which the form then says itself. */
  readonly input: () => Input | undefined
  /** For what cannot be taken back. */
  readonly isDanger?: boolean
  /** What the person confirms with a second press, in a sentence. Undefined: one press sends it. */
  readonly confirm?: (input: Input) => string | undefined
  readonly children?: ReactNode
  /** A second button, such as one to leave the form. */
  readonly aside?: ReactNode
}

/** A form that sends one command, and says why the hub refused it. What was typed stays, also as a draft. */
export function CommandForm<Input>(props: CommandFormProps<Input>) {
  const { command, label, input, isDanger = false, confirm, children, aside } = props
  const say = useSay()
  const [asked, setAsked] = useState<string>()
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault()
        const given = input()
        const toConfirm = given === undefined ? undefined : confirm?.(given)
        // What was changed since the question is asked again.
        const isConfirmed = toConfirm === undefined || toConfirm === asked
        setAsked(isConfirmed ? undefined : toConfirm)
        if (given !== undefined && isConfirmed) command.send(given)
      }}
    >
      <DraftNews problem={command.problem} />
      {children}
      {asked === undefined ? null : <Wrong>{asked}</Wrong>}
      {command.problem === null ? null : <ProblemText problem={command.problem} isAnswer />}
      <div className="buttons">
        <PendingButton type="submit" className={isDanger ? "danger" : "primary"} isPending={command.isSending}>
          {command.isSending ? say("form.sending") : asked === undefined ? label : say("form.confirm")}
        </PendingButton>
        {aside}
      </div>
      <DraftEnd />
    </Form>
  )
}
