import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { capital, lookupsIn, momentSpan, say, sentenceList } from "../../base/platform/bilingual.ts"
import type { Letter, Section } from "../../parties/channels/letter.ts"
import type { Party } from "../../parties/party.ts"
import { type Disclosure, lastOf } from "../../watch/lookups/ledger/disclosure.ts"
import { fieldInWords, toolInWords } from "../dossier/codes-in-words.ts"
import { type KnownOfLookups, knownInWords } from "../dossier/lookups-in-words.ts"
import { proofInWords } from "../dossier/proof-in-words.ts"

type Access = Pick<Disclosure, "at" | "lastAt" | "fields" | "proof" | "tool"> & { shipmentId?: string | undefined }

/** What is on record of these lookups, and how far the record goes. */
type AccessesKnown = { readonly accesses: readonly Access[]; readonly known: KnownOfLookups }

/**
 * Who looked up one shipment or those of one order, for the person that it was for: when, with what proof, what was
 * shown, and where. It says nothing about a visitor, who may be another person.
 *
 * @param shipments the caller's own names of them. With several, each lookup says which one it showed, if it is known
 */
export function accessesLetter(
  party: Pick<Party, "jurisdiction">,
  shipments: readonly string[],
  { accesses, known }: AccessesKnown,
  language: DocumentLanguage,
): Letter {
  const isOne = shipments.length < 2
  const names = sentenceList(shipments, language)
  const subject = isOne
    ? say(language, `Lookups of shipment ${names}`, `Consultations de l’envoi ${names}`)
    : say(language, `Lookups of shipments ${names}`, `Consultations des envois ${names}`)
  const { timeZone } = party.jurisdiction
  const limits = knownInWords(known, accesses.length, { language, timeZone }).map((text) => ({ text }))
  const first = [intro(accesses.length, isOne, language), theExchange(language)].map((text) => ({ text }))
  const lines = [...first, ...limits, { text: nobodyNamed(language) }]
  const sections = accesses.map((access) => sectionOf(access, isOne, timeZone, language))
  return { language, subject, sections: [{ parts: [{ kind: "lines", lines }] }, ...sections] }
}

function intro(lookups: number, isOne: boolean, language: DocumentLanguage): string {
  const shipment = isOne ? say(language, "this shipment", "cet envoi") : say(language, "these shipments", "ces envois")
  if (lookups === 0)
    return say(
      language,
      `No lookup that showed anything of ${shipment} is recorded.`,
      `Aucune consultation ayant montré quoi que ce soit de ${shipment} n’est enregistrée.`,
    )
  return say(
    language,
    `These are the recorded lookups that showed something of ${shipment}, the first one first. Repeats of a day by ` +
      "the same visitor are one entry.",
    `Voici les consultations enregistrées qui ont montré quelque chose de ${shipment}, de la première à la ` +
      "dernière. Les répétitions d’un même visiteur le même jour forment une seule entrée.",
  )
}

/** Nobody who receives a parcel has heard of the exchange. */
const theExchange = (language: DocumentLanguage): string =>
  say(
    language,
    "The exchange is the service through which the shop and the carrier share where a parcel is.",
    "La plateforme d’échange est le service par lequel la boutique et le transporteur partagent où se trouve un colis.",
  )

/** Where a lookup was made. The exchange answers for sites of parties too, and does not note which one asked. */
const placeInWords = (tool: string, language: DocumentLanguage): string =>
  tool === "guarded"
    ? say(
        language,
        "the exchange’s page for recipients, or the site of the shop or the carrier",
        "la page de la plateforme d’échange pour les destinataires, ou le site de la boutique ou du transporteur",
      )
    : toolInWords(tool, language)

const nobodyNamed = (language: DocumentLanguage): string =>
  say(
    language,
    "The record does not say who a visitor was, and other people are not named.",
    "Le registre ne dit pas qui était un visiteur, et aucune autre personne n’y est nommée.",
  )

function sectionOf(access: Access, isOne: boolean, timeZone: string, language: DocumentLanguage): Section {
  const { at, lastAt, fields, proof, tool, shipmentId } = access
  const when = momentSpan(at, lastOf(access), timeZone, language)
  const which =
    isOne || shipmentId === undefined ? [] : [{ label: say(language, "Shipment", "Envoi"), value: shipmentId }]
  const shown = sentenceList(
    fields.map((field) => fieldInWords(field, language)),
    language,
  )
  const place = placeInWords(tool, language)
  return {
    heading: capital(lastAt === undefined ? when : lookupsIn(when, language)),
    parts: [
      {
        kind: "facts",
        facts: [
          ...which,
          { label: say(language, "What was shown", "Ce qui a été montré"), value: capital(shown) },
          { label: say(language, "Proof given", "Preuve donnée"), value: capital(proofInWords(proof, language)) },
          { label: say(language, "Where", "Où"), value: capital(place) },
        ],
      },
    ],
  }
}
