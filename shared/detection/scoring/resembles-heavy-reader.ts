import type { Finding } from "./finding.ts"

const fewestRetailers = 5
const largestReaderMissShare = 0.15

/**
 * Whether a finding looks like an unregistered heavy reader: parcels of several retailers, in no order, few missing
 * numbers and no wrong proof. It is a hint for the person who reads the alarm and changes nothing about it, because an
 * attacker can imitate it.
 */
export const resemblesHeavyReader = ({ chart, retailers, evidence }: Finding): boolean =>
  chart === "fanOut" &&
  retailers.length >= fewestRetailers &&
  evidence.challengeFailed === 0 &&
  evidence.misses <= largestReaderMissShare * evidence.references
