import type { FactRow } from "./document.ts"

export const fact = (label: string, ...values: string[]): FactRow => ({ label, values, standing: "known" })
