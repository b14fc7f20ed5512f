import type { Adapter, AdapterPayload } from "oidc-provider"

/** What the provider of this machine stores: all kinds of things together, until it stops. */
export function memoryAdapters(): (kind: string) => Adapter {
  const stored = new Map<string, AdapterPayload>()
  const one = async (has: (payload: AdapterPayload) => boolean) => [...stored.values()].find(has)
  return (kind) => {
    const key = (id: string) => `${kind}:${id}`
    return {
      upsert: async (id, payload) => void stored.set(key(id), payload),
      find: async (id) => stored.get(key(id)),
      findByUid: (uid) => one((payload) => payload.kind === kind && payload.uid === uid),
      findByUserCode: (userCode) => one((payload) => payload.userCode === userCode),
      destroy: async (id) => void stored.delete(key(id)),
      async consume(id) {
        const payload = stored.get(key(id))
        if (payload !== undefined) payload["consumed"] = Math.floor(Date.now() / 1_000)
      },
      async revokeByGrantId(grantId) {
        for (const [id, payload] of stored) if (payload.grantId === grantId) stored.delete(id)
      },
    }
  }
}
