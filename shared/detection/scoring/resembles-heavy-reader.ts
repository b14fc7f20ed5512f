/** Tells readers who follow many people's parcels for a legitimate reason, and should be registered, from attackers. */
import type { Finding } from "./finding.ts"

const fewestRetailers = 5
const largestReaderMissShare = 0.15

/**
 * Whether a finding looks like a heavy reader that nobody registered: parcels of several retailers, in no order, few numbers that do not
 * exist and no wrong proof. It is a hint for whoever looks at the alarm, and changes nothing about it: an attacker can take care to look so.
 */
export const resemblesHeavyReader = ({ chart, retailers, evidence }: Finding): boolean =>
  chart === "fanOut" &&
  retailers.length >= fewestRetailers &&
  evidence.challengeFailed === 0 &&
  evidence.misses <= largestReaderMissShare * evidence.references
