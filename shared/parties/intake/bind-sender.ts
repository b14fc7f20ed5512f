import { hubSource } from "../../contracts/envelope.ts"
import type { Party } from "../party.ts"
import type { PartyDirectory } from "../party-directory.ts"

/** Who speaks, as the sending account and the source together tell. */
export type Sender =
  | { kind: "party"; party: Party }
  | { kind: "hub" }
  /** The account may not speak under this source; `owner` is the one party whose account it is, if there is one. */
  | { kind: "spoofed"; owner?: Party }

/** Binds (account, source) of an EventBridge envelope to its sender. */
export type BindSender = (account: string, source: string) => Sender

/**
 * A party with an account of its own speaks from that account alone. The hub's account speaks for itself and for parties
 * without an account, through the functions that authenticated them. EventBridge sets the account; nobody can choose it.
 */
export function senderBinding(parties: PartyDirectory, hubAccount: string): BindSender {
  const accountOf = (party: Party): string => party.account ?? hubAccount
  return (account, source) => {
    if (source === hubSource && account === hubAccount) {
      return { kind: "hub" }
    }
    const party = parties.bySource(source)
    if (party !== undefined && accountOf(party) === account) {
      return { kind: "party", party }
    }
    const owners = parties.all.filter((entry) => entry.account === account)
    const [owner] = owners
    return owner !== undefined && owners.length === 1 ? { kind: "spoofed", owner } : { kind: "spoofed" }
  }
}
