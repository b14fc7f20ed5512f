import { attemptReason } from "../../shared/base/contracts/words.ts"
import { capital } from "../../shared/base/platform/bilingual.ts"
import { toolInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { voucherInWords } from "../../shared/watch/detection/anomalies/voucher-in-words.ts"
import { usePersonWords } from "../api/colleagues.ts"
import { api } from "../api/console-api.ts"
import { useMayAct } from "../api/session.ts"
import { usePlainCommand } from "../api/use-command.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { useAnnounce } from "../parts/announcements.tsx"
import { BilingualText } from "../parts/bilingual-text.tsx"
import { Moment } from "../parts/moment.tsx"
import { PendingButton } from "../parts/pending-button.tsx"
import { ProblemText } from "../parts/problem-text.tsx"
import { RestrictionDetails } from "./restriction-forms.tsx"
import type { Attempt } from "./restrictions-query.ts"

type AttemptProps = { readonly attempt: Attempt }

/** One attempt: what was looked up, who says so, what a law asks, and the way to put it away. */
export function AttemptDetails({ attempt }: AttemptProps) {
  const say = useSay()
  const { language } = useLanguage()
  const namePerson = usePersonWords()
  const mayAct = useMayAct()
  const { tool, explanation, vouchedBy, asked, restriction, closed } = attempt
  return (
    <>
      <p>
        <strong>{capital(toolInWords(tool, language))}.</strong> <BilingualText text={explanation} />
      </p>
      {vouchedBy === undefined ? null : (
        <p>{say("attempts.vouchedBy", { who: voucherInWords(vouchedBy, language) })}</p>
      )}
      {asked.map(({ law, name, section, to }) => (
        <p key={law} className="problem">
          {say("attempts.asked", { law: name[language], section: section[language], to: to[language] })}
        </p>
      ))}
      {closed === undefined ? null : (
        <p>
          {say("attempts.closed", { person: namePerson(closed.by), reason: say(`attempts.reason.${closed.reason}`) })}{" "}
          <Moment at={closed.at} />
        </p>
      )}
      {mayAct && closed === undefined ? <ClosingButtons attempt={attempt} /> : null}
      {restriction === undefined ? null : <RestrictionDetails restriction={restriction} />}
    </>
  )
}

/** One press on a reason puts the attempt away. */
function ClosingButtons({ attempt: { attemptId } }: AttemptProps) {
  const say = useSay()
  const announce = useAnnounce()
  const command = usePlainCommand({
    call: (reason: NonNullable<Attempt["closed"]>["reason"], headers) =>
      api.POST("/v1/refused-attempts/{attemptId}/closing", {
        params: { path: { attemptId } },
        headers,
        body: { reason },
      }),
    changes: ["restrictions", "attempts"],
    onDone: () => announce(say("attempts.closed.done")),
  })
  return (
    <fieldset>
      <legend>{say("attempts.close")}</legend>
      {command.problem === null ? null : <ProblemText problem={command.problem} isAnswer />}
      <div className="buttons">
        {attemptReason.options.map((reason) => (
          <PendingButton key={reason} isPending={command.isSending} onPress={() => command.send(reason)}>
            {say(`attempts.reason.${reason}`)}
          </PendingButton>
        ))}
      </div>
    </fieldset>
  )
}
