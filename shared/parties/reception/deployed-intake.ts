import type { DeadLetters } from "../../base/platform/dead-letters.ts"
import { deployedDeadLetters } from "../../base/platform/deployed-dead-letters.ts"
import { deployedTelemetry } from "../../base/platform/deployed-telemetry.ts"
import { readEnvironment } from "../../base/platform/environment.ts"
import { functionSettings } from "../../base/platform/function-settings.ts"
import type { Telemetry } from "../../base/platform/telemetry.ts"
import { deployedPublisher } from "../channels/deployed-publisher.ts"
import type { EventPublisher } from "../channels/event-publisher.ts"
import { deployedCurrentParties, deployedParties } from "../deployed-parties.ts"
import type { PartyDirectory } from "../party-directory.ts"

/** For a function that reads settings. */
export async function deployedCurrentReception(): Promise<Reception> {
  return { ...deployedReception(), parties: await deployedCurrentParties() }
}

/** What a pipeline needs to identify the sender of an event. */
export type Reception = { parties: PartyDirectory; hubAccount: string; telemetry: Telemetry }

/** For a pipeline of the hub's own events. */
export function deployedReception(): Reception {
  return {
    parties: deployedParties(),
    hubAccount: readEnvironment(functionSettings).HUB_ACCOUNT,
    telemetry: deployedTelemetry(),
  }
}

type Intake = Reception & { publisher: EventPublisher; deadLetters: DeadLetters }

/** For a pipeline of parties' events, which publishes `EventRejected`, or keeps an event of nobody. */
export function deployedIntake(): Intake {
  return { ...deployedReception(), publisher: deployedPublisher(), deadLetters: deployedDeadLetters() }
}

/** The same for a function that reads settings. */
export async function deployedCurrentIntake(): Promise<Intake> {
  return { ...deployedIntake(), ...(await deployedCurrentReception()) }
}
