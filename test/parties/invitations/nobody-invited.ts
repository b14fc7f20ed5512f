import type { ReadInvitedParties } from "../../../shared/parties/invitations/invited-party.ts"

/** A hub that invited no party. */
export const nobodyInvited: ReadInvitedParties = {
  get: async () => undefined,
  idOf: async () => undefined,
  async *each() {},
}
