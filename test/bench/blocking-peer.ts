/** Another detector whose alarm blocks the address for a day. */
import { daySeconds } from "../../shared/base/platform/instants.ts"
import type { Peer, PeerAccess } from "./peers.ts"

export type BlockingPeer = {
  readonly name: string
  /** Whether the address is blocked at this lookup, and whether the lookup raises an alarm. */
  observe(access: PeerAccess): { readonly isBlocked: boolean; readonly raises: boolean }
}

/** Lets a detector's alarms block an address: from its lag after the alarm, for 24 hours. */
export const blockingPeer = (peer: Peer): BlockingPeer => {
  const blockedFrom = new Map<number, number>()
  return {
    name: peer.name,
    observe(access) {
      const from = blockedFrom.get(access.network)
      const isBlocked = from !== undefined && access.at > from && access.at <= from + daySeconds
      const raises = peer.observe(access)
      if (raises && (from === undefined || access.at > from + daySeconds)) {
        blockedFrom.set(access.network, access.at + peer.lagSeconds)
      }
      return { isBlocked, raises }
    },
  }
}
