import type { Finding } from "./finding.ts"

const fewestRetailers = 5
const largestReaderMissShare = 0.15

/**
 * Whether a finding looks like an unregistered heavy reader: parcels of several retailers, in no order, few missing
 * numbers and no wrong proof. An attacker can imitate it. So it is a hint for the person who reads the alarm, and makes
 * a notice of the slowest reading alone.
 */
export const resemblesHeavyReader = ({ chart, retailers, evidence }: Finding): boolean =>
  chart === "fanOut" &&
  retailers.length >= fewestRetailers &&
  evidence.challengeFailed === 0 &&
  evidence.misses <= largestReaderMissShare * evidence.references
