import * as z from "zod"
import type { paths } from "../../client/api/generated/paths.ts"
import { measureCode, measureKind } from "../../shared/base/contracts/words.ts"
import { measureInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { commandsInTurn } from "../api/commands-in-turn.ts"
import { api } from "../api/console-api.ts"
import { useCommand } from "../api/use-command.ts"
import { useTyped } from "../drafts/draft-context.ts"
import { Drafted } from "../drafts/drafted.tsx"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { MomentField, OneOf, SomeOf, useStatedMoment } from "../parts/fields.tsx"
import { Moment } from "../parts/moment.tsx"
import { useAwaitedFacts } from "./awaited-facts.ts"
import { useCase, useMayChangeCase } from "./case-context.tsx"
import { usePartyWords } from "./duty-words.ts"

type Measure = paths["/v1/cases/{caseAlias}/measures"]["post"]["requestBody"]["content"]["application/json"]

/** What was done against the breach, by whom and when, and the way to add more. */
export function Measures() {
  const say = useSay()
  const { language } = useLanguage()
  const nameParty = usePartyWords()
  const mayChange = useMayChangeCase()
  const { measures, containment } = useCase().view
  const isAwaited = useAwaitedFacts().has("measures")
  return (
    <section aria-labelledby="measures">
      <h3 id="measures">{say("measures.title")}</h3>
      {containment.attested ? null : (
        <>
          <p>{say("measures.containmentMissing")}</p>
          {mayChange ? (
            <ActionDialog label={say("measures.attest")} title={say("measures.attest")}>
              {(close) => <AttestForm onDone={close} />}
            </ActionDialog>
          ) : null}
        </>
      )}
      {measures.length === 0 ? <p>{say("measures.none")}</p> : null}
      <ul>
        {measures.map(({ kind, code, at, by }) => (
          <li key={`${kind} ${code} ${at}`}>
            {measureInWords(code, language)}{" "}
            <span className="hint">
              {say(`measures.kind.${kind}`)}, {"self" in by && by.self ? say("party.self") : nameParty(by)},{" "}
              <Moment at={at} />
            </span>
          </li>
        ))}
      </ul>
      {isAwaited ? (
        <p>
          <span className="badge waiting">{say("measures.preventionAwaited")}</span>
        </p>
      ) : null}
      {mayChange ? <MeasurePlace isAwaited={isAwaited} /> : null}
    </section>
  )
}

/** The form is open while a document waits for a measure. A button opens it to record more. */
function MeasurePlace({ isAwaited }: { readonly isAwaited: boolean }) {
  const say = useSay()
  if (!isAwaited)
    return (
      <ActionDialog label={say("measures.add")} title={say("measures.add")} draft="measure">
        {(close) => <MeasureForm awaited={undefined} onDone={close} />}
      </ActionDialog>
    )
  return (
    <section className="card" aria-labelledby="add-measure">
      <h4 id="add-measure">{say("measures.add")}</h4>
      <Drafted form="measure">
        <MeasureForm awaited="prevention" />
      </Drafted>
    </section>
  )
}

function useMeasureCommand(onDone?: () => void) {
  const say = useSay()
  return useCommand(
    (measures: readonly Measure[], headers, caseAlias) =>
      commandsInTurn(measures, headers, (body, of) =>
        api.POST("/v1/cases/{caseAlias}/measures", { params: { path: { caseAlias } }, headers: of, body }),
      ),
    () => say("form.recorded"),
    onDone,
  )
}

const attested = (at: string): Measure => ({ kind: "containment", code: "containmentAttested", at })

/** Attests that the lookups have ended: what every case needs before it closes. */
function AttestForm({ onDone }: { readonly onDone: () => void }) {
  const say = useSay()
  const at = useStatedMoment()
  const command = useMeasureCommand(onDone)
  const input = () => {
    const instant = at.instant()
    return instant === undefined ? undefined : [attested(instant)]
  }
  return (
    <CommandForm command={command} label={say("facts.record")} input={input}>
      <p>{say("measures.attestMeans")}</p>
      <MomentField label={say("measures.at")} moment={at} />
    </CommandForm>
  )
}

type MeasureFormProps = {
  /** The kind of measure that a document waits for. */
  readonly awaited: Measure["kind"] | undefined
  readonly onDone?: () => void
}

function MeasureForm({ awaited, onDone }: MeasureFormProps) {
  const say = useSay()
  const { language } = useLanguage()
  const [kind, setKind] = useTyped("kind", measureKind.optional(), awaited)
  const [code, setCode] = useTyped("code", measureCode.optional(), undefined)
  const [ended, setEnded] = useTyped<"ended"[]>("ended", z.array(z.literal("ended")), [])
  const at = useStatedMoment()
  const command = useMeasureCommand(onDone)
  const mayAttest = !useCase().view.containment.attested && code !== "containmentAttested"
  const input = (): Measure[] | undefined => {
    const instant = at.instant()
    if (kind === undefined || code === undefined || instant === undefined) return undefined
    // The form does not ask again for what is attested, so a second press repeats nothing.
    return [...(mayAttest && ended.length > 0 ? [attested(instant)] : []), { kind, code, at: instant }]
  }
  return (
    <CommandForm command={command} label={say("facts.record")} input={input}>
      <OneOf
        label={say("measures.kind")}
        value={kind}
        onChange={setKind}
        options={measureKind.options.map((value) => ({ value, label: say(`measures.kind.${value}`) }))}
      />
      <OneOf
        label={say("measures.what")}
        value={code}
        onChange={setCode}
        options={measureCode.options.map((value) => ({ value, label: measureInWords(value, language) }))}
      />
      {code === "containmentAttested" ? <p className="hint">{say("measures.attestMeans")}</p> : null}
      <MomentField label={say("measures.at")} moment={at} />
      {mayAttest ? <EndedField ended={ended} setEnded={setEnded} /> : null}
    </CommandForm>
  )
}

type EndedFieldProps = { readonly ended: readonly "ended"[]; readonly setEnded: (ended: "ended"[]) => void }

/** Attests with a measure that the breach has ended. */
function EndedField({ ended, setEnded }: EndedFieldProps) {
  const say = useSay()
  const option = { value: "ended", label: say("measures.alsoAttest"), hint: say("measures.attestMeans") } as const
  return <SomeOf label={say("measures.ended")} value={ended} onChange={setEnded} options={[option]} />
}
