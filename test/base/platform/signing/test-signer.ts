import { generateKeyPairSync } from "node:crypto"
import type { Signer } from "../../../../shared/base/platform/signing/signer.ts"
import { memorySigner } from "./memory-signer.ts"

/** A new private key on P-256, as PEM. */
export const newPrivateKey = (): string =>
  generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" }).toString()

/** Signs with one key, made for this run. */
export const testSigner = memorySigner([newPrivateKey()])

/** The same, where tests can stop it. */
export const interruptedSigner = (interrupt: (point: string) => Promise<void>): Signer => ({
  sign: (kind, content) => interrupt("kms.sign:before").then(() => testSigner.sign(kind, content)),
})
