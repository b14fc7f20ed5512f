import type { Outcome } from "../../command-line/declare-command.ts"
import { exitStatus } from "../../command-line/exit-status.ts"
import { judgeReferences, type Verdict } from "../../references/judge-references.ts"
import type { FormSurvey, ReferenceSurvey } from "../../references/survey-references.ts"

const formsShown = 5

const recommendations: Readonly<Record<Verdict, string>> = {
  guessable: `GUESSABLE. Whoever knows one reference finds others.
  - Mint new ones at random: mintReference of @wayseal/client, with 80 random bits or more.
  - Until the old ones are gone, let no tool answer to a reference alone. Ask for the link token or the postal code.
  - Count guesses in every tool that takes them, and refuse whoever walks: npx wayseal detect reads its log.`,
  weak: `WEAK. Hits are rare, but a patient guesser from many addresses finds some.
  - Mint new ones at random: mintReference of @wayseal/client, with 80 random bits or more.
  - Until then, count guesses in every tool that takes references.`,
  random: "RANDOM. Nobody guesses one, if they were drawn at random. Keep the way in which you mint them.",
  unknown: "UNKNOWN. The file has fewer than 100 references of a form. Check all that were given out.",
}

/** The survey for people and programs. */
export function checkedInWords(survey: ReferenceSurvey, seconds: number): Outcome {
  const verdict = judgeReferences(survey)
  const forms = survey.forms.slice(0, formsShown)
  const rest = survey.forms.slice(formsShown)
  const sections = [
    `${count(survey.references)} references in ${seconds.toFixed(1)} s${survey.leftOut === 0 ? "" : `, and ${count(survey.leftOut)} texts that are none`}.`,
    ...forms.map(formInWords),
    ...(rest.length === 0 ? [] : [`${count(rest.length)} more forms with ${count(sumOf(rest))} references.`]),
    `For somebody who knows one reference, ${hitsInWords(survey.hitsPer100)}.`,
    recommendations[verdict],
  ]
  return {
    data: { verdict, ...survey, forms: survey.forms.map(formAsData) },
    text: `${sections.join("\n\n")}\n`,
    status: verdict === "guessable" ? exitStatus.needsPerson : exitStatus.fine,
  }
}

function formInWords({ shape, references, distinct, risingShare, gaps, entropyBits, checkDigit, hits }: FormSurvey) {
  const rising = Math.round(100 * risingShare)
  return [
    `${shape}: ${count(references)} references, ${count(distinct)} different`,
    `  order    ${rising} of 100 are higher than the one before`,
    ...(gaps === undefined
      ? []
      : [
          `  gaps     half of the neighbours are at most ${count(gaps.median)} apart, 9 of 10 ${count(gaps.ninetieth)}`,
        ]),
    `  entropy  ${entropyBits.toFixed(1)} bits at most${checkDigit === undefined ? "" : `; check digit (${checkDigit}) left out`}`,
    `  hits     beside a known one: ${hitsInWords(hits.fromNeighbours)}; by the form alone: ${hitsInWords(hits.fromForm)}`,
  ].join("\n")
}

/** A step may be larger than a JSON number. */
const formAsData = ({ gaps, ...form }: FormSurvey): object => ({
  ...form,
  ...(gaps === undefined ? {} : { gaps: { ...gaps, step: String(gaps.step) } }),
})

const count = (value: number): string => value.toLocaleString("en-US")
const sumOf = (forms: readonly FormSurvey[]): number => forms.reduce((sum, { references }) => sum + references, 0)

/** Hits, or how many guesses one hit takes where a hundred give none. */
function hitsInWords(hits: number): string {
  if (hits >= 0.05) return `${hits.toFixed(1)} of 100 guesses hit`
  return hits === 0 ? "no guess hits" : `one of about 10^${Math.round(2 - Math.log10(hits))} guesses hits`
}
