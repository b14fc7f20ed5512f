import type { DocumentLanguage } from "../../contracts/words.ts"
import type { Disclosure } from "../../lookups/ledger/disclosure.ts"
import { lastOf } from "../../lookups/ledger/unite-disclosures.ts"
import type { Letter, Section } from "../../parties/channels/letter.ts"
import type { Party } from "../../parties/party.ts"
import { capital, momentSpan, say, sentenceList } from "../../platform/bilingual.ts"
import { fieldInWords, toolInWords } from "../dossier/codes-in-words.ts"
import { proofInWords } from "../dossier/proof-in-words.ts"

type Access = Pick<Disclosure, "at" | "lastAt" | "fields" | "proof" | "tool">

/**
 * Who looked up one shipment, for the person that it was for: when, with what proof, what was shown, and where. It
 * says nothing about a visitor, who may be another person.
 *
 * @param shipment the caller's own name of the shipment
 */
export function accessesLetter(
  party: Pick<Party, "jurisdiction">,
  shipment: string,
  accesses: readonly Access[],
  language: DocumentLanguage,
): Letter {
  const subject = say(language, `Lookups of shipment ${shipment}`, `Consultations de l’envoi ${shipment}`)
  const lines = [{ text: intro(accesses.length, language) }, { text: kept(language) }]
  const sections = accesses.map((access) => sectionOf(access, party.jurisdiction.timeZone, language))
  return { language, subject, sections: [{ parts: [{ kind: "lines", lines }] }, ...sections] }
}

function intro(lookups: number, language: DocumentLanguage): string {
  if (lookups === 0)
    return say(
      language,
      "No lookup that showed anything of this shipment is recorded.",
      "Aucune consultation ayant montré quoi que ce soit de cet envoi n’est enregistrée.",
    )
  return say(
    language,
    "These are all recorded lookups that showed something of this shipment, the first one first. Repeats of a day by " +
      "the same visitor are one entry.",
    "Voici toutes les consultations enregistrées qui ont montré quelque chose de cet envoi, de la première à la " +
      "dernière. Les répétitions d’un même visiteur le même jour forment une seule entrée.",
  )
}

const kept = (language: DocumentLanguage): string =>
  say(
    language,
    "Lookups are kept for 13 months. The record does not say who a visitor was, and other people are not named.",
    "Les consultations sont conservées 13 mois. Le registre ne dit pas qui était un visiteur, et aucune autre personne " +
      "n’y est nommée.",
  )

function sectionOf(access: Access, timeZone: string, language: DocumentLanguage): Section {
  const { at, fields, proof, tool } = access
  const shown = sentenceList(
    fields.map((field) => fieldInWords(field, language)),
    language,
  )
  const place = toolInWords(tool, language)
  return {
    heading: momentSpan(at, lastOf(access), timeZone, language),
    parts: [
      {
        kind: "facts",
        facts: [
          { label: say(language, "What was shown", "Ce qui a été montré"), value: capital(shown) },
          { label: say(language, "Proof given", "Preuve donnée"), value: capital(proofInWords(proof, language)) },
          { label: say(language, "Where", "Où"), value: capital(place) },
        ],
      },
    ],
  }
}
