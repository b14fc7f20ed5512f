import type { LegResult } from "../../../../infra/local/replay/report.ts"

/** A leg of the replay in which the walker was shown nothing. */
export const legFigures: LegResult = {
  lookups: 10,
  refusedLookups: 10,
  recordsExposedBeforeAnomaly: 0,
  recordsExposedBeforeRestriction: 0,
  recordsExposedInAll: 0,
  fieldsExposed: [],
  secondsFromCrossingToAlert: null,
  alertedParties: [],
  acknowledgedBy: [],
  benignLookups: 5,
  benignRefused: 0,
  anomalies: [],
  exposuresMatchAnswers: true,
}
