import type { SignInSettings } from "../../parties/sign-in-settings.ts"

/** What one sign-in is bound to, so that nobody can finish it elsewhere. All are unguessable. */
export type SignInSecrets = {
  /** Comes back in the address. */
  readonly state: string
  /** Comes back in the ID token. */
  readonly nonce: string
  /** Of PKCE (RFC 7636): who redeems the code has to know it. */
  readonly verifier: string
}

/** Claims of an ID token that was checked. */
export type Claims = Readonly<Record<string, unknown>> & { readonly iss: string; readonly sub: string }

/** What the hub needs to know of a provider to speak to it. */
export type ProviderSettings = Pick<SignInSettings, "issuer" | "clientId" | "clientSecretName" | "scopes">

/** The OpenID Connect provider of a party, or of the hub's operators. @throws SignInFailed */
export type IdentityProvider = {
  /** The address at which the person signs in. */
  begin(settings: ProviderSettings, secrets: SignInSecrets, redirectUri: string): Promise<string>
  /**
   * Redeems the code, and checks the ID token: signature, issuer, audience, expiry, nonce.
   * @param answer the parameters with which the provider sent the person back
   */
  finish(
    settings: ProviderSettings,
    secrets: SignInSecrets,
    back: { readonly redirectUri: string; readonly answer: Readonly<Record<string, string>> },
  ): Promise<Claims>
  /** Where the person can sign out at the provider too, if it offers that. */
  signOutUrl(settings: ProviderSettings): Promise<string | undefined>
}

/** Why a sign-in failed. Each has its own page. */
export type SignInFailure =
  | "unknownParty"
  | "unreachable"
  | "notBegun"
  | "otherAddress"
  | "sharedAddress"
  | "otherParty"
  | "declined"
  | "notProven"
  | "noRole"
  | "noOperator"

/** A sign-in that failed. It names the reason, and holds no value of provider or person, and no other error. */
export class SignInFailed extends Error {
  override readonly name = "SignInFailed"
  readonly reason: SignInFailure

  constructor(reason: SignInFailure) {
    super(reason)
    this.reason = reason
  }
}
