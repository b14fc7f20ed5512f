import type { Cast } from "./cast.ts"
import type { DeployedExchange } from "./deployed-exchange.ts"
import type { Inbox } from "./inbox.ts"
import type { PartySigner } from "./party-keys.ts"
import type { Scenario } from "./scenario.ts"

/** What every leg of a replay works with. */
export type ReplayContext = {
  readonly scenario: Scenario
  readonly cast: Cast
  /** Tells this run's identifiers from another run's. */
  readonly run: string
  readonly exchange: DeployedExchange
  readonly sign: PartySigner
  readonly inbox: Inbox
  readonly parties: readonly { readonly id: string; readonly kind: "retailer" | "carrier" }[]
  /** Public name of the retailer whose numbers are walked. */
  readonly retailerAlias: string
  readonly onLine: (line: string) => void
}
