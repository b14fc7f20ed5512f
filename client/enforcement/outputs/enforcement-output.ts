import type { Target } from "../enforced-targets.ts"

/** What an output did. */
export type Applied = {
  /** A sentence for a log. It has no value of a visitor. */
  readonly sentence: string
  /** Targets that it cannot enforce, such as accounts in a firewall. */
  readonly left: number
}

/** What makes a carrier's own tool refuse visitors. A further one is one file in this folder. */
export type EnforcementOutput = {
  readonly name: string
  /**
   * Makes it so that exactly these targets are enforced. A repeat has no effect.
   *
   * @throws Error when it could not. The next attempt has all targets again
   */
  apply(targets: readonly Target[], now: Date): Promise<Applied>
}
