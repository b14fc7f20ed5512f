import * as z from "zod"
import { outsider } from "../../shared/base/contracts/words.ts"
import { capital } from "../../shared/base/platform/bilingual.ts"
import { outsiderInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { useMayAct } from "../api/session.ts"
import { useTyped } from "../drafts/draft-context.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { MomentField, OneOf, TextBox, useStatedMoment } from "../parts/fields.tsx"
import { Moment } from "../parts/moment.tsx"
import { useCase } from "./case-context.tsx"
import { type CorrespondenceStep, useCorrespondence } from "./correspondence-command.ts"

/** Whom outside of the exchange the party told of the breach, and the way to record it. */
export function ToldOutside() {
  const say = useSay()
  const { language } = useLanguage()
  const mayAct = useMayAct()
  const told = useCase().view.correspondence?.told ?? []
  return (
    <section aria-labelledby="outside">
      <h3 id="outside">{say("outside.title")}</h3>
      <p>{say("outside.intro")}</p>
      {told.length === 0 ? null : (
        <ul>
          {told.map(({ addressee, at, content }) => (
            <li key={`${addressee} ${at}`}>
              {capital(outsiderInWords(addressee, language))}, <Moment at={at} />:{" "}
              {content.kind === "text" ? content.text : say("outside.document", { id: content.documentId })}
            </li>
          ))}
        </ul>
      )}
      {mayAct ? (
        <ActionDialog label={say("outside.add")} title={say("outside.add")} draft="toldOutside">
          {(close) => <ToldForm onDone={close} />}
        </ActionDialog>
      ) : null}
    </section>
  )
}

function ToldForm({ onDone }: { readonly onDone: () => void }) {
  const say = useSay()
  const { language } = useLanguage()
  const command = useCorrespondence(onDone)
  const [addressee, setAddressee] = useTyped("addressee", outsider.optional(), undefined)
  const [text, setText] = useTyped("text", z.string(), "")
  const at = useStatedMoment()
  const input = (): CorrespondenceStep | undefined => {
    const toldAt = at.instant()
    if (addressee === undefined || toldAt === undefined) return undefined
    return { step: "told", addressee, at: toldAt, content: { kind: "text", text: text.trim() } }
  }
  return (
    <CommandForm command={command} label={say("facts.record")} input={input}>
      <OneOf
        label={say("outside.who")}
        value={addressee}
        onChange={setAddressee}
        options={outsider.options.map((value) => ({ value, label: capital(outsiderInWords(value, language)) }))}
      />
      <MomentField label={say("outside.at")} moment={at} />
      <TextBox
        label={say("outside.text")}
        hint={`${say("outside.textHint")} ${say("form.noPersonalData")}`}
        value={text}
        onChange={setText}
        maxLength={500}
        isLong
        isRequired
      />
    </CommandForm>
  )
}
