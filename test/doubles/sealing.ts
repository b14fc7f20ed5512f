import { createHash } from "node:crypto"
import {
  type DataKeyWrapper,
  type Sealer,
  type SealingKeyRow,
  type SealingKeys,
  sealer,
} from "../../shared/platform/sealing.ts"
import { type Interrupt, memoryTable, type Observable } from "./memory-table.ts"

/** Wrapped keys in memory. */
export function memorySealingKeys(interrupt?: Interrupt): SealingKeys & Observable<SealingKeyRow> {
  const table = memoryTable<SealingKeyRow>("sealingKeys", interrupt)
  return {
    ...table.observable,
    get: (owner) => table.effect("get", () => table.get(owner)),
    create: (row) =>
      table.effect("create", () => {
        const kept = table.get(row.owner) ?? row
        table.put(row.owner, kept)
        return kept
      }),
    shred: (owner, at) =>
      table.effect("shred", () => {
        const { createdAt = at, shreddedAt = at } = table.get(owner) ?? {}
        table.put(owner, { owner, createdAt, shreddedAt })
      }),
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
