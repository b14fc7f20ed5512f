import type { NumberRange } from "../../proof-map/mapped-numbers.ts"
import type { Target } from "../enforced-targets.ts"

/** What an output did. */
export type Applied = {
  /** A sentence for a log. It has no value of a visitor. */
  readonly sentence: string
  /** Targets and ranges that it cannot enforce, such as accounts in a firewall. */
  readonly left: number
}

/** What makes a carrier's own tool refuse visitors. A further one is one file in this folder. */
export type EnforcementOutput = {
  readonly name: string
  /**
   * Makes it so that exactly these targets are enforced, and in these ranges of numbers strangers are asked for proof.
   * A repeat has no effect.
   *
   * @param ranges merged, the latest end first
   * @throws Error when it could not. The next attempt has all targets again
   */
  apply(targets: readonly Target[], now: Date, ranges: readonly NumberRange[]): Promise<Applied>
}
