import { actHeaders } from "../../client/tokens/act-headers.ts"
import { actAlgorithms } from "../../shared/base/contracts/act-signature.ts"
import { now } from "../api/server-time.ts"
import { type KeyOwner, keptKey } from "./kept-key.ts"

/** Signs an act in a case, if its person keeps a key in this browser. */
export async function signAct(request: Request, signer: KeyOwner): Promise<void> {
  const key = await keptKey(signer).catch(() => undefined)
  const idempotencyKey = request.headers.get("idempotency-key")
  if (key === undefined || key.from > Date.now() || idempotencyKey === null) return
  const body = new Uint8Array(await request.clone().arrayBuffer())
  const signing = { keyId: key.kid, created: Math.floor(now().getTime() / 1_000), algorithm: actAlgorithms.EC }
  const headers = await actHeaders(
    { method: request.method, path: new URL(request.url).pathname, body, idempotencyKey },
    key.privateKey,
    signing,
  )
  for (const [name, value] of Object.entries(headers)) request.headers.set(name, value)
}
