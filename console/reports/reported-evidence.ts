import type { paths } from "../../client/api/generated/paths.ts"

/** A report as the hub takes it. */
export type BreachReport = paths["/v1/cases"]["post"]["requestBody"]["content"]["application/json"]

/** Which lookups a report is about. */
export type ReportedEvidence = BreachReport["evidence"]

/** The words of a text, between spaces, commas and line ends: ids as people paste them. Each counts once. */
export const idsIn = (text: string): string[] => [...new Set(text.split(/[\s,;]+/).filter((word) => word !== ""))]
