import { actHeaders } from "../../client/tokens/act-headers.ts"
import { actAlgorithms, isActOfCase } from "../../shared/base/contracts/act-signature.ts"
import { now } from "../api/server-time.ts"
import { type KeyOwner, keptKey } from "./kept-key.ts"

let signer: KeyOwner | undefined

/** Says who acts from now on. */
export function signAs(owner: KeyOwner): void {
  signer = owner
}

/** Signs a request that acts in a case, if the person keeps a key in this browser. */
export async function signRequest(request: Request): Promise<void> {
  const { pathname: path } = new URL(request.url)
  if (signer === undefined || !isActOfCase(request.method, path)) return
  const key = await keptKey(signer).catch(() => undefined)
  const idempotencyKey = request.headers.get("idempotency-key")
  if (key === undefined || key.from > Date.now() || idempotencyKey === null) return
  const body = new Uint8Array(await request.clone().arrayBuffer())
  const signing = { keyId: key.kid, created: Math.floor(now().getTime() / 1_000), algorithm: actAlgorithms.EC }
  const headers = await actHeaders({ method: request.method, path, body, idempotencyKey }, key.privateKey, signing)
  for (const [name, value] of Object.entries(headers)) request.headers.set(name, value)
}
