import type { DocumentLanguage } from "../../contracts/words.ts"
import type { Party } from "../../parties/party.ts"
import type { Participant } from "../cases/participant.ts"
import { type DossierDesk, outgoingOf } from "../documents/dossier-of-case.ts"
import { standingInWords } from "../dossier/missing-facts.ts"

/**
 * The documents that a party can ask for and send, each with the facts that it waits for. Nothing is drawn: a document
 * that is drawn before they are set shows gaps and says that it is a draft.
 */
export async function documentsView(
  desk: DossierDesk,
  party: Party,
  participant: Participant,
  language: DocumentLanguage,
) {
  const documents = await outgoingOf(desk, party, participant, language)
  const { alias, correctedAt } = participant.own
  const path = `/v1/cases/${alias}`
  return {
    // A document outlives the 24 hours for which the desk can say that it is superseded.
    ...(correctedAt === undefined ? {} : { correctedAt }),
    // Only people who are notified have slots to fill.
    ...(documents.some(({ kind, addressee }) => kind === "notice" && addressee === undefined)
      ? { mailMergeUrl: `${path}/exposures?format=mailMerge&language=${language}` }
      : {}),
    documents: documents.map(({ id, kind, addressee, law, furtherLanguage, title, subtitle, missing, ...of }) => ({
      document: id,
      kind,
      ...(addressee === undefined ? {} : { addressee }),
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
