import { useMutation, useQuery } from "@tanstack/react-query"
import type { paths } from "../../client/api/generated/paths.ts"
import type { DocumentLanguage } from "../../shared/base/contracts/words.ts"
import { answerOf, api } from "../api/console-api.ts"
import { useMayAct } from "../api/session.ts"
import { useSay } from "../language/language-provider.tsx"
import { PendingButton } from "../parts/pending-button.tsx"
import { ProblemText, Wrong } from "../parts/problem-text.tsx"
import { useCase } from "./case-context.tsx"

type Wish = paths["/v1/cases/{caseAlias}/documents"]["post"]["requestBody"]["content"]["application/json"]
type Format = "pdf" | "docx" | "json"

type DocumentButtonsProps = {
  readonly title: string
  /** The document, or the whole dossier. */
  readonly document?: string
  readonly language: DocumentLanguage
  readonly formats: readonly Format[]
}

/** A button for each format: it asks for the file, shows how far it is, and leads to it. */
export function DocumentButtons({ title, document, language, formats }: DocumentButtonsProps) {
  const say = useSay()
  const mayAct = useMayAct()
  if (!mayAct) return <p className="hint">{say("documents.officersAsk")}</p>
  return (
    <div className="buttons files">
      {formats.map((format) => (
        <DocumentButton key={format} title={title} format={format} wish={wishOf(format, language, document)} />
      ))}
    </div>
  )
}

const wishOf = (format: Format, language: DocumentLanguage, document: string | undefined): Wish =>
  format === "json" || document === undefined ? { format, language } : { format, language, document }

type DocumentButtonProps = { readonly title: string; readonly format: Format; readonly wish: Wish }

function DocumentButton({ title, format, wish }: DocumentButtonProps) {
  const say = useSay()
  const { caseAlias } = useCase().view
  const asking = useMutation({
    mutationFn: (key: string) =>
      answerOf(
        api.POST("/v1/cases/{caseAlias}/documents", {
          params: { path: { caseAlias } },
          headers: { "idempotency-key": key },
          body: wish,
        }),
      ),
  })
  const documentId = asking.data?.body.documentId
  return (
    <div>
      <PendingButton
        isPending={asking.isPending}
        aria-label={say("documents.askFor", { format: say(`documents.format.${format}`), title })}
        onPress={() => asking.mutate(crypto.randomUUID())}
      >
        {say("documents.get", { format: say(`documents.format.${format}`) })}
      </PendingButton>
      {asking.error === null ? null : <ProblemText problem={asking.error} isAnswer />}
      {documentId === undefined ? null : <DocumentState documentId={documentId} title={title} format={format} />}
    </div>
  )
}

type DocumentStateProps = { readonly documentId: string; readonly title: string; readonly format: Format }

function DocumentState({ documentId, title, format }: DocumentStateProps) {
  const say = useSay()
  const { caseAlias } = useCase().view
  const { data, error } = useQuery({
    // A link is good for five minutes. It is made anew before.
    queryKey: ["document", caseAlias, documentId],
    queryFn: () =>
      answerOf(
        api.GET("/v1/cases/{caseAlias}/documents/{documentId}", { params: { path: { caseAlias, documentId } } }),
      ),
    refetchInterval: ({ state }) => (isUnderWay(state.data?.body.state) ? 2_000 : 240_000),
  })
  if (error !== null) return <ProblemText problem={error} />
  const { state, link, failure, superseded } = data?.body ?? { state: "waiting" as const }
  if (failure !== undefined) return <Wrong>{say(`documents.failure.${failure.code}`)}</Wrong>
  return (
    <p role="status">
      {link === undefined ? say(`documents.state.${state}`) : null}
      {link === undefined ? null : (
        <a href={link.url} download="" rel="noreferrer">
          {say("documents.download", { format: say(`documents.format.${format}`), title })}
        </a>
      )}
      {superseded === true ? <strong className="problem"> {say("documents.superseded")}</strong> : null}
    </p>
  )
}

const isUnderWay = (state: string | undefined) => state === undefined || state === "waiting" || state === "drawing"
