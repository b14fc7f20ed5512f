import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { dateOnly, say } from "../../base/platform/bilingual.ts"
import { provisionOf } from "../duties/citation.ts"
import { isPastReview } from "../law/law.ts"
import { awaitsCounsel, isDisputed, reviewsOfText } from "../law/standing-in-words.ts"
import { publicGroundInWords } from "./notices-in-words.ts"
import type { BoundRule, Perspective } from "./perspective.ts"

/** What the summary warns of the rules themselves: how far they were reviewed, by whom, and whether they are old. */
export function ruleWarnings({ language, preparedAt }: Perspective, rules: readonly BoundRule[]): string[] {
  const past = rules.filter(({ rule }) => isPastReview(rule, preparedAt))
  const counsel = rules.filter(({ rule }) => awaitsCounsel(rule)).length
  const unreviewed = rules.filter(({ rule }) => reviewsOfText(rule).length === 0).length
  const differs = rules.filter(({ rule }) => isDisputed(rule)).length
  return [
    ...(past.length === 0 ? [] : [pastReview(past, language)]),
    ...(unreviewed === 0
      ? []
      : [
          say(
            language,
            `Rules applied here of whose text no lawyer’s review is recorded: ${unreviewed} of ${rules.length}.`,
            `Règles appliquées dont aucune revue du texte par un juriste n’est consignée : ${unreviewed} sur ${rules.length}.`,
          ),
        ]),
    ...(differs === 0
      ? []
      : [
          say(
            language,
            `Rules applied here with which counsel differs: ${differs} of ${rules.length}. The evidence has the remarks.`,
            `Règles appliquées avec lesquelles un juriste est en désaccord : ${differs} sur ${rules.length}. Les éléments de preuve contiennent les remarques.`,
          ),
        ]),
    ...(counsel === 0
      ? []
      : [
          say(
            language,
            `Rules to be confirmed with counsel: ${counsel} of ${rules.length}. The evidence says what is uncertain.`,
            `Règles à confirmer avec un conseiller juridique : ${counsel} sur ${rules.length}. Les éléments de preuve disent ce qui est incertain.`,
          ),
        ]),
  ]
}

/** Regulators of which nobody knows here in which language they take the reports that the party owes. */
export function languageWarnings({ language }: Perspective, rules: readonly BoundRule[]): string[] {
  const open = rules.filter(({ law, rule }) => rule.kind === "tellRegulator" && law.reportLanguages === undefined)
  return [...new Set(open.map(({ rule }) => rule.to.name[language]))].map((name) =>
    say(
      language,
      `In which languages reports are taken is not known here. Ask before you send one: ${name}.`,
      `On ne sait pas ici dans quelles langues les déclarations sont reçues. Renseignez-vous avant l’envoi : ${name}.`,
    ),
  )
}

/** Laws that do not let a public notice stand for a direct one for any ground that the party recorded, or may not. */
export function groundWarnings({ language, viewer }: Perspective, rules: readonly BoundRule[]): string[] {
  const { publicNoticeGrounds: recorded } = viewer
  if (recorded.length === 0) return []
  return rules.flatMap(({ law, rule: { kind, publicNotice } }) => {
    if (kind !== "tellIndividuals" || publicNotice?.grounds.some((ground) => recorded.includes(ground))) return []
    if (publicNotice === undefined) {
      const name = law.shortName[language]
      return [
        say(
          language,
          `When a public notice stands for a direct one under ${name} was not read: confirm it with counsel.`,
          `Les cas où un avis public remplace un avis direct (${name}) n’ont pas été lus : à confirmer avec un conseiller juridique.`,
        ),
      ]
    }
    const provision = provisionOf(law, { citation: publicNotice }, language)
    const grounds = publicNotice.grounds.map((ground) => publicGroundInWords(ground, language)).join("; ")
    return [
      say(
        language,
        `${provision} lets a public notice stand for a direct one for another ground than you recorded: ${grounds}.`,
        `${provision} admet un avis public pour un autre motif que celui que vous avez consigné : ${grounds}.`,
      ),
    ]
  })
}

function pastReview(rules: readonly BoundRule[], language: DocumentLanguage): string {
  const named = rules.map(({ law, rule }) =>
    say(
      language,
      `${law.shortName.en} ${rule.citation.section.en} (review was due by ${dateOnly(rule.reviewBy, "en")})`,
      `${law.shortName.fr}, ${rule.citation.section.fr} (devait être revue au plus tard le ${dateOnly(rule.reviewBy, "fr")})`,
    ),
  )
  return say(
    language,
    `Check for changes of law before relying on this dossier: ${named.join("; ")}.`,
    `Vérifiez si la loi a changé avant de vous fier à ce dossier : ${named.join("; ")}.`,
  )
}
