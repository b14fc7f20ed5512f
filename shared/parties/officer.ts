import * as z from "zod"

/** What a person may do for a party: an officer reads and acts, a reader reads. */
export const officerRole = z.enum(["officer", "reader"])

export type OfficerRole = z.output<typeof officerRole>

/** The person who calls for a party, as its own sign-in names them. */
export type Officer = {
  /** The hub's own opaque id of the person, the same at each sign-in. */
  readonly userId: string
  readonly role: OfficerRole
}
