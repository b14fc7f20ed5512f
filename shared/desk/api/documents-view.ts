import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { instant } from "../../base/contracts/envelope.ts"
import { type DocumentLanguage, documentLanguages, lawOrContract } from "../../base/contracts/words.ts"
import type { Given } from "../../base/platform/http-route.ts"
import type { Party } from "../../parties/party.ts"
import type { Participant } from "../cases/participant.ts"
import { type DossierDesk, outgoingOf } from "../documents/dossier-of-case.ts"
import { type DossierDocument, dossierDocumentSchema, missingFactSchema, noticeKind } from "../dossier/document.ts"
import { publicNoticeSetBy, standingInWords } from "../dossier/missing-facts.ts"
import { whenToUse } from "../dossier/notice-kinds.ts"

export const sendableDocumentId = ownString().meta({
  description: "What to ask for in `POST /documents`",
  examples: ["report-ca-privacy-act"],
})

/** A document that the caller can ask for and send. */
const sendableDocument = z.strictObject({
  document: sendableDocumentId,
  kind: dossierDocumentSchema.shape.kind,
  addressee: dossierDocumentSchema.shape.addressee,
  noticeKind: dossierDocumentSchema.shape.noticeKind,
  when: ownString().optional().meta({ description: "Of a notice to people: when to use it" }),
  law: lawOrContract.optional(),
  language: z.enum(documentLanguages),
  furtherLanguage: dossierDocumentSchema.shape.furtherLanguage,
  title: ownString(),
  subtitle: ownString(),
  sendable: z
    .boolean()
    .meta({ description: "Whether no fact is missing. Else it would be drawn as a draft, with gaps" }),
  standing: ownString().meta({ examples: ["Draft: 4 facts are missing"] }),
  missing: z.array(missingFactSchema),
})

/** A notice that is no document yet. */
const furtherNotice = z.strictObject({
  noticeKind,
  when: ownString().meta({ description: "When to use it" }),
  setBy: ownString().meta({ description: "The call that makes it a document" }),
})

/** What the caller can ask for and send. */
export const documentsAnswer = z.strictObject({
  correctedAt: instant.optional().meta({ description: "What was drawn before is superseded" }),
  furtherNotices: z.array(furtherNotice),
  documents: z.array(sendableDocument),
  mailMergeUrl: ownString()
    .optional()
    .meta({
      description:
        "Of a party with a notice to people: the list for a mail merge, whose columns are the slots of the notice as " +
        "DOCX and Markdown",
    }),
})

/**
 * The documents that a party can ask for and send, each with the facts that it waits for. Nothing is drawn: a document
 * that is drawn before they are set shows gaps and says that it is a draft.
 */
export async function documentsView(
  desk: DossierDesk,
  party: Party,
  { current, own }: Participant,
  language: DocumentLanguage,
): Promise<Given<typeof documentsAnswer>> {
  const documents = await outgoingOf(desk, party, { current, own }, language)
  const { alias, correctedAt } = own
  const path = `/v1/cases/${alias}`
  return {
    // A document outlives the 24 hours for which the desk can say that it is superseded.
    ...(correctedAt === undefined ? {} : { correctedAt }),
    // Only people who are notified have slots to fill.
    ...(documents.some(({ kind, addressee }) => kind === "notice" && addressee === undefined)
      ? { mailMergeUrl: `${path}/exposures?format=mailMerge&language=${language}` }
      : {}),
    furtherNotices: current.state === "open" ? noticesToCome(documents, path, language) : [],
    documents: documents.map(({ id, kind, addressee, law, furtherLanguage, title, subtitle, missing, ...of }) => ({
      document: id,
      kind,
      ...(addressee === undefined ? {} : { addressee }),
      ...(of.noticeKind === undefined ? {} : { noticeKind: of.noticeKind }),
      ...whenOf({ kind, addressee, noticeKind: of.noticeKind }, language),
      ...(law === undefined ? {} : { law }),
      language: of.language,
      ...(furtherLanguage === undefined ? {} : { furtherLanguage }),
      title,
      subtitle,
      sendable: missing.length === 0,
      standing: standingInWords(missing, language),
      missing: missing.map(({ item, sentence, setBy }) => ({
        item,
        sentence,
        setBy: setBy.replaceAll("/v1/cases/{caseAlias}", path),
      })),
    })),
  }
}

type OneNotice = Pick<DossierDocument, "kind" | "addressee" | "noticeKind">

/** When to use a notice to people. */
const whenOf = ({ kind, addressee, noticeKind }: OneNotice, language: DocumentLanguage) =>
  kind === "notice" && addressee === undefined ? { when: whenToUse(noticeKind, language) } : {}

/** The public notice, while its ground is not recorded: what makes it a document. */
function noticesToCome(
  documents: readonly OneNotice[],
  path: string,
  language: DocumentLanguage,
): Given<typeof documentsAnswer>["furtherNotices"] {
  const toPeople = documents.filter(({ kind, addressee }) => kind === "notice" && addressee === undefined)
  if (toPeople.length === 0 || toPeople.some(({ noticeKind }) => noticeKind === "publicNotice")) return []
  return [
    {
      noticeKind: "publicNotice",
      when: whenToUse("publicNotice", language),
      setBy: publicNoticeSetBy(language).replaceAll("/v1/cases/{caseAlias}", path),
    },
  ]
}
