import { fewestRetailersOfReader, mostMissShareOfReader } from "../thresholds/thresholds.ts"
import type { Finding } from "./finding.ts"

/**
 * Whether a finding looks like an unregistered heavy reader: parcels of several retailers, in no order, few missing
 * numbers and no wrong proof. An attacker can imitate it. So it is a hint for the person who reads the alarm, and makes
 * a notice of the slowest reading alone.
 */
export const resemblesHeavyReader = ({ chart, retailers, evidence }: Finding): boolean =>
  chart === "fanOut" &&
  retailers.length >= fewestRetailersOfReader &&
  evidence.challengeFailed === 0 &&
  evidence.misses <= mostMissShareOfReader * evidence.references
