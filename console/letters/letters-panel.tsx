import { useQuery } from "@tanstack/react-query"
import { Link } from "react-router"
import { capital, dateOnly } from "../../shared/base/platform/bilingual.ts"
import { declineInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { answerOf, api } from "../api/console-api.ts"
import { pollMilliseconds } from "../api/polling.ts"
import { useMayAct } from "../api/session.ts"
import { useCommand } from "../api/use-command.ts"
import { useCase } from "../case/case-context.tsx"
import { casePartTitles, pathOfPart } from "../case/case-pages.ts"
import { caseKey } from "../case/case-query.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { Moment } from "../parts/moment.tsx"
import { Reading } from "../parts/reading.tsx"

const readLetters = (caseAlias: string) =>
  answerOf(api.GET("/v1/cases/{caseAlias}/letters", { params: { path: { caseAlias } } }))

type Letter = Awaited<ReturnType<typeof readLetters>>["body"]["letters"][number]

/** The letters to a carrier that takes no part, what became of each, and how to write again. Nothing in other cases. */
export function LettersPanel() {
  const say = useSay()
  const { others } = useCase().view
  if (others.every(({ byLetter }) => byLetter !== true)) return null
  return (
    <section aria-labelledby="letters">
      <h2 id="letters">{say("letters.title")}</h2>
      <p>{say("letters.intro")}</p>
      <Letters />
    </section>
  )
}

function Letters() {
  const { caseAlias } = useCase().view
  const mayAct = useMayAct()
  const reading = useQuery({
    queryKey: [...caseKey(caseAlias), "letters"],
    queryFn: () => readLetters(caseAlias),
    refetchInterval: pollMilliseconds,
  })
  const letters = reading.data?.body.letters ?? []
  return (
    <>
      <Reading of={reading} />
      <ul className="cards">
        {letters.map((letter) => (
          <li key={letter.letterId} className="card">
            <LetterCard letter={letter} />
          </li>
        ))}
      </ul>
      {mayAct && reading.data !== undefined ? (
        <div className="buttons">
          {(["tellWhatWasSeen", "stopTool"] as const).map((request) => (
            <LetterAction key={request} label={`letters.ask.${request}`} body={{ step: "ask", request }} />
          ))}
        </div>
      ) : null}
    </>
  )
}

function LetterCard({ letter }: { readonly letter: Letter }) {
  const say = useSay()
  const mayAct = useMayAct()
  const { letterId, request, state, askedAt, answerBy, seenAt, answeredAt, checkCode, reference } = letter
  const isOpen = state !== "answered" && state !== "revoked"
  return (
    <>
      <h3>{say(`letters.request.${request.kind}`)}</h3>
      <p>
        <span className="badge">{say(`letters.state.${state}`)}</span>
      </p>
      <Answer letter={letter} />
      <dl className="facts">
        <dt>{say("letters.askedAt")}</dt>
        <dd>
          <Moment at={askedAt} />
        </dd>
        {isOpen && answerBy !== undefined ? <Fact label="letters.answerBy" at={answerBy} /> : null}
        {seenAt === undefined ? null : <Fact label="letters.seenAt" at={seenAt} />}
        {answeredAt === undefined ? null : <Fact label="letters.answeredAt" at={answeredAt} />}
        {reference === undefined ? null : (
          <>
            <dt>{say("letters.reference")}</dt>
            <dd>{reference}</dd>
          </>
        )}
        <dt>{say("letters.checkCode")}</dt>
        <dd>
          {checkCode} <span className="hint">{say("letters.checkHint")}</span>
        </dd>
      </dl>
      {mayAct && isOpen ? (
        <div className="buttons">
          <LetterAction label="letters.sendAgain" body={{ step: "sendAgain", letterId }} />
          <LetterAction label="letters.revoke" body={{ step: "revoke", letterId }} isDanger />
        </div>
      ) : null}
    </>
  )
}

type TimeLabel = "letters.answerBy" | "letters.seenAt" | "letters.answeredAt"

function Fact({ label, at }: { readonly label: TimeLabel; readonly at: string }) {
  const say = useSay()
  return (
    <>
      <dt>{say(label)}</dt>
      <dd>
        <Moment at={at} />
      </dd>
    </>
  )
}

/** What the carrier answered. The hub has it from somebody who had the link, and nobody has checked it. */
function Answer({ letter: { answer, file, late } }: { readonly letter: Letter }) {
  const say = useSay()
  const { language } = useLanguage()
  const { caseAlias } = useCase().view
  if (answer === undefined) return null
  const day = answer.kind === "accept" ? answer.promisedBy : undefined
  return (
    <>
      <p>
        {day === undefined
          ? say(`letters.answer.${answer.kind}`)
          : say("letters.answer.acceptBy", { day: dateOnly(day, language) })}{" "}
        {answer.kind === "decline" ? capital(declineInWords(answer.reason, language)) : null}
      </p>
      {file === undefined ? null : (
        <p>
          {say("letters.file")}{" "}
          <Link to={`/cases/${caseAlias}/${pathOfPart("evidence")}`}>{say(casePartTitles.evidence)}</Link>
        </p>
      )}
      {late === undefined ? null : <p>{say("letters.late")}</p>}
    </>
  )
}

type LetterBody = Parameters<typeof writeLetter>[0]
type Asked = {
  readonly label: `letters.ask.${"tellWhatWasSeen" | "stopTool"}` | "letters.sendAgain" | "letters.revoke"
}

const writeLetter = (
  body: { step: "ask"; request: "tellWhatWasSeen" | "stopTool" } | { step: "sendAgain" | "revoke"; letterId: string },
  headers: { readonly "idempotency-key": string; readonly "if-match"?: string },
  caseAlias: string,
) => api.POST("/v1/cases/{caseAlias}/letters", { params: { path: { caseAlias } }, headers, body })

/** One step with a letter. A mail that is sent cannot be taken back, so the form says first what it does. */
function LetterAction(props: Asked & { readonly body: LetterBody; readonly isDanger?: boolean }) {
  const { label, body, isDanger = false } = props
  const say = useSay()
  return (
    <ActionDialog label={say(label)} title={say(label)} className={isDanger ? "quiet" : "primary"}>
      {(close) => <LetterForm label={label} body={body} isDanger={isDanger} onDone={close} />}
    </ActionDialog>
  )
}

function LetterForm(
  props: Asked & { readonly body: LetterBody; readonly isDanger: boolean; readonly onDone: () => void },
) {
  const { label, body, isDanger, onDone } = props
  const say = useSay()
  const command = useCommand(writeLetter, () => say("letters.done"), onDone)
  return (
    <CommandForm command={command} label={say(label)} input={() => body} isDanger={isDanger}>
      <p>{say(body.step === "revoke" ? "letters.revokeMeans" : "letters.sendMeans")}</p>
    </CommandForm>
  )
}
