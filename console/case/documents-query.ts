import { useQuery } from "@tanstack/react-query"
import type { DocumentLanguage } from "../../shared/base/contracts/words.ts"
import { answerOf, api } from "../api/console-api.ts"
import { useLanguage } from "../language/language-provider.tsx"
import { useCase } from "./case-context.tsx"
import { caseKey } from "./case-query.ts"
import { isSettled } from "./next-step.ts"

const readDocuments = (caseAlias: string, language: DocumentLanguage) =>
  answerOf(api.GET("/v1/cases/{caseAlias}/documents", { params: { path: { caseAlias }, query: { language } } }))

export type ListedDocument = Awaited<ReturnType<typeof readDocuments>>["body"]["documents"][number]

export type MissingFact = ListedDocument["missing"][number]

/** The documents of the case with the facts that each waits for. They are read again whenever the case changes. */
export function useDocuments() {
  const { view, etag } = useCase()
  const { language } = useLanguage()
  const { caseAlias, timelineHead } = view
  return useQuery({
    queryKey: [...caseKey(caseAlias), "documents", language, etag ?? timelineHead.seq],
    queryFn: () => readDocuments(caseAlias, language),
    placeholderData: (before) => before,
  })
}

/** Documents of duties that are still to be done, and wait for facts. Undefined until they are read. */
export function useWaitingDocuments(): readonly ListedDocument[] | undefined {
  const { data } = useDocuments()
  const { duties } = useCase().view
  const isWanted = ({ kind, law, addressee, noticeKind }: ListedDocument) =>
    noticeKind === undefined &&
    addressee === undefined &&
    duties.some((duty) => duty.law === law && documentOf[duty.kind] === kind && !isSettled(duty))
  return data?.body.documents.filter((document) => document.missing.length > 0 && isWanted(document))
}

const documentOf = {
  tellRegulator: "regulatorReport",
  supplementReport: "regulatorReport",
  tellIndividuals: "notice",
  tellOtherOrganisation: "notice",
  keepRecord: "registerEntry",
} as const
