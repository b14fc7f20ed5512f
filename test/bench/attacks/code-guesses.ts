/** Many addresses guess the postal codes of ever-new shipments. One guess in ten is right. */
import { networkIds } from "../world/identities.ts"
import { type AttackerAt, attackerSubject, withCookie, withoutCookie } from "./attackers.ts"
import { type Attack, largeRetailer, type Scene, type Step } from "./scene.ts"
import { randomHits, walk } from "./sequences.ts"

const guesses = 300
const rightShare = 0.1

/** The step as a guess of the postal code. The record is shown only if it is right. */
const guessed = (scene: Scene, step: Step): Step => {
  if (step.access.outcome !== "hit") return step
  const isRight = scene.random.chance(rightShare)
  const answer = isRight
    ? { proof: "postalCode" as const }
    : { outcome: "challengeFailed" as const, deliveryPoint: null }
  return { ...step, access: { ...step.access, ...answer } }
}

const newAddresses = (scene: Scene): AttackerAt => {
  const base = networkIds.proxy + 8_000_000 + scene.random.integer(1_000) * 1_000
  return (index) => withoutCookie(base + index, index % 8)
}

/** Each address tries 7 shipments, with 4 cookies in turn. */
const fewAddresses = (scene: Scene): AttackerAt => {
  const base = networkIds.proxy + 9_000_000 + scene.random.integer(1_000) * 1_000
  const first = attackerSubject(scene)
  return (index) => {
    const address = Math.floor(index / 7)
    return withCookie(first + address * 4 + (index % 4), base + address)
  }
}

type Guessing = {
  readonly seconds: number
  readonly label: string
  readonly isOrdered: boolean
  readonly whoAt?: (scene: Scene) => AttackerAt
}

const codeGuessing = (who: string, of: Guessing): Attack => ({
  name: `postal codes guessed, ${who}, shipments in ${of.isOrdered ? "order" : "no order"}, one per ${of.label}`,
  group: "evasive",
  make: (scene) => {
    const sequence = { length: guesses, pause: () => of.seconds, whoAt: (of.whoAt ?? newAddresses)(scene) }
    const steps = of.isOrdered ? walk(scene, largeRetailer(scene), sequence) : randomHits(scene, sequence)
    return { steps: steps.map((step) => guessed(scene, step)) }
  },
})

export const codeGuesses: readonly Attack[] = [
  codeGuessing("an address each", { seconds: 60, label: "minute", isOrdered: true }),
  codeGuessing("an address each", { seconds: 60, label: "minute", isOrdered: false }),
  codeGuessing("an address each", { seconds: 1, label: "second", isOrdered: false }),
  codeGuessing("an address each", { seconds: 3_600, label: "hour", isOrdered: false }),
  codeGuessing("40 addresses with 4 cookies", { seconds: 60, label: "minute", isOrdered: true, whoAt: fewAddresses }),
]
