import type { Api, paths } from "../../../client/api/connect-api.ts"
import type { DocumentLanguage } from "../../../shared/base/contracts/words.ts"
import { dossierSchema } from "../../../shared/desk/dossier/document.ts"
import { type Seen, waitUntil } from "../replay/concurrency.ts"
import { answered, ofCase } from "./desk-answer.ts"

type DocumentsPath = paths["/v1/cases/{caseAlias}/documents"]
/** A document that a party can ask for and send, as the desk lists it. */
export type ListedDocument = DocumentsPath["get"]["responses"][200]["content"]["application/json"]["documents"][number]
/** What a party asks for: the whole dossier, or one document of it. */
export type Wish = DocumentsPath["post"]["requestBody"]["content"]["application/json"]

/** A file that the hub drew, and the id under which the desk knows it. */
export type DrawnFile = { readonly documentId: string; readonly content: Uint8Array }

const progressOf = (api: Api, caseAlias: string, documentId: string) =>
  answered(api.GET("/v1/cases/{caseAlias}/documents/{documentId}", { params: { path: { caseAlias, documentId } } }))

async function drawn(api: Api, alias: string, body: Wish): Promise<{ documentId: string; url: string }> {
  const { documentId } = await answered(api.POST("/v1/cases/{caseAlias}/documents", { ...ofCase(alias), body }))
  const look = async (seen: Seen) => {
    const { state, link } = await progressOf(api, alias, documentId)
    if (seen(state) === "failed") throw new Error(`The document ${documentId} could not be drawn`)
    return link === undefined ? undefined : { documentId, url: link.url }
  }
  return waitUntil(`the document ${documentId} to be drawn`, look)
}

/** The documents of a case, which the hub draws when a party asks for them, and its list of shipments. */
export function deskDocuments(api: Api) {
  /** Asks for a document, waits until it is drawn, and takes it out. */
  const draw = async (alias: string, wish: Wish): Promise<DrawnFile> => {
    const { documentId, url } = await drawn(api, alias, wish)
    // A link needs no token.
    const response = await fetch(url)
    if (!response.ok) throw new Error(`The link to a document was answered with ${response.status}`)
    return { documentId, content: new Uint8Array(await response.arrayBuffer()) }
  }
  return {
    draw,
    /** The documents that the party can send, with their titles in a language, and what each waits for. */
    documents: async (caseAlias: string, language: DocumentLanguage): Promise<readonly ListedDocument[]> => {
      const params = { path: { caseAlias }, query: { language } }
      return (await answered(api.GET("/v1/cases/{caseAlias}/documents", { params }))).documents
    },
    /** Asks for a document, waits until it is drawn, and returns its link. */
    linkTo: async (alias: string, wish: Wish) => (await drawn(api, alias, wish)).url,
    /** Whether the party has since corrected a fact from which a document was made. */
    isSuperseded: async (alias: string, documentId: string) =>
      (await progressOf(api, alias, documentId)).superseded === true,
    dossier: async (alias: string) => {
      const { content } = await draw(alias, { format: "json" })
      return dossierSchema.parse(JSON.parse(Buffer.from(content).toString("utf8")))
    },
    /** The party's own affected shipments as CSV, page by page. The pages one after the other are the file. */
    exposuresCsv: (alias: string) => pagesOfExposures(api, alias, { format: "csv" }),
    /** The same as the list for a mail merge, whose columns are the slots of the notices in a language. */
    mailMergeCsv: (alias: string, language: DocumentLanguage) =>
      pagesOfExposures(api, alias, { format: "mailMerge", language }),
  }
}

type Exposures = paths["/v1/cases/{caseAlias}/exposures"]["get"]["parameters"]["query"]

async function* pagesOfExposures(api: Api, caseAlias: string, list: NonNullable<Exposures>): AsyncGenerator<string> {
  for (let after: string | undefined; ; ) {
    const params = { path: { caseAlias }, query: { ...list, limit: 250, ...(after === undefined ? {} : { after }) } }
    const call = api.GET("/v1/cases/{caseAlias}/exposures", { params, parseAs: "arrayBuffer" })
    // The text of a response would lose the byte order mark.
    yield Buffer.from(await answered(call)).toString("utf8")
    const next = /^<([^>]+)>; rel="next"$/.exec((await call).response.headers.get("link") ?? "")?.[1]
    if (next === undefined) return
    after = new URLSearchParams(next.split("?")[1]).get("after") ?? undefined
  }
}

/** A document as a party drew it, in each format. */
export type DrawnDocument = ListedDocument & {
  readonly partyId: string
  /** The name of its files, without what follows the dot. */
  readonly name: string
  /** ISO instant. */
  readonly drawnAt: string
  readonly files: readonly (DrawnFile & { readonly extension: string })[]
}
