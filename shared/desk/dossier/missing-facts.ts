import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { type Pair, pair, say } from "../../base/platform/bilingual.ts"
import type { ContentItem, ContentSource } from "../law/content-item.ts"
import type { Rule } from "../law/law.ts"
import type { MissingFact } from "./document.ts"

const facts = "POST /v1/cases/{caseAlias}/facts"
const measures = "POST /v1/cases/{caseAlias}/measures"

const byHand = pair(
  "No call sets it: write it into the document before you send it.",
  "Aucun appel ne le fixe : écrivez-le dans le document avant l’envoi.",
)
const fieldOfFacts = (field: string): Pair => pair(`${facts} with ${field}`, `${facts} avec ${field}`)
const fieldOfParty = (field: string): Pair =>
  pair(`${field} of the party in the parties file`, `${field} de la partie dans le fichier des parties`)
const recordedLookups = pair(
  "POST /v1/cases/{caseAlias}/accesses with the recorded lookups",
  "POST /v1/cases/{caseAlias}/accesses avec les consultations consignées",
)

/** The call, or the field of the parties file, that sets what fills an item. */
const setBy: Partial<Readonly<Record<ContentSource, Pair>>> = {
  senderAndContact: fieldOfParty("documents.publicContact"),
  furtherInformation: fieldOfParty("documents.publicContact"),
  contact: fieldOfParty("documents.contact"),
  cause: fieldOfFacts("causes"),
  riskAssessment: fieldOfFacts("assessment"),
  noNoticeReason: fieldOfFacts("details.noNoticeReason"),
  safeguards: fieldOfFacts("details.safeguards"),
  otherOrganisations: fieldOfFacts("details.relationships"),
  relationships: fieldOfFacts("details.relationships"),
  location: fieldOfFacts("details.location"),
  informationBanks: fieldOfFacts("details.informationBanks"),
  unlawfulActs: fieldOfFacts("details.unlawfulActs"),
  crossBorderImpact: fieldOfFacts("details.crossBorderImpact"),
  delayReason: fieldOfFacts("details.delayReason"),
  consequences: fieldOfFacts("assessment.consequences"),
  lawEnforcementDelay: fieldOfFacts("lawEnforcementDelay"),
  measures: pair(measures, measures),
  prevention: pair(`${measures} with kind prevention`, `${measures} avec kind prevention`),
  information: recordedLookups,
  period: recordedLookups,
}

type Asked = Pick<ContentItem, "id" | "label" | "source">

/** A fact without which a document stays a draft, and what sets it. */
export const missingFact = ({ id, label, source }: Asked, language: DocumentLanguage): MissingFact => ({
  item: id,
  sentence: say(language, `“${label.en}” is missing.`, `« ${label.fr} » manque.`),
  setBy: (setBy[source] ?? byHand)[language],
})

/** The day by which an early notice promises to write again, until it is stated. */
export const missingPromise = (language: DocumentLanguage): MissingFact => ({
  item: "write-again",
  sentence: say(
    language,
    "The day by which you write again is missing.",
    "Le jour avant lequel vous écrivez de nouveau manque.",
  ),
  setBy: fieldOfFacts("writeAgainBy")[language],
})

const settingOfParty = (en: string, fr = en): Pair =>
  pair(`${en} of the party (PATCH /v1/settings)`, `${fr} de la partie (PATCH /v1/settings)`)
const eitherSetting = settingOfParty("trackingSite or wayToCheck", "trackingSite ou wayToCheck")
const ownAuthoritySetting = settingOfParty("authorities")

/** Without a way that is not in the notice, nobody can tell it from a false one. */
export const missingWayToCheck = (language: DocumentLanguage): MissingFact => ({
  item: "way-to-check",
  sentence: say(
    language,
    "How people can check that the notice is from you is missing.",
    "Le moyen pour les personnes de vérifier que l’avis vient de vous manque.",
  ),
  setBy: eitherSetting[language],
})

/** To which authority a report goes, where the law leaves it open and the party names none. */
export const missingAuthority = ({ to }: Rule, language: DocumentLanguage): MissingFact[] =>
  to.chosenByParty === undefined
    ? []
    : [
        {
          item: "authority",
          sentence: say(
            language,
            "It is missing to which authority this goes.",
            "L’autorité à laquelle ceci s’adresse manque.",
          ),
          setBy: ownAuthoritySetting[language],
        },
      ]

/** What makes the public notice a document. */
export const publicNoticeSetBy = (language: DocumentLanguage): string => fieldOfFacts("publicNoticeGround")[language]

/** An officer's text that was left out because it seems to hold personal data. `what`: such as "a postal code". */
export const withheldFact = (asked: Asked, what: string, language: DocumentLanguage): MissingFact => ({
  ...missingFact(asked, language),
  sentence: say(
    language,
    `“${asked.label.en}” held ${what} and was withheld. State it again without personal information.`,
    `« ${asked.label.fr} » contenait ${what} et a été retenu. Récrivez-le sans renseignements personnels.`,
  ),
})

/** What sets a fact, for an officer, who reads no calls. The titles are those of the console's pages. */
export function whereInWords(setBy: string, language: DocumentLanguage): string {
  if (setBy === byHand[language])
    return say(language, "Write it into the document before you send it.", "Écrivez-le dans le document avant l’envoi.")
  if (setBy.includes("/accesses "))
    return say(
      language,
      "It comes with the lookups that are recorded.",
      "Cela vient avec les consultations consignées.",
    )
  if (setBy === eitherSetting[language])
    return say(
      language,
      "Enter under “Settings” where people track their parcels, or how else they check that a notice is from you.",
      "Inscrivez sous « Paramètres » où les gens suivent leurs colis, ou comment ils vérifient autrement qu’un avis vient de vous.",
    )
  if (setBy === ownAuthoritySetting[language])
    return say(language, "Name it under “Settings”.", "Désignez-la sous « Paramètres ».")
  if (setBy.startsWith("POST "))
    return say(language, "State it under “Facts and assessment”.", "Déclarez-le sous « Faits et évaluation ».")
  return say(
    language,
    "The operator of the exchange enters it in your settings.",
    "L’exploitant de la plateforme l’inscrit dans vos paramètres.",
  )
}

/** What is missing, and what sets it, for an officer. */
export const remedyInWords = ({ sentence, setBy }: MissingFact, language: DocumentLanguage): string =>
  `${sentence} ${whereInWords(setBy, language)}`

/** How many facts are missing, in a sentence; how it stands if there are none. */
export const standingInWords = ({ length }: readonly MissingFact[], language: DocumentLanguage): string => {
  if (length === 0) return say(language, "Final", "Version définitive")
  if (length === 1) return say(language, "Draft: 1 fact is missing", "Projet : 1 fait manque")
  return say(language, `Draft: ${length} facts are missing`, `Projet : ${length} faits manquent`)
}

/** The title of a document. A draft says so. */
export const titleOf = (title: string, missing: readonly MissingFact[], language: DocumentLanguage): string =>
  missing.length === 0 ? title : `${say(language, "Draft", "Projet")} – ${title}`
