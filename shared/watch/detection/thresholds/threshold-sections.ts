import { alertRows, allowanceRows, guessRows, walkRows } from "./accessor-rows.ts"
import { guessLimitRows, profileRows, restrictionRows } from "./answer-rows.ts"
import { blockRows, learningRows, volumeRows } from "./number-rows.ts"
import { credentialRows, fanOutRows } from "./rate-rows.ts"
import type { ThresholdId, ThresholdRow } from "./threshold-row.ts"

/** The row of every threshold. One without a row does not compile. */
export const thresholdRows: Readonly<Record<ThresholdId, ThresholdRow>> = {
  ...alertRows,
  ...allowanceRows,
  ...profileRows,
  ...walkRows,
  ...guessRows,
  ...fanOutRows,
  ...credentialRows,
  ...blockRows,
  ...volumeRows,
  ...learningRows,
  ...restrictionRows,
  ...guessLimitRows,
}

/** The rows as the document lists them. */
export const thresholdSections = [
  { title: "Alerts", rows: alertRows },
  { title: "Allowances beyond an alert", rows: allowanceRows },
  { title: "Profiles", rows: profileRows },
  { title: "Walks", rows: walkRows },
  { title: "Guesses", rows: guessRows },
  { title: "Fan-out", rows: fanOutRows },
  { title: "Credentials", rows: credentialRows },
  { title: "Blocks of numbers", rows: blockRows },
  { title: "Volume", rows: volumeRows },
  { title: "Learning of ordinary traffic", rows: learningRows },
  { title: "What follows a finding", rows: restrictionRows },
  { title: "Guesses that the hub answers", rows: guessLimitRows },
] as const
