import type { DocumentLanguage } from "../../contracts/words.ts"
import type { Party } from "../../parties/party.ts"
import type { Participant } from "../cases/participant.ts"
import { type DossierDesk, outgoingOf } from "../documents/dossier-of-case.ts"
import type { DossierDocument } from "../dossier/document.ts"
import { publicNoticeSetBy, standingInWords } from "../dossier/missing-facts.ts"
import { whenToUse } from "../dossier/notice-kinds.ts"

/**
 * The documents that a party can ask for and send, each with the facts that it waits for. Nothing is drawn: a document
 * that is drawn before they are set shows gaps and says that it is a draft.
 */
export async function documentsView(
  desk: DossierDesk,
  party: Party,
  { current, own }: Participant,
  language: DocumentLanguage,
) {
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
function noticesToCome(documents: readonly OneNotice[], path: string, language: DocumentLanguage) {
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
