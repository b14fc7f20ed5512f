import { useInfiniteQuery } from "@tanstack/react-query"
import { useState } from "react"
import { Link } from "react-router"
import { answerOf, api } from "../api/console-api.ts"
import { pollMilliseconds } from "../api/polling.ts"
import { useMayAct } from "../api/session.ts"
import { usePlainCommand } from "../api/use-command.ts"
import { useSay } from "../language/language-provider.tsx"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { useAnnounce } from "../parts/announcements.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { OneOf } from "../parts/fields.tsx"
import { Moment, useMoment } from "../parts/moment.tsx"
import { Page } from "../parts/page.tsx"
import { MoreButton, Reading } from "../parts/reading.tsx"
import { useSettings } from "../settings/settings-query.ts"
import { WebhookState } from "../settings/webhook-form.tsx"
import { type Attempt, attemptsKey, isRefused, whichAttempts } from "./attempts.ts"
import { RecoveryForm } from "./recovery-form.tsx"

const readAttempts = (after: string | undefined) =>
  answerOf(api.GET("/v1/webhooks/attempts", { params: { query: after === undefined ? {} : { after } } }))

/** What was tried at the party's webhook, and what is sent to it again. */
export function WebhookPage() {
  const say = useSay()
  const mayAct = useMayAct()
  const { pages, shown } = useSettings()
  const { webhook, settings } = shown ?? {}
  const isSent = settings?.webhookUrl !== undefined && webhook?.state !== "disabled"
  return (
    <Page title={say("webhook.title")}>
      <p>{say("webhook.intro")}</p>
      <Reading of={pages} />
      {shown !== undefined && settings?.webhookUrl === undefined ? <p>{say("settings.webhook.none")}</p> : null}
      <WebhookState webhook={webhook} />
      <p>
        <Link to="/settings">{say("webhook.toSettings")}</Link>
      </p>
      {mayAct && isSent ? (
        <>
          <h2>{say("webhook.recover")}</h2>
          <p>{say("webhook.recoverIntro")}</p>
          <ActionDialog label={say("webhook.recover")} title={say("webhook.recover")}>
            {(close) => <RecoveryForm onDone={close} />}
          </ActionDialog>
        </>
      ) : null}
      <Attempts mayResend={mayAct && isSent} />
    </Page>
  )
}

/** All attempts, the newest first. */
function Attempts({ mayResend }: { readonly mayResend: boolean }) {
  const say = useSay()
  const [which, setWhich] = useState<(typeof whichAttempts)[number]>("all")
  const pages = useInfiniteQuery({
    queryKey: attemptsKey,
    queryFn: ({ pageParam }) => readAttempts(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ body }) => body.next,
    refetchInterval: pollMilliseconds,
  })
  const read = pages.data?.pages.flatMap(({ body }) => body.attempts) ?? []
  const attempts = which === "all" ? read : read.filter(isRefused)
  return (
    <section aria-labelledby="attempts">
      <h2 id="attempts">{say("webhook.attempts")}</h2>
      <Reading of={pages} />
      {read.length === 0 ? null : (
        <OneOf
          label={say("webhook.which")}
          options={whichAttempts.map((value) => ({ value, label: say(`webhook.which.${value}`) }))}
          value={which}
          onChange={setWhich}
          isInline
        />
      )}
      {pages.isSuccess && attempts.length === 0 ? (
        <p>{say(read.length === 0 ? "webhook.none" : "webhook.noneRefused", { count: read.length })}</p>
      ) : null}
      <ol className="cards">
        {attempts.map((attempt) => (
          <li className="card" key={attempt.attemptId}>
            <AttemptCard attempt={attempt} mayResend={mayResend} />
          </li>
        ))}
      </ol>
      <MoreButton pages={pages}>{say("webhook.more")}</MoreButton>
    </section>
  )
}

/** One attempt: what the endpoint answered, and what happens next. */
function AttemptCard({ attempt, mayResend }: { readonly attempt: Attempt; readonly mayResend: boolean }) {
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
