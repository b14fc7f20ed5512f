import type { OfficerRole } from "../../parties/officer.ts"
import type { SignInSettings } from "../../parties/sign-in-settings.ts"
import type { Claims } from "./identity-provider.ts"

/** The role that the claim gives, the greater one if it gives both. Undefined for a person without one. */
export function roleOfClaims({ roleClaim, roles }: SignInSettings, claims: Claims): OfficerRole | undefined {
  const held = valuesOfClaim(roleClaim, claims)
  if (roles.officer.some((value) => held.has(value))) return "officer"
  return roles.reader.some((value) => held.has(value)) ? "reader" : undefined
}

/** The values of the claim that gives roles: one text, or a list. */
export function valuesOfClaim(roleClaim: string, claims: Claims): ReadonlySet<unknown> {
  // At some providers people enter any address. A provider verifies it, or says nothing of it.
  if (roleClaim === "email" && claims["email_verified"] !== true) return new Set()
  return new Set([claims[roleClaim]].flat())
}

const mostCharacters = 100

/** What colleagues read as the person's name. Empty if the provider names nobody. */
export function nameOfClaims(claims: Claims): string {
  const [name = ""] = ["name", "preferred_username", "email"]
    .map((claim) => claims[claim])
    .filter((value) => typeof value === "string")
    .map((value) => value.replace(/\p{C}/gu, "").trim())
    .filter((value) => value !== "")
  return name.slice(0, mostCharacters)
}
