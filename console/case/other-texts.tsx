import type { paths } from "../../client/api/generated/paths.ts"
import { kindInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { api } from "../api/console-api.ts"
import { useCommand } from "../api/use-command.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { useMoment } from "../parts/moment.tsx"
import { useCase, useMayChangeCase } from "./case-context.tsx"
import type { CaseView } from "./case-view.ts"
import { useLawWords } from "./duty-words.ts"

type OtherText = NonNullable<CaseView["otherTexts"]>[number]
type Change = OtherText["changes"][number]
type Accepted = paths["/v1/cases/{caseAlias}/law-texts"]["post"]["requestBody"]["content"]["application/json"]

/** Laws of which the hub has another text than the party's duties follow: what each would change, and to accept it. */
export function OtherTexts() {
  const { otherTexts = [] } = useCase().view
  return otherTexts.map((other) => <OtherTextCard key={other.law} other={other} />)
}

function OtherTextCard({ other: { law, text, edition, keptEdition, changes } }: { readonly other: OtherText }) {
  const say = useSay()
  const nameLaw = useLawWords()
  const changeInWords = useChangeWords()
  const mayChange = useMayChangeCase()
  const command = useCommand(
    (body: Accepted, headers, caseAlias) =>
      api.POST("/v1/cases/{caseAlias}/law-texts", { params: { path: { caseAlias } }, headers, body }),
    () => say("texts.accepted"),
  )
  return (
    <article className="card" aria-labelledby={`text-${law}`}>
      <h4 id={`text-${law}`}>{say("texts.title", { law: nameLaw(law) })}</h4>
      <p>{say("texts.means", { kept: keptEdition, edition })}</p>
      {changes.length === 0 ? <p>{say("texts.same")}</p> : null}
      <ul>
        {changes.map((change) => (
          <li key={JSON.stringify(change)}>{changeInWords(change)}</li>
        ))}
      </ul>
      {mayChange ? <CommandForm command={command} label={say("texts.accept")} input={() => ({ law, text })} /> : null}
    </article>
  )
}

const dutyInWords = (kind: Change["kind"], section: string | undefined, language: Parameters<typeof kindInWords>[1]) =>
  section === undefined ? kindInWords(kind, language) : `${kindInWords(kind, language)} (${section})`

/** Puts into words what another text changes: the duty, when it is due, and what else is otherwise. */
function useChangeWords(): (change: Change) => string {
  const say = useSay()
  const { language } = useLanguage()
  const inWords = useMoment()
  const due = (dueAt: string | null) => (dueAt === null ? say("texts.noDate") : inWords(dueAt, true))
  return ({ kind, section, change, duties, before, after, changesContents, changesConditions }) => {
    const isMoved = before !== undefined && after !== undefined && before.dueAt !== after.dueAt
    return [
      say(`texts.${change}`, { duty: dutyInWords(kind, section?.[language], language), count: duties }),
      ...(isMoved ? [say("texts.due", { before: due(before.dueAt), after: due(after.dueAt) })] : []),
      ...(change === "added" && after !== undefined ? [say("texts.dueNew", { after: due(after.dueAt) })] : []),
      ...(after === undefined || after.presumption === before?.presumption
        ? []
        : [say(`duties.presumption.${after.presumption}`)]),
      ...(changesContents ? [say("texts.contents")] : []),
      ...(changesConditions ? [say("texts.conditions")] : []),
    ].join(" ")
  }
}
