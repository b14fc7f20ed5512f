import { useQuery } from "@tanstack/react-query"
import { Link } from "react-router"
import { capital, dateOnly, labelled } from "../../shared/base/platform/bilingual.ts"
import { declineInWords, kindInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { answerOf, api } from "../api/console-api.ts"
import { pollMilliseconds } from "../api/polling.ts"
import { useMayAct } from "../api/session.ts"
import { useCommand } from "../api/use-command.ts"
import { useCase } from "../case/case-context.tsx"
import { casePartTitles, pathOfPart } from "../case/case-pages.ts"
import { caseKey } from "../case/case-query.ts"
import { useLawWords } from "../case/duty-words.ts"
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
  const nameRequest = useRequestWords()
  const { letterId, request, state, askedAt, answerBy, seenAt, answeredAt, unansweredAt, checkCode, reference } = letter
  const isOpen = state !== "answered" && state !== "revoked"
  const isLate = state === "sent" && unansweredAt !== undefined
  return (
    <>
      <h3>{nameRequest(request)}</h3>
      <p>
        <span className={isLate || state === "notDelivered" ? "badge late" : "badge"}>
          {say(isLate ? "letters.unanswered" : `letters.state.${state}`)}
        </span>
      </p>
      {state === "notDelivered" ? (
        <p>
          {say("letters.correctAddress")} <Link to="/settings">{say("settings.title")}</Link>
        </p>
      ) : null}
      <Answer letter={letter} />
      <dl className="facts">
        <TimeFact label="letters.askedAt" at={askedAt} />
        {isOpen && answerBy !== undefined ? <TimeFact label="letters.answerBy" at={answerBy} /> : null}
        {seenAt === undefined ? null : <TimeFact label="letters.seenAt" at={seenAt} />}
        {answeredAt === undefined ? null : <TimeFact label="letters.answeredAt" at={answeredAt} />}
        {reference === undefined ? null : (
          <div>
            <dt>{say("letters.reference")}</dt>
            <dd>{reference}</dd>
          </div>
        )}
        <div>
          <dt>{say("letters.checkCode")}</dt>
          <dd>
            {checkCode} <span className="hint">{say("letters.checkHint")}</span>
          </dd>
        </div>
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

/** What a letter asks for: a duty by its name, since several letters may each ask for one. */
function useRequestWords(): (request: Letter["request"]) => string {
  const say = useSay()
  const { language } = useLanguage()
  const nameLaw = useLawWords()
  return (request) =>
    request.kind === "doDuty"
      ? labelled(nameLaw(request.law), kindInWords(request.dutyKind, language), language)
      : say(`letters.request.${request.kind}`)
}

type TimeLabel = `letters.${"askedAt" | "answerBy" | "seenAt" | "answeredAt"}`

function TimeFact({ label, at }: { readonly label: TimeLabel; readonly at: string }) {
  const say = useSay()
  return (
    <div>
      <dt>{say(label)}</dt>
      <dd>
        <Moment at={at} />
      </dd>
    </div>
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
    <ActionDialog label={say(label)} title={say(label)} className={isDanger ? "quiet" : ""}>
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
      {body.step === "sendAgain" ? <p>{say("letters.sendAgainMeans")}</p> : null}
    </CommandForm>
  )
}
