import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { dateOnly, say } from "../../base/platform/bilingual.ts"
import type { Law, ReviewOfRule, Rule } from "./law.ts"

/** How far the words of a rule can be relied on. */
export function readingInWords(
  { reading, verifiedOn }: Pick<Rule, "reading" | "verifiedOn">,
  language: DocumentLanguage,
): string {
  if (verifiedOn !== undefined)
    return `${say(language, "Read word for word on", "Lu mot à mot le")} ${dateOnly(verifiedOn, language)}`
  return reading === "secondary"
    ? say(language, "Read in part, in accounts of it", "Lu en partie, dans des comptes rendus")
    : say(language, "Not verified", "Non vérifié")
}

/** The verdicts of lawyers on the text as it is. */
export const reviewsOfText = ({ reviews }: Pick<Rule, "reviews">): readonly ReviewOfRule[] =>
  reviews.filter(({ ofThisText }) => ofThisText)

type ReviewStanding = "reviewed" | "changed" | "unreviewed"

/** Whether a lawyer reviewed the text of a rule as it is, or another one before it, or none. */
export function reviewStandingOf(rule: Pick<Rule, "reviews">): ReviewStanding {
  if (reviewsOfText(rule).length > 0) return "reviewed"
  return rule.reviews.length > 0 ? "changed" : "unreviewed"
}

/** Of how many rules of a law a lawyer reviewed the text. */
export function reviewsOfLaw({ id, rules }: Law): Record<ReviewStanding, number> & { law: string } {
  const standings = rules.map(reviewStandingOf)
  const many = (wanted: (typeof standings)[number]) => standings.filter((standing) => standing === wanted).length
  return { law: id, reviewed: many("reviewed"), changed: many("changed"), unreviewed: many("unreviewed") }
}

const hasVerdict = (rule: Pick<Rule, "reviews">, wanted: ReviewOfRule["verdict"]): boolean =>
  reviewsOfText(rule).some(({ verdict }) => verdict === wanted)

/** Whether a lawyer differs with the text as it is. */
export const isDisputed = (rule: Pick<Rule, "reviews">): boolean => hasVerdict(rule, "differs")

/** Whether the rule is marked for counsel, and no lawyer has agreed with the text as it is. */
export const awaitsCounsel = (rule: Pick<Rule, "reviews" | "confirmWithCounsel">): boolean =>
  rule.confirmWithCounsel && !hasVerdict(rule, "agrees")

/** Who reviewed the text of a rule and with what verdict, or that no review is recorded. Without its full stop. */
export function reviewInWords(rule: Pick<Rule, "reviews">, language: DocumentLanguage): string {
  const ofText = reviewsOfText(rule)
  if (ofText.length > 0) return ofText.map((review) => verdictInWords(review, language)).join("; ")
  const other = rule.reviews.at(-1)
  const noReview = say(
    language,
    "No lawyer’s review of this text is recorded",
    "Aucune revue de ce texte par un juriste n’est consignée",
  )
  if (other === undefined) return noReview
  const { reviewer } = other
  const on = dateOnly(other.on, language)
  return say(
    language,
    `${noReview}; another one was reviewed by ${reviewer} on ${on}`,
    `${noReview}; un autre a été revu par ${reviewer} le ${on}`,
  )
}

const verdictWords = {
  agrees: { en: "agrees", fr: "d’accord" },
  differs: { en: "differs", fr: "en désaccord" },
} as const

function verdictInWords({ reviewer, on, verdict, remark }: ReviewOfRule, language: DocumentLanguage): string {
  const day = dateOnly(on, language)
  const by = say(language, `Reviewed by ${reviewer} on ${day}:`, `Revu par ${reviewer} le ${day} :`)
  const said = remark === undefined ? "" : say(language, ` (“${remark}”)`, ` (« ${remark} »)`)
  return `${by} ${verdictWords[verdict][language]}${said}`
}
