import { type OptionalPart, optionalParts } from "../shared/base/platform/resource-variables.ts"

/**
 * What some stages have and others do not: what a stage's file may leave out, and what comes only with a setting:
 * - `alertTopics`: mail to contacts through topics of SNS, in a stage without `mail`
 * - `operatorPage`: the page at which `operators` sign in
 * - `partnerBuses`: what vendors send through partner event buses
 * - `testReferences`: the hub as carrier of test references
 */
export const allParts = [...optionalParts, "alertTopics", "operatorPage", "partnerBuses", "testReferences"] as const
export type Part = OptionalPart | (typeof allParts)[number]

/** The parts that a stage takes. */
export type Parts = ReadonlySet<Part>

/** Whether a stage has what belongs to any of some parts. What belongs to none, every stage has. */
export function isTaken(parts: Parts, partOf: readonly Part[] = []): boolean {
  return partOf.length === 0 || partOf.some((part) => parts.has(part))
}

/** The parts that a stage leaves out. */
export function leftOutOf(parts: Parts): readonly OptionalPart[] {
  return optionalParts.filter((part) => !parts.has(part))
}
