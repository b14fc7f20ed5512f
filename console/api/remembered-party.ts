const storedUnder = "wayseal-console-party"

/** Remembers for the next sign-in which party was signed in here. Where storage is blocked, people type it again. */
export function rememberParty(partyId: string): void {
  try {
    localStorage.setItem(storedUnder, partyId)
  } catch {
    // A browser may block storage.
  }
}

/** The party of the last sign-in in this browser. */
export function rememberedParty(): string {
  try {
    return localStorage.getItem(storedUnder) ?? ""
  } catch {
    return ""
  }
}
