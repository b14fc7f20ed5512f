import type { Clock } from "../../base/platform/clock.ts"
import type { Telemetry } from "../../base/platform/telemetry.ts"

/**
 * Measures one of the two parts of an alert's delay: from the finding until the alert is in the outbox
 * (`open-breach-case`), or from there until it is on the exchange bus and its mails are
 * sent (`alert-parties`).
 *
 * @param since when the part began
 */
export function measureAlertDelay(
  { clock, telemetry }: { clock: Clock; telemetry: Pick<Telemetry, "measure"> },
  since: string,
): void {
  telemetry.measure("AlertDelay", Math.max(0, clock().getTime() - Date.parse(since)))
}
