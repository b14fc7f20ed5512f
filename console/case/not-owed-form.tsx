import { useState } from "react"
import { Link } from "react-router"
import { capital } from "../../shared/base/platform/bilingual.ts"
import { assessmentReasonInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { now } from "../api/server-time.ts"
import { useLanguage } from "../language/language-provider.tsx"
import { useSay } from "../language/use-say.ts"
import { CommandForm } from "../parts/command-form.tsx"
import { SomeOf, TextBox } from "../parts/fields.tsx"
import { MomentField, useStatedMoment } from "../parts/moment-field.tsx"
import { useCase } from "./case-context.tsx"
import type { OwnDuty } from "./case-view.ts"
import { type DutyStep, useDutyCommand } from "./duty-command.ts"

type Excuse = OwnDuty["excuses"][number]

/** Records that a reason which the law knows excuses a duty, although its test may be met. */
export function NotOwedForm({ duty, onDone }: { readonly duty: OwnDuty; readonly onDone: () => void }) {
  const say = useSay()
  const { language } = useLanguage()
  const command = useDutyCommand(duty.dutyId, onDone)
  const excuse = useExcuse(duty)
  const { caseAlias } = useCase().view
  return (
    <CommandForm command={command} label={say("duties.operation.assessNotOwed")} input={excuse.input}>
      <p>{say("duties.meaning.assessNotOwed")}</p>
      {duty.test === undefined ? null : (
        <p>
          <Link to={`/cases/${caseAlias}/assessment`}>{say("duties.toAssessment")}</Link>
        </p>
      )}
      <SomeOf
        label={say("duties.excuses")}
        value={excuse.reasons}
        onChange={excuse.setReasons}
        options={duty.excuses.map((value) => ({ value, label: capital(assessmentReasonInWords(value, language)) }))}
        isRequired
      />
      {excuse.reasons.includes("lawEnforcementProhibits") ? (
        <MomentField label={say("assessment.until")} moment={excuse.until} />
      ) : null}
      <TextBox
        label={say("assessment.explanation")}
        hint={say("form.noPersonalData")}
        value={excuse.explanation}
        onChange={excuse.setExplanation}
        maxLength={2000}
        isLong
      />
      <TextBox label={say("assessment.by")} value={excuse.by} onChange={excuse.setBy} maxLength={100} isRequired />
    </CommandForm>
  )
}

function useExcuse({ law, test, excuses }: OwnDuty) {
  const say = useSay()
  const { assessments } = useCase().view
  const known = assessments.find((one) => one.law === law && one.test === test)
  const [reasons, setReasons] = useState<Excuse[]>(excuses.length === 1 ? [...excuses] : [])
  const [explanation, setExplanation] = useState("")
  const [by, setBy] = useState(say("assessment.byOfficer"))
  const until = useStatedMoment("")
  const input = (): DutyStep => {
    const end = reasons.includes("lawEnforcementProhibits") ? until.instant() : undefined
    const assessment = {
      law,
      ...(test === undefined ? {} : { test }),
      met: known?.met ?? ("yes" as const),
      // What was weighed stays with the answer.
      ...(known?.factors === undefined ? {} : { factors: known.factors }),
      reasons,
      ...(explanation.trim() === "" ? {} : { explanation: explanation.trim() }),
      ...(end === undefined ? {} : { until: end }),
      assessedBy: by.trim(),
      assessedAt: now().toISOString(),
    }
    return { operation: "assessNotOwed", assessment }
  }
  return { reasons, setReasons, explanation, setExplanation, by, setBy, until, input }
}
