import * as z from "zod"
import { boundedString } from "../base/contracts/bounded-string.ts"

/** What a person may do for a party: an officer reads and acts, a reader reads. */
export const officerRole = z.enum(["officer", "reader"])

export type OfficerRole = z.output<typeof officerRole>

/** The hub's own id of a person: letters, digits, `-` and `_`. It says nothing about the person. */
export const userId = boundedString(256)
  .regex(/^[A-Za-z0-9_-]{8,64}$/)
  .meta({
    description: "The hub's own opaque id of a person, the same at each sign-in",
    examples: ["q3XbV0c2T6mK9dRwZ1yLhA"],
  })

/** The person who calls for a party, as its own sign-in names them. */
export type Officer = {
  /** The hub's own opaque id of the person, the same at each sign-in. */
  readonly userId: string
  readonly role: OfficerRole
}
