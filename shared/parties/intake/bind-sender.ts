import { hubSource } from "../../contracts/envelope.ts"
import type { Party } from "../party.ts"
import type { PartyDirectory } from "../party-directory.ts"

/** The sender, by account and source together. */
export type Sender =
  | { kind: "party"; party: Party }
  | { kind: "hub" }
  /** The account may not use this source. `owner` is the one party that owns the account, if there is one. */
  | { kind: "spoofed"; owner?: Party }

/** Finds the sender of an EventBridge envelope by account and source. */
export type BindSender = (account: string, source: string) => Promise<Sender>

/**
 * A party with its own account sends only from that account. The hub's account sends for the hub, and for parties
 * without an account after a function authenticated them. EventBridge sets the account, so no sender can choose it.
 */
export function senderBinding(parties: PartyDirectory, hubAccount: string): BindSender {
  const accountOf = (party: Party): string => party.account ?? hubAccount
  return async (account, source) => {
    if (source === hubSource && account === hubAccount) {
      return { kind: "hub" }
    }
    const party = await parties.bySource(source)
    if (party !== undefined && accountOf(party) === account) {
      return { kind: "party", party }
    }
    const owners = parties.ofAccount(account)
    const [owner] = owners
    return owner !== undefined && owners.length === 1 ? { kind: "spoofed", owner } : { kind: "spoofed" }
  }
}
