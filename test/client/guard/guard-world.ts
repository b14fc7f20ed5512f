import type { GuardCommandOptions } from "../../../client/commands/guard/run-guard.ts"
import type { AskedLookup } from "../../../client/guard/asked-lookup.ts"
import { type Guard, makeGuard } from "../../../client/guard/guard.ts"
import { type GuardOptions, guardRulesOf } from "../../../client/guard/guard-rules.ts"

/** A time in epoch seconds. */
export const start = 1_800_000_000
export const options: GuardOptions = { reference: "/track/{reference}", ordersPerDay: 20_000 }
export const agent = "CanaryBrowser/9.1 (X11; Linux x86_64)"

/** A lookup of one number, by a visitor without a name. */
export const asked = (number: number, more: Partial<AskedLookup> = {}): AskedLookup => ({
  target: `/track/NP${5_000_000 + number}?lang=en`,
  address: "198.51.100.23",
  userAgent: agent,
  ...more,
})

export const aGuard = (
  more: Partial<GuardOptions> = {},
  outcomes: "reported" | "assumed" = "assumed",
  isEnforcing = true,
): Guard => makeGuard(guardRulesOf({ ...options, ...more }, outcomes), { isEnforcing })

/** The options of `wayseal guard`, at a free port. */
export const command: GuardCommandOptions = {
  reference: "/track/{reference}",
  ordersPerDay: 20_000,
  missShare: 0.05,
  proof: "none",
  strangers: "phase",
  enforce: true,
  listen: "127.0.0.1:0",
  addressHeader: "x-real-ip",
  sessionCookie: "sid",
  limit: 1_000,
  remember: 72,
  mostContacts: 100_000,
}
