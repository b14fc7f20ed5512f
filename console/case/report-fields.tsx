import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { Button } from "react-aria-components"
import type { DocumentLanguage } from "../../shared/base/contracts/words.ts"
import { answerOf, api } from "../api/console-api.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { useAnnounce } from "../parts/announcements.tsx"
import { ProblemText } from "../parts/problem-text.tsx"
import { useCase } from "./case-context.tsx"
import { caseKey } from "./case-query.ts"

const readFields = (caseAlias: string, language: DocumentLanguage) =>
  answerOf(api.GET("/v1/cases/{caseAlias}/report-fields", { params: { path: { caseAlias }, query: { language } } }))

type Report = Awaited<ReturnType<typeof readFields>>["body"]["reports"][number]
type ReportField = Report["fields"][number]

/** The reports field by field, to be copied into the regulators' own forms. */
export function ReportFields() {
  const say = useSay()
  const { language } = useLanguage()
  const { view, etag } = useCase()
  const { caseAlias, timelineHead } = view
  const { data, error } = useQuery({
    queryKey: [...caseKey(caseAlias), "report-fields", language, etag ?? timelineHead.seq],
    queryFn: () => readFields(caseAlias, language),
    placeholderData: (before) => before,
  })
  const reports = data?.body.reports ?? []
  if (error !== null) return <ProblemText problem={error} />
  if (reports.length === 0) return null
  return (
    <section aria-labelledby="report-fields">
      <h3 id="report-fields">{say("reportFields.title")}</h3>
      <p>{say("reportFields.intro")}</p>
      {reports.map((report) => (
        <details key={report.document} className="card">
          <summary>{report.title}</summary>
          <p>{report.addressee}</p>
          {report.reportAt === undefined ? null : (
            <p>
              <a href={report.reportAt} target="_blank" rel="noreferrer">
                {say("reportFields.toForm")}
              </a>
            </p>
          )}
          <p className="hint">{report.form.detail}</p>
          <dl className="fields">
            {report.fields.map((field) => (
              <FieldToCopy key={`${field.askedIn} ${field.under} ${field.section} ${field.field}`} field={field} />
            ))}
          </dl>
        </details>
      ))}
    </section>
  )
}

function FieldToCopy({ field }: { readonly field: ReportField }) {
  const say = useSay()
  const announce = useAnnounce()
  const [isCopied, setCopied] = useState(false)
  const name = field.translation ?? field.field
  const copy = async () => {
    await navigator.clipboard.writeText(field.values.join("\n"))
    setCopied(true)
    announce(say("reportFields.copied", { field: name }))
  }
  return (
    <div>
      <dt>
        {field.field}
        {field.translation === undefined ? null : <span className="hint"> {field.translation}</span>}
      </dt>
      <dd>
        {field.values.map((value) => (
          <p key={value}>{value}</p>
        ))}
        <p className="hint">
          {say(`reportFields.standing.${field.standing}`)} {field.comesFrom}
        </p>
        {field.standing === "known" ? (
          <Button
            className="quiet"
            aria-label={say("reportFields.copyField", { field: name })}
            onPress={() => void copy()}
          >
            {say(isCopied ? "reportFields.copiedShort" : "reportFields.copy")}
          </Button>
        ) : null}
      </dd>
    </div>
  )
}
