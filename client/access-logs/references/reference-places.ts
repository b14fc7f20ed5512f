/**
 * Finds where the requests of a log have their reference: the segment of the path, or the part of the query, that
 * differs from request to request as numbers of parcels do.
 */
import { copyOf } from "../reading/copy-text.ts"
import { shapeOf } from "./mask.ts"

/** One place of a request, with the value there. */
type PlacedValue = { readonly place: string; readonly value: string }

/** A place in requests where references are, such as `/track/json/package/{reference}`. */
export type ReferencePlace = {
  readonly name: string
  readonly requests: number
  /** Distinct values; of many, those counted until there were enough. */
  readonly distinct: number
  /** Three values. They are raw: mask them before they are shown. */
  readonly samples: readonly string[]
  /** Places whose numbers look alike are one sequence, counted from 0. */
  readonly sequence: number
}

/** Finds the reference of a request: its value, and which sequence it belongs to. */
export type FindReference = (target: string) => { readonly value: string; readonly sequence: number } | undefined

const trackingWord =
  /track|trace|parcel|packa?ge?|shipment|order|deliver|consign|waybill|awb|barcode|reference|\bref\b|sendung|paket|colis|bestell/i
const assetExtension = /\.(?:js|mjs|css|map|png|jpe?g|gif|svg|ico|webp|avif|woff2?|ttf|mp4|webmanifest|txt)$/i
const pageExtension = /\.(?:json|html?|xml|php|aspx?|jsp|pdf)$/i
/** Parts of a query that differ from request to request and are no references. */
const otherQueryName =
  /^(?:_|t|ts|time|timestamp|cb|nocache|v|ver|version|page|offset|limit|size|lat|lon|lng|zip|plz|postal_?code|postcode|utm_.*|gclid|fbclid|msclkid|session.*|sid|token|nonce|state|code|sig.*|hash|q_?t)$/i

