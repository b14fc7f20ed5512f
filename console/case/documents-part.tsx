import { Link } from "react-router"
import { languageInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { Moment } from "../parts/moment.tsx"
import { Reading } from "../parts/reading.tsx"
import { useCase } from "./case-context.tsx"
import { DocumentButtons } from "./document-buttons.tsx"
import { type ListedDocument, type MissingFact, useDocuments } from "./documents-query.ts"
import { placeOfFact } from "./place-of-fact.ts"
import { ReportFields } from "./report-fields.tsx"

/** Every document of the case: what it still waits for, and the way to its file. */
export function DocumentsPart() {
  const say = useSay()
  const { language } = useLanguage()
  const { data, error, isPending } = useDocuments()
  const { documents = [], furtherNotices = [] } = data?.body ?? {}
  const waiting = documents.filter(({ missing }) => missing.length > 0)
  const ready = documents.filter(({ missing }) => missing.length === 0)
  return (
    <>
      <p>{say("documents.intro")}</p>
      <Reading of={{ isPending, error }} />
      {data?.body.correctedAt === undefined ? null : (
        <p className="problem">
          {say("documents.corrected")} <Moment at={data.body.correctedAt} />
        </p>
      )}
      <DocumentList title={say("documents.waiting")} documents={waiting} />
      <DocumentList title={say("documents.ready")} documents={ready} />
      {furtherNotices.length === 0 ? null : <h3>{say("documents.later")}</h3>}
      {furtherNotices.map(({ noticeKind, when }) => (
        <section className="card" key={noticeKind}>
          <h4>{say(`documents.notice.${noticeKind}`)}</h4>
          <p>{when}</p>
        </section>
      ))}
      {isPending ? null : (
        <section className="card">
          <h3>{say("documents.dossier")}</h3>
          <p>{say("documents.dossierIntro")}</p>
          <DocumentButtons title={say("documents.dossier")} language={language} formats={["pdf", "docx", "json"]} />
        </section>
      )}
      <ReportFields />
    </>
  )
}

type DocumentListProps = { readonly title: string; readonly documents: readonly ListedDocument[] }

function DocumentList({ title, documents }: DocumentListProps) {
  if (documents.length === 0) return null
  return (
    <section>
      <h3>{title}</h3>
      {documents.map((document) => (
        <DocumentCard key={document.document} listed={document} />
      ))}
    </section>
  )
}

function DocumentCard({ listed }: { readonly listed: ListedDocument }) {
  const say = useSay()
  const { language } = useLanguage()
  const { title, subtitle, standing, missing, when, document } = listed
  const isNotice = listed.kind === "notice"
  return (
    <article className="card">
      <h4 {...(isNotice ? { lang: listed.language } : {})}>{title}</h4>
      <p>{subtitle}</p>
      <p>
        {missing.length === 0 ? (
          <span className="badge good">{standing}</span>
        ) : (
          <span className="badge waiting">{say("documents.missing", { count: missing.length })}</span>
        )}{" "}
        {isNotice ? say("documents.inLanguage", { language: languageInWords(listed.language, language) }) : null}
      </p>
      {when === undefined ? null : <p>{when}</p>}
      <MissingFacts missing={missing} />
      <DocumentButtons
        title={title}
        document={document}
        language={isNotice ? listed.language : language}
        formats={["pdf", "docx"]}
      />
    </article>
  )
}

/** The facts that a document waits for, each with the place of the console where it is stated. */
function MissingFacts({ missing }: { readonly missing: readonly MissingFact[] }) {
  const say = useSay()
  const { caseAlias } = useCase().view
  if (missing.length === 0) return null
  return (
    <ul className="missing">
      {missing.map(({ item, sentence, setBy }) => {
        const place = placeOfFact(setBy)
        return (
          <li key={item}>
            {sentence}{" "}
            {place.kind === "page" ? (
              <Link to={`/cases/${caseAlias}/${place.path}`}>{say("documents.stateIt")}</Link>
            ) : place.kind === "settings" ? (
              <Link to="/settings">{say("documents.setBy.settings")}</Link>
            ) : (
              say(`documents.setBy.${place.kind}`)
            )}
          </li>
        )
      })}
    </ul>
  )
}
