import { hubSource } from "../../base/contracts/envelope.ts"
import type { Party } from "../party.ts"
import type { PartyDirectory } from "../party-directory.ts"

/** The sender, by account and source together. */
export type Sender =
  | { kind: "party"; party: Party }
  | { kind: "hub" }
  /** The account may not use this source. `owners` are the parties of the file that send from the account. */
  | { kind: "spoofed"; owners: readonly Party[] }

/** A message has a source that its account may not use. */
export class SenderSpoofed extends Error {
  override readonly name = "SenderSpoofed"
}

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
    const withoutAccount = account === hubAccount ? parties.ofAccount(undefined) : []
    return { kind: "spoofed", owners: [...parties.ofAccount(account), ...withoutAccount] }
  }
}
