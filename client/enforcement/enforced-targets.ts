import type { StandingRestriction } from "./standing-restrictions.ts"
import type { KeptVisitor, TokenStore } from "./token-store.ts"

/**
 * Whom the carrier's own tool is to treat in which way, until a time.
 *
 * - `refuse`: this account or session gets no answer.
 * - `proof`: lookups from this network need proof, or a CAPTCHA.
 * - `block`: this network gets no answer. Only where it is known that nobody else uses it.
 */
export type Target = { readonly until: string } & (
  | { readonly action: "refuse"; readonly kind: "account" | "session"; readonly value: string }
  | { readonly action: "proof" | "block"; readonly kind: "network"; readonly value: string }
)

/** What a restriction comes to. */
export type TargetRules = {
  /** Lets a network be blocked that nobody else was seen at. */
  readonly blockNetworks: boolean
}

/**
 * Turns restrictions into targets, by whom their tokens stand for.
 *
 * A restricted subject is an account or a session, and is refused as such. A visitor without either is known by its
 * network alone, which others may use, so its network needs proof. The same holds for a restricted network.
 */
export function targetsOf(
  standing: readonly StandingRestriction[],
  store: Pick<TokenStore, "visitorsOf" | "tokensAt">,
  { blockNetworks }: TargetRules,
): readonly Target[] {
  const restricted = new Set(standing.flatMap(({ accessorTokens }) => accessorTokens))
  const isShared = (network: string): boolean => store.tokensAt(network).some(({ token }) => !restricted.has(token))
  const ofNetwork = (network: string, until: string): Target => ({
    action: blockNetworks && !isShared(network) ? "block" : "proof",
    kind: "network",
    value: network,
    until,
  })
  const targets = standing.flatMap(({ scope, until, accessorTokens }) =>
    store
      .visitorsOf(accessorTokens)
      .map((visitor) =>
        scope === "subject" ? ofSubject(visitor, until, ofNetwork) : ofNetwork(visitor.network, until),
      ),
  )
  return longest(targets)
}

function ofSubject(
  { account, session, network }: KeptVisitor,
  until: string,
  ofNetwork: (network: string, until: string) => Target,
): Target {
  if (account !== null) return { action: "refuse", kind: "account", value: account, until }
  if (session !== null) return { action: "refuse", kind: "session", value: session, until }
  return ofNetwork(network, until)
}

/** Each target once, until its latest end. */
function longest(targets: readonly Target[]): readonly Target[] {
  const found = new Map<string, Target>()
  for (const target of targets) {
    const name = `${target.kind} ${target.value}`
    const known = found.get(name)
    if (known === undefined || Date.parse(target.until) > Date.parse(known.until)) found.set(name, target)
  }
  return [...found.values()]
}
