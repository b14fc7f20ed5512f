import type { Signature } from "../../contracts/signature.ts"
import type { PublicKeySet } from "./public-keys.ts"
import type { SignedKind } from "./signed-text.ts"

/** Signs with the hub's newest key. */
export type Signer = {
  /** @param content what JSON can express */
  sign(kind: SignedKind, content: unknown): Promise<Signature>
}

/** The public keys of the hub. */
export type PublishedKeys = {
  /** Oldest first. Neighbours have signed each other. */
  all(): Promise<PublicKeySet>
}
