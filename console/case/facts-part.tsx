import * as z from "zod"
import { type ReportDetail, reportDetail } from "../../shared/base/contracts/legal-words.ts"
import { useTyped } from "../drafts/draft-context.ts"
import { useSay } from "../language/language-provider.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { RecordText } from "../parts/fields.tsx"
import { useCase } from "./case-context.tsx"
import { CausesFact } from "./causes-fact.tsx"
import { FactCard, WithdrawFact } from "./fact-card.tsx"
import { useFactsCommand } from "./facts-command.ts"
import { Measures } from "./measures.tsx"
import { DelayFact, TimeFact, WriteAgainFact } from "./time-facts.tsx"

/** What only the party can say: times, causes, details and measures. A later statement corrects an earlier one. */
export function FactsPart() {
  const say = useSay()
  const { discoveredAt, determinedAt } = useCase().view
  return (
    <>
      <p>{say("facts.intro")}</p>
      <Measures />
      <h3>{say("facts.times")}</h3>
      <div className="pairs">
        <TimeFact name="discoveredAt" known={discoveredAt} isStated />
        <TimeFact name="determinedAt" known={determinedAt} isStated={determinedAt !== undefined} />
        <DelayFact />
        <WriteAgainFact />
      </div>
      <h3>{say("facts.cause")}</h3>
      <CausesFact />
      <h3>{say("facts.details")}</h3>
      <p>{say("facts.detailsIntro")}</p>
      <div className="pairs">
        {reportDetail.options.map((name) => (
          <DetailFact key={name} name={name} />
        ))}
      </div>
    </>
  )
}

/** A detail in the officer's own words. */
function DetailFact({ name }: { readonly name: ReportDetail }) {
  const say = useSay()
  const known = useCase().view.details?.[name] ?? undefined
  const title = say(`facts.detail.${name}`)
  return (
    <FactCard
      id={name}
      title={title}
      {...(known === undefined ? {} : { known: <p>{known}</p> })}
      form={(close) => <DetailForm name={name} title={title} known={known ?? ""} onDone={close} />}
      more={known === undefined ? null : <WithdrawFact title={title} facts={{ details: { [name]: null } }} />}
    />
  )
}

type DetailFormProps = {
  readonly name: ReportDetail
  readonly title: string
  readonly known: string
  readonly onDone: () => void
}

function DetailForm({ name, title, known, onDone }: DetailFormProps) {
  const say = useSay()
  const command = useFactsCommand(onDone)
  const [text, setText] = useTyped("text", z.string(), known)
  return (
    <CommandForm command={command} label={say("facts.record")} input={() => ({ details: { [name]: text.trim() } })}>
      <RecordText label={title} value={text} onChange={setText} isRequired />
    </CommandForm>
  )
}
