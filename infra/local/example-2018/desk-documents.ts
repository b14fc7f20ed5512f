import * as z from "zod"
import { type DocumentLanguage, documentLanguages, lawId } from "../../../shared/base/contracts/words.ts"
import { type Dossier, dossierSchema } from "../../../shared/desk/dossier/document.ts"
import { type Seen, waitUntil } from "../replay/concurrency.ts"

/** A document that a party can ask for and send, as the desk lists it. */
const listedDocument = z.object({
  document: z.string(),
  kind: z.enum(["regulatorReport", "notice", "registerEntry"]),
  addressee: z.literal("organisation").optional(),
  law: lawId,
  language: z.enum(documentLanguages),
  title: z.string(),
  subtitle: z.string(),
  sendable: z.boolean(),
  standing: z.string(),
  missing: z.array(z.object({ item: z.string(), sentence: z.string(), setBy: z.string() })),
})
export type ListedDocument = z.infer<typeof listedDocument>
const documentList = z.object({ documents: z.array(listedDocument) })

/** What a party asks for: the whole dossier, or one document of it. */
export type Wish = {
  readonly format: "json" | "pdf" | "docx" | "markdown"
  readonly language?: DocumentLanguage
  readonly document?: string
}

/** A file that the hub drew, and the id under which the desk knows it. */
export type DrawnFile = { readonly documentId: string; readonly content: Uint8Array }

/** The documents of a case, which the hub draws when a party asks for them, and its list of shipments. */
export type DeskDocuments = {
  /** The documents that the party can send, with their titles in a language, and what each waits for. */
  documents(alias: string, language: DocumentLanguage): Promise<readonly ListedDocument[]>
  /** Asks for a document, waits until it is drawn, and returns its link. */
  linkTo(alias: string, wish: Wish): Promise<string>
  /** Asks for a document, waits until it is drawn, and takes it out. */
  draw(alias: string, wish: Wish): Promise<DrawnFile>
  /** Whether the party has since corrected a fact from which a document was made. */
  isSuperseded(alias: string, documentId: string): Promise<boolean>
  dossier(alias: string): Promise<Dossier>
  /** The party's own affected shipments as CSV, page by page. The pages one after the other are the file. */
  exposuresCsv(alias: string): AsyncGenerator<string>
  /** The same as the list for a mail merge, whose columns are the slots of the notices in a language. */
  mailMergeCsv(alias: string, language: DocumentLanguage): AsyncGenerator<string>
}

/** Signed requests of a party, below `/v1/cases`. */
export type DeskRequests = {
  readonly get: (path: string) => Promise<Response>
  readonly post: (path: string, body: object) => Promise<Response>
}

const askedDocument = z.object({ documentId: z.string() })
const documentProgress = z.object({
  state: z.enum(["waiting", "drawing", "ready", "failed"]),
  superseded: z.boolean().default(false),
  link: z.object({ url: z.string() }).optional(),
})

export function deskDocuments({ get, post }: DeskRequests): DeskDocuments {
  const progressOf = async (alias: string, documentId: string) =>
    documentProgress.parse(await (await get(`/${alias}/documents/${documentId}`)).json())
  const drawn = async (alias: string, wish: Wish): Promise<{ documentId: string; url: string }> => {
    const { documentId } = askedDocument.parse(await (await post(`/${alias}/documents`, wish)).json())
    const look = async (seen: Seen) => {
      const { state, link } = await progressOf(alias, documentId)
      if (seen(state) === "failed") throw new Error(`The document ${documentId} could not be drawn`)
      return link === undefined ? undefined : { documentId, url: link.url }
    }
    return waitUntil(`the document ${documentId} to be drawn`, look)
  }
  const draw = async (alias: string, wish: Wish): Promise<DrawnFile> => {
    const { documentId, url } = await drawn(alias, wish)
    // A link needs no token.
    const response = await fetch(url)
    if (!response.ok) throw new Error(`The link to a document was answered with ${response.status}`)
    return { documentId, content: new Uint8Array(await response.arrayBuffer()) }
  }
  return {
    documents: async (alias, language) =>
      documentList.parse(await (await get(`/${alias}/documents?language=${language}`)).json()).documents,
    linkTo: async (alias, wish) => (await drawn(alias, wish)).url,
    draw,
    isSuperseded: async (alias, documentId) => (await progressOf(alias, documentId)).superseded,
    dossier: async (alias) => {
      const { content } = await draw(alias, { format: "json" })
      return dossierSchema.parse(JSON.parse(Buffer.from(content).toString("utf8")))
    },
    exposuresCsv: (alias) => pagesFrom(get, `/${alias}/exposures?format=csv&limit=250`),
    mailMergeCsv: (alias, language) =>
      pagesFrom(get, `/${alias}/exposures?format=mailMerge&language=${language}&limit=250`),
  }
}

/** The pages of a list, the first one at `path`. */
async function* pagesFrom(get: DeskRequests["get"], path: string): AsyncGenerator<string> {
  for (let next: string | undefined = path; next !== undefined; ) {
    const page = await get(next)
    // The text of a response would lose the byte order mark.
    yield Buffer.from(await page.arrayBuffer()).toString("utf8")
    next = /^<\/v1\/cases(\/[^>]+)>; rel="next"$/.exec(page.headers.get("link") ?? "")?.[1]
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
