import { createHash } from "node:crypto"
import {
  type DataKeyWrapper,
  type Sealer,
  type SealingKeyRow,
  type SealingKeys,
  sealer,
} from "../../shared/storage/sealing.ts"

type Interrupt = (point: string) => Promise<void>

/** Wrapped keys in memory. */
export function memorySealingKeys(interrupt: Interrupt = async () => {}): SealingKeys & { rows(): SealingKeyRow[] } {
  const rows = new Map<string, SealingKeyRow>()
  return {
    rows: () => [...rows.values()],
    async get(owner) {
      await interrupt("sealing-keys.get")
      return rows.get(owner)
    },
    async create(row) {
      await interrupt("sealing-keys.create:before")
      const kept = rows.get(row.owner) ?? row
      rows.set(row.owner, kept)
      await interrupt("sealing-keys.create:after")
      return kept
    },
    async shred(owner, at) {
      await interrupt("sealing-keys.shred:before")
      const { createdAt = at, shreddedAt = at } = rows.get(owner) ?? {}
      rows.set(owner, { owner, createdAt, shreddedAt })
      await interrupt("sealing-keys.shred:after")
    },
  }
}

/** Stands for KMS: the wrapped key is a reversible cover of the key, bound to its owner. Repeatable: keys come from a counter. */
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
