import { isActOfCase } from "../../shared/base/contracts/act-of-case.ts"
import type { KeyOwner } from "./kept-key.ts"

let signer: KeyOwner | undefined

/** Says who acts from now on. */
export function signAs(owner: KeyOwner): void {
  signer = owner
}

/** Signs a request that acts in a case, if the person keeps a key in this browser. The first loads what signs. */
export async function signRequest(request: Request): Promise<void> {
  if (signer === undefined || !isActOfCase(request.method, new URL(request.url).pathname)) return
  const { signAct } = await import("./sign-act.ts")
  await signAct(request, signer)
}
