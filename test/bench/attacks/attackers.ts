/** Who attacks: with or without a cookie, from home, a mobile network, proxies, or with a credential. */
import { anonymousSubject, networkIds, subjectIds } from "../world/identities.ts"
import type { Attacker, Scene } from "./scene.ts"

/** Who asks in the step with an index. */
export type AttackerAt = (index: number) => Attacker

export const attackerSubject = (scene: Scene): number => subjectIds.attacker + scene.random.integer(100_000_000)
export const homeNetwork = (scene: Scene): number => networkIds.proxy + 5_000_000 + scene.random.integer(1_000_000)
export const mobileNetwork = (scene: Scene): number => networkIds.mobile + scene.random.integer(40)

export const withCookie = (subject: number, network: number, kind: "fixed" | "mobile" = "fixed"): Attacker => ({
  subject: { kind: "cookie", fingerprint: subject },
  network: { kind, fingerprint: network },
  accessorClass: "public",
})

export const withoutCookie = (network: number, browser: number, kind: "fixed" | "mobile" = "fixed"): Attacker => ({
  subject: { kind: "anonymous", fingerprint: anonymousSubject(network, browser) },
  network: { kind, fingerprint: network },
  accessorClass: "public",
})

/** One cookie from one address. */
export const oneVisitor = (scene: Scene): Attacker => withCookie(attackerSubject(scene), homeNetwork(scene))

export const always = (who: Attacker) => () => who

/** One of 400 addresses at each step, without a cookie. */
export const proxies = (scene: Scene): AttackerAt => {
  const base = networkIds.proxy + scene.random.integer(1_000) * 1_000
  return () => withoutCookie(base + scene.random.integer(400), scene.random.integer(8))
}
