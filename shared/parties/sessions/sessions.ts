import type { KnownOfficer, Session } from "./session.ts"

/** The sessions of people who signed in, and who they are. Reads see every write before them. */
export type Sessions = {
  /** Stores a new session, and the person as of this sign-in. */
  begin(session: Session, officer: KnownOfficer): Promise<void>
  /** The session under a key, also one that has ended and is not removed yet. */
  find(sessionKey: string): Promise<Session | undefined>
  /** Notes activity. @param at ISO instant @returns whether the session was still there */
  touch(sessionKey: string, at: string): Promise<boolean>
  /** Removes a session. Safe to repeat. */
  end(sessionKey: string): Promise<void>
  officer(partyId: string, userId: string): Promise<KnownOfficer | undefined>
  /** Everybody who signed in for a party so far, in no order. */
  officersOf(partyId: string): Promise<KnownOfficer[]>
}
