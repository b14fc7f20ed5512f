/** Attackers with a credential: a partner, and the carrier's own staff. */

import { daySeconds } from "../../../shared/platform/instants.ts"
import { always, attackerSubject, homeNetwork } from "./attackers.ts"
import { type Attack, type Attacker, askForLive, byTime, largeRetailer, openOwn, type Step } from "./scene.ts"
import { randomHits } from "./sequences.ts"

export const partnerOutOfScope: Attack = {
  name: "partner out of scope",
  group: "direct",
  make: (scene) => {
    const who: Attacker = {
      subject: { kind: "partner", fingerprint: attackerSubject(scene) },
      network: { kind: "hosting", fingerprint: homeNetwork(scene) },
      accessorClass: "partner",
    }
    return { steps: randomHits(scene, { length: 43, pause: () => daySeconds / 3, whoAt: always(who) }) }
  },
}

const workingDays = 10
const lookupsPerDay = 100
const withoutCasePerDay = 20

export const insider: Attack = {
  name: "carrier insider, 20 a day without a case",
  group: "direct",
  make: (scene) => {
    const who: Attacker = {
      subject: { kind: "staff", fingerprint: attackerSubject(scene) },
      network: { kind: "fixed", fingerprint: homeNetwork(scene) },
      accessorClass: "staff",
    }
    const start = Math.ceil(scene.start / daySeconds) * daySeconds
    const steps: Step[] = []
    for (let day = 0; day < workingDays; day += 1) {
      for (let index = 0; index < lookupsPerDay; index += 1) {
        const at = start + day * daySeconds + 8 * 3600 + scene.random.uniform() * 9 * 3600
        const look = index < withoutCasePerDay ? askForLive : openOwn
        steps.push(look(scene, who, largeRetailer(scene), at))
      }
    }
    return { steps: steps.sort(byTime) }
  },
}