/** The path and the query of a target, which may be a whole URL. */
const splitTarget = (target: string): readonly [string, string] => {
  const path = target.replace(/^[a-z]+:\/\/[^/?#]*/i, "")
  const end = path.indexOf("#")
  const bare = end < 0 ? path : path.slice(0, end)
  const question = bare.indexOf("?")
  return question < 0 ? [bare, ""] : [bare.slice(0, question), bare.slice(question + 1)]
}

const hasDigit = /\d/

const decode = (value: string): string => {
  if (!value.includes("%")) return value
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

/** Every place of a request that has a digit. Other segments of the path are part of the name of the place. */
const placedValues = (target: string): readonly PlacedValue[] => {
  const [path, query] = splitTarget(target)
  if (assetExtension.test(path) || (!hasDigit.test(path) && !hasDigit.test(query))) return []
  const segments = path.split("/")
  const extension = pageExtension.exec(path)?.[0] ?? ""
  const last = segments.length - 1
  if (extension !== "") segments[last] = (segments[last] ?? "").slice(0, -extension.length)
  const names = segments.map((segment) => (hasDigit.test(segment) ? "*" : segment))
  const nameWith = (index: number): string =>
    `${names.map((name, at) => (at === index ? "{reference}" : name)).join("/")}${extension}`
  const ofPath = segments.flatMap((segment, index) =>
    hasDigit.test(segment) ? [{ place: nameWith(index), value: decode(segment) }] : [],
  )
  return query === "" ? ofPath : [...ofPath, ...queryValues(query, nameWith(-1))]
}

const queryValues = (query: string, path: string): PlacedValue[] =>
  query.split("&").flatMap((pair) => {
    const equals = pair.indexOf("=")
    const key = pair.slice(0, equals)
    const value = pair.slice(equals + 1).replace(/\+/g, " ")
    if (equals <= 0 || !hasDigit.test(value) || hasDigit.test(key) || otherQueryName.test(key)) return []
    return [{ place: `${path}?${key}={reference}`, value: decode(value).trim() }]
  })

type Seen = { requests: number; numbers: number; readonly values: Set<string>; readonly shapes: Map<string, number> }

const mostPlaces = 20_000
/** Distinct values of a place that are counted. */
export const mostValues = 5_000
const mostShapes = 100
const longestReference = 40
/** Longer values are tokens rather than numbers. */
const longestNumber = 24
const fewestDigits = 3

/** Looks at the requests of a log, one after another. */
export const makeReferenceSurvey = () => {
  const seen = new Map<string, Seen>()
  const placeOf = (place: string): Seen | undefined => {
    const known = seen.get(place)
    if (known !== undefined || seen.size >= mostPlaces) return known
    const made = { requests: 0, numbers: 0, values: new Set<string>(), shapes: new Map<string, number>() }
    seen.set(copyOf(place), made)
    return made
  }
  return {
    /** @param at epoch seconds of the request; a value that says the same is no reference */
    look(target: string, at: number) {
      for (const { place, value } of placedValues(target)) {
        const of = isTime(value, at) ? undefined : placeOf(place)
        if (of !== undefined) note(of, value)
      }
    },
    places: (): readonly ReferencePlace[] => choose(seen),
  }
}

/** Counts the references that lines name in a field of their own. */
export const makeFieldSurvey = () => {
  const fields = new Map<string, { requests: number; readonly values: Set<string> }>()
  return {
    note(field: string, reference: string) {
      const of = fields.get(field) ?? { requests: 0, values: new Set<string>() }
      fields.set(field, of)
      of.requests += 1
      if (of.values.size < mostValues && !of.values.has(reference)) of.values.add(copyOf(reference))
    },
    places: (): readonly ReferencePlace[] =>
      [...fields].map(([field, { requests, values }]) => ({
        name: `the field ${field}`,
        requests,
        distinct: values.size,
        samples: [...values].slice(0, 3),
        sequence: 0,
      })),
  }
}

const isTime = (value: string, at: number): boolean =>
  /^\d{10}(?:\d{3})?$/.test(value) && Math.abs(Number(value.slice(0, 10)) - at) < 2 * 86_400

const note = (of: Seen, value: string): void => {
  of.requests += 1
  if (value.length > longestReference || (value.match(/\d/g)?.length ?? 0) < fewestDigits) return
  of.numbers += 1
  if (of.values.size < mostValues && !of.values.has(value)) of.values.add(copyOf(value))
  const shape = shapeOf(value)
  if (of.shapes.size < mostShapes || of.shapes.has(shape)) of.shapes.set(shape, (of.shapes.get(shape) ?? 0) + 1)
}

const fewestDistinct = 3

/** How much a place looks like one of references. */
const scoreOf = (place: string, { requests, numbers, values, shapes }: Seen): number => {
  if (values.size < fewestDistinct) return 0
  const isToken = [...values].every((value) => value.length > longestNumber)
  const word = trackingWord.test(place) ? 10 : 1
  // Numbers of one retailer have few shapes; tokens have nearly as many as there are values.
  const isRandom = shapes.size > 20 && shapes.size > values.size / 4
  return (values.size * word * (numbers / requests) ** 2) / (isToken ? 5 : 1) / (isRandom ? 10 : 1)
}

/** The best place, all that look like it, and all others that are about tracking by their name. */
const choose = (seen: ReadonlyMap<string, Seen>): readonly ReferencePlace[] => {
  const scored = [...seen]
    .map(([name, of]) => ({ name, of, score: scoreOf(name, of), shape: mostFrequent(of.shapes) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
  const best = scored[0]
  if (best === undefined) return []
  const chosen = scored.filter(({ name, of }) => name === best.name || (trackingWord.test(name) && isOften(of)))
  const shapes = [...new Set(chosen.map(({ shape }) => shape))]
  return chosen.map(({ name, of, shape }) => ({
    name,
    requests: of.requests,
    distinct: of.values.size,
    samples: [...of.values].slice(0, 3),
    sequence: shapes.indexOf(shape),
  }))
}

/** Whether most values of a place are numbers. */
const isOften = ({ requests, numbers }: Seen): boolean => numbers >= requests / 2

const mostFrequent = (shapes: ReadonlyMap<string, number>): string =>
  [...shapes].reduce((most, next) => (next[1] > most[1] ? next : most), ["", 0])[0]

/** Finds references at the places that were found. */
export const referenceAtPlaces = (places: readonly ReferencePlace[]): FindReference => {
  const sequences = new Map(places.map(({ name, sequence }) => [name, sequence]))
  return (target) => {
    for (const { place, value } of placedValues(target)) {
      const sequence = sequences.get(place)
      if (sequence !== undefined) return { value, sequence }
    }
    return undefined
  }
}

/**
 * Finds references where the operator says that they are.
 *
 * @param given a place such as `/track/{reference}`, or a regular expression whose first group is the reference
 * @throws Error when it is neither
 */
export const referenceAtGiven = (given: string): FindReference => {
  const pattern = patternOf(given)
  return (target) => {
    const found = pattern.exec(target)?.[1]
    return found === undefined ? undefined : { value: decode(found), sequence: 0 }
  }
}

const patternOf = (given: string): RegExp => {
  if (given.includes("{reference}")) {
    const parts = given.split("{reference}").map((part) => part.split("*").map(escapePattern).join("[^/?&]*"))
    return new RegExp(parts.join("([^/?&#]+)"))
  }
  const pattern = new RegExp(given)
  // A match of the empty text has one place for each group.
  const groups = (new RegExp(`${given}|`).exec("")?.length ?? 1) - 1
  if (groups === 0) throw new Error("needs {reference}, or a group in parentheses around the reference itself")
  return pattern
}

const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
