import { api } from "../api/console-api.ts"
import { usePlainCommand } from "../api/use-command.ts"
import { useSay } from "../language/use-say.ts"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { useAnnounce } from "../parts/announcements.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { Moment, useMoment } from "../parts/moment.tsx"
import { type Attempt, attemptsKey, isRefused } from "./attempts.ts"

/** One attempt: what the endpoint answered, and what happens next. */
export function AttemptCard({ attempt, mayResend }: { readonly attempt: Attempt; readonly mayResend: boolean }) {
  const say = useSay()
  const inWords = useMoment()
  const { at, type, eventId, status, durationMilliseconds, attempt: nth, nextAttemptAt } = attempt
  const isWrong = isRefused(attempt)
  return (
    <>
      <h3>
        <Moment at={at} />
      </h3>
      <p>
        <span className={isWrong ? "badge late" : "badge good"}>
          {typeof status === "number" ? say("webhook.answered", { status }) : say(`webhook.status.${status}`)}
        </span>
      </p>
      <p>
        {type}. {say("webhook.nth", { nth })} {say("webhook.took", { milliseconds: durationMilliseconds })}
      </p>
      {nextAttemptAt === undefined ? null : (
        <p>
          {say("webhook.next")} <Moment at={nextAttemptAt} />
        </p>
      )}
      <p className="hint">
        {say("webhook.event")} <code>{eventId}</code>
      </p>
      {mayResend ? (
        <ActionDialog
          label={say("webhook.resend")}
          name={`${say("webhook.resend")}: ${type}, ${inWords(at)}`}
          title={say("webhook.resend")}
        >
          {(close) => <ResendForm attempt={attempt} onDone={close} />}
        </ActionDialog>
      ) : null}
    </>
  )
}

type ResendFormProps = { readonly attempt: Attempt; readonly onDone: () => void }

/** Confirms that an event is sent again. */
function ResendForm({ attempt: { attemptId, type, eventId }, onDone }: ResendFormProps) {
  const say = useSay()
  const announce = useAnnounce()
  const command = usePlainCommand({
    call: (id: string, headers) =>
      api.POST("/v1/webhooks/attempts/{attemptId}/resend", { params: { path: { attemptId: id } }, headers }),
    changes: attemptsKey,
    onDone: () => {
      announce(say("webhook.resent"))
      onDone()
    },
  })
  return (
    <CommandForm command={command} label={say("webhook.resend")} input={() => attemptId}>
      <p>
        {type} (<code>{eventId}</code>)
      </p>
      <p>{say("webhook.resendMeans")}</p>
    </CommandForm>
  )
}
