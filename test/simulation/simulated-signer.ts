import { createHmac } from "node:crypto"
import { signedText } from "../../shared/base/platform/signing/signed-text.ts"
import type { Signer } from "../../shared/base/platform/signing/signer.ts"
import type { Scheduler } from "./scheduler.ts"

const keyId = "s".repeat(43)

/** Signs as KMS does, but the same content the same way, so that a seed repeats a run. Nobody can check it. */
export const simulatedSigner = (scheduler: Pick<Scheduler, "interrupt">): Signer => ({
  async sign(kind, content) {
    await scheduler.interrupt("kms.sign:before")
    const value = createHmac("sha512", "signing key")
      .update(signedText(kind, keyId, content))
      .digest("base64url")
    return { keyId, value }
  },
})
