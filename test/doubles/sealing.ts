import { createHash } from "node:crypto"
import { type DataKeyWrapper, type Sealer, type SealingKeys, sealer } from "../../shared/base/platform/sealing.ts"
import { memorySealingKeys } from "../base/platform/memory-stores.ts"
import type { Interrupt } from "../dynamo/memory-dynamo.ts"

/**
 * Replaces KMS. A wrapped key is reversible and bound to its owner. Keys come from a counter, so runs are repeatable.
 */
export function memoryDataKeys(): DataKeyWrapper {
  let made = 0
  const cover = (owner: string, bytes: Uint8Array) => {
    const pad = createHash("sha256").update(`wrapper|${owner}`).digest()
    return Buffer.from(bytes.map((byte, index) => byte ^ (pad[index] ?? 0)))
  }
  return {
    async generate(owner) {
      made += 1
      const key = createHash("sha256").update(`key|${made}`).digest()
      return { key, wrappedKey: cover(owner, key).toString("base64") }
    },
    async unwrap(owner, wrappedKey) {
      return cover(owner, Buffer.from(wrappedKey, "base64"))
    },
  }
}

/** A sealer with everything in memory. */
export function memorySealer(options: { interrupt?: Interrupt; now?: () => Date; keys?: SealingKeys } = {}): Sealer {
  return sealer({
    keys: options.keys ?? memorySealingKeys(options.interrupt),
    wrapper: memoryDataKeys(),
    now: options.now ?? (() => new Date(0)),
  })
}
