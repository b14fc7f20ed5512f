import { countHits, type Gaps, gapsBetween, type Hits } from "./count-hits.ts"
import { type ReferenceForm, referenceForm, type SurveyedForm } from "./reference-form.ts"

/** How easily references of one form are guessed. */
export type FormSurvey = Omit<SurveyedForm, "numbers"> & {
  readonly distinct: number
  readonly gaps: Gaps | undefined
  readonly hits: Hits
  /** Expected hits among 100 guesses by the better of the two ways. */
  readonly hitsPer100: number
}

/** How easily references are guessed. No reference is in it. */
export type ReferenceSurvey = {
  readonly references: number
  /** Texts that are no reference: fewer than three letters and digits, or more than 64. */
  readonly leftOut: number
  /** The form that most references have comes first. */
  readonly forms: readonly FormSurvey[]
  /** Expected hits among 100 guesses by somebody who knows one valid reference, any of them. */
  readonly hitsPer100: number
}

/** Takes references one by one, in the order in which they were given out. */
export type ReferenceSurveyor = {
  add(reference: string): void
  /** Ends the survey. */
  survey(): ReferenceSurvey
}

const shortest = 3
const longest = 64
/** References of one length from which its forms are learned. */
const learnedFrom = 2_000
/** More shapes than these among references of one length are one form, whose places have digits and letters. */
const shapesAtMost = 8

/** Learns forms from the first references of each length, and counts the rest as they come. */
export function surveyReferences(): ReferenceSurveyor {
  const lengths = new Map<number, ReturnType<typeof formsOfLength>>()
  let references = 0
  let leftOut = 0
  return {
    add(text) {
      const reference = text.toUpperCase().replace(/[^A-Z0-9]/g, "")
      if (reference.length < shortest || reference.length > longest) {
        leftOut += 1
        return
      }
      references += 1
      const known = lengths.get(reference.length) ?? formsOfLength()
      lengths.set(reference.length, known)
      known.add(reference)
    },
    survey() {
      const forms = [...lengths.values()]
        .flatMap((length) => length.forms())
        .map((form) => surveyForm(form.survey()))
        .sort((a, b) => b.references - a.references)
      const hits = forms.reduce((sum, form) => sum + form.hitsPer100 * form.references, 0)
      return { references, leftOut, forms, hitsPer100: references === 0 ? 0 : hits / references }
    },
  }
}

function surveyForm({ numbers, ...form }: SurveyedForm): FormSurvey {
  const gaps = gapsBetween(numbers)
  const hits = countHits({ ...form, numbers }, gaps)
  const hitsPer100 = Math.max(hits.fromNeighbours, hits.fromForm)
  return { ...form, distinct: numbers.length, gaps, hits, hitsPer100 }
}

const shapeOf = (reference: string): string => reference.replace(/[A-Z]/g, "A").replace(/\d/g, "9")

function formsOfLength() {
  const forms = new Map<string, ReferenceForm>()
  let first: string[] | undefined = []
  let mixed: string | undefined

  const shapeFor = (reference: string): string => {
    const shape = shapeOf(reference)
    if (mixed !== undefined) return fits(shape, mixed) ? mixed : "X".repeat(shape.length)
    return forms.has(shape) || forms.size < shapesAtMost ? shape : "X".repeat(shape.length)
  }
  const count = (reference: string): void => {
    const shape = shapeFor(reference)
    const form = forms.get(shape) ?? referenceForm(shape)
    forms.set(shape, form)
    form.add(reference)
  }
  const learn = (learned: readonly string[]): void => {
    const shapes = [...new Set(learned.map(shapeOf))]
    if (shapes.length > shapesAtMost) mixed = shapes.reduce(shapeOfBoth)
    first = undefined
    learned.forEach(count)
  }
  return {
    add(reference: string): void {
      if (first === undefined) count(reference)
      else if (first.push(reference) === learnedFrom) learn(first)
    },
    forms(): readonly ReferenceForm[] {
      if (first !== undefined) learn(first)
      return [...forms.values()]
    },
  }
}

const shapeOfBoth = (one: string, other: string): string =>
  [...one].map((place, index) => (place === other[index] ? place : "X")).join("")

const fits = (shape: string, form: string): boolean =>
  [...form].every((place, index) => place === "X" || place === shape[index])
