import { describe, expect, it } from "@jest/globals"
import { doors, type Waits, waitsAt } from "../bench/fair-shares/doors.ts"
import { quantile } from "../bench/fair-shares/quantile.ts"
import { waitsOfWebhooks } from "../bench/fair-shares/webhook-door.ts"

const times = ({ quiet }: Waits) => ({ usual: quantile(quiet, 0.5), late: quantile(quiet, 0.99) })

describe("while one party sends ten times its share", () => {
  it.each(doors)("through $name, the others wait at most twice as long as on a quiet day", async (door) => {
    const seconds = door.seconds / 5
    const quiet = times(await waitsAt(door, { isFair: true, floods: false, seconds }))
    const flooded = times(await waitsAt(door, { isFair: true, floods: true, seconds }))
    expect(flooded.usual).toBeLessThanOrEqual(2 * quiet.usual)
    expect(flooded.late).toBeLessThanOrEqual(2 * quiet.late)
    const withoutGroups = times(await waitsAt(door, { isFair: false, floods: true, seconds }))
    expect(withoutGroups.late).toBeGreaterThan(4 * quiet.late)
  })

  it("2,000 events for an endpoint that is slow delay no event for another endpoint", async () => {
    const given = { slowFrom: 0, seconds: 120 }
    const quiet = times(await waitsOfWebhooks({ ...given, isFair: true, floods: false }))
    const flooded = await waitsOfWebhooks({ ...given, isFair: true, floods: true })
    expect(times(flooded).late).toBeLessThanOrEqual(2 * quiet.late)
    expect(flooded.ofSlow).toBeGreaterThan(10)
    const before = await waitsOfWebhooks({ ...given, isFair: false, floods: true, waitsForSlow: true })
    expect(quantile(before.quiet, 1)).toBeGreaterThan(60_000)
  })

  it.each([30.05, 31, 36])("an endpoint that turns slow after %s s delays hardly any of another", async (slowFrom) => {
    const given = { isFair: true, slowFrom, seconds: 120 }
    const quiet = times(await waitsOfWebhooks({ ...given, floods: false }))
    const flooded = await waitsOfWebhooks({ ...given, floods: true })
    expect(times(flooded).late).toBeLessThanOrEqual(2 * quiet.late)
    expect(quantile(flooded.quiet, 1)).toBeLessThan(1_500)
  })
})
