/** Attackers with a credential: a partner, and the carrier's own staff. */

import { daySeconds } from "../../../shared/base/platform/instants.ts"
import { always, attackerSubject, homeNetwork } from "./attackers.ts"
import {
  type Attack,
  type Attacker,
  askForLive,
  byTime,
  largeRetailer,
  openOwn,
  type Scene,
  type Step,
} from "./scene.ts"
import { randomHits } from "./sequences.ts"

const partner = (scene: Scene): Attacker => ({
  subject: { kind: "partner", fingerprint: attackerSubject(scene) },
  network: { kind: "hosting", fingerprint: homeNetwork(scene) },
  accessorClass: "partner",
})

const memberOfStaff = (scene: Scene): Attacker => ({
  subject: { kind: "staff", fingerprint: attackerSubject(scene) },
  network: { kind: "fixed", fingerprint: homeNetwork(scene) },
  accessorClass: "staff",
})

export const partnerOutOfScope: Attack = {
  name: "partner out of scope",
  group: "direct",
  make: (scene) => {
    const who = partner(scene)
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
    const who = memberOfStaff(scene)
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

/** The party has set a quota of 60 references an hour for a credential, and of 30 for a member of staff. */
export const partnerReadingItsOwn: Attack = {
  name: "partner's credential reads 2,000 of its own parcels, 1 a second",
  group: "direct",
  make: (scene) => {
    const who = { ...partner(scene), quotaPerHour: 60 }
    return { steps: entitledReads(scene, who, { length: 2_000, pauseSeconds: 1 }) }
  },
}

export const staffWithInventedCases: Attack = {
  name: "carrier staff read 900 parcels with invented cases, 1 per 30 s",
  group: "direct",
  make: (scene) => {
    const who = { ...memberOfStaff(scene), quotaPerHour: 30 }
    return { steps: entitledReads(scene, who, { length: 900, pauseSeconds: 30 }) }
  },
}

/** Lookups that the credential is entitled to, of other people's parcels. */
const entitledReads = (scene: Scene, who: Attacker, of: { length: number; pauseSeconds: number }): Step[] => {
  const retailer = largeRetailer(scene)
  return Array.from({ length: of.length }, (_, index) => ({
    ...openOwn(scene, who, retailer, scene.start + index * of.pauseSeconds),
    isForeign: true,
  }))
}
