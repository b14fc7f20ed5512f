import { systemClock } from "../base/platform/clock.ts"
import { isLeftOut } from "../base/platform/deployed-resources.ts"
import { deployedTable } from "../base/platform/deployed-table.ts"
import { deployedTelemetry } from "../base/platform/deployed-telemetry.ts"
import { bundledParties } from "./bundled-parties.ts"
import { currentParties } from "./current-parties.ts"
import type { ReadInvitedParties } from "./invitations/invited-party.ts"
import type { PartyDirectory } from "./party-directory.ts"
import { dynamoChangedSettings } from "./settings/dynamo-changed-settings.ts"
import type { StoredSettings } from "./settings/stored-settings.ts"

/** The parties of this deployment as they were deployed or approved, without what they changed about themselves. */
export function deployedParties(): PartyDirectory {
  return deployedDirectory()
}

/**
 * The parties of this deployment with the settings that they changed. For a function that may read `Settings`: one that
 * cannot read them does not start.
 * @throws whatever the read of settings threw
 */
export async function deployedCurrentParties(): Promise<PartyDirectory> {
  const settings = dynamoChangedSettings(deployedTable("Settings"))
  const parties = deployedDirectory(settings)
  await parties.byIds(
    bundledParties()
      .slice(0, readAtStart)
      .map(({ id }) => id),
  )
  return parties
}

/** BatchGetItem takes this many keys. */
const readAtStart = 100

function deployedDirectory(settings?: Pick<StoredSettings, "of">): PartyDirectory {
  return currentParties({
    file: bundledParties(),
    stored: { invited: deployedInvitedParties(), settings },
    clock: systemClock,
    telemetry: deployedTelemetry(),
  })
}

/** What a stage that leaves invited parties out knows of them. */
const nobodyInvited: ReadInvitedParties = { get: async () => undefined, idOf: async () => undefined, async *each() {} }

/** Only a function that is asked for a party outside of the file loads what reads invited ones. */
function deployedInvitedParties(): ReadInvitedParties {
  if (isLeftOut("invitedParties")) return nobodyInvited
  const load = async () => {
    const { invitedParty: partySchema } = await import("./invitations/invited-party.ts")
    const { dynamoInvitedLookups } = await import("./invitations/dynamo-invited-lookups.ts")
    return dynamoInvitedLookups({ ...deployedTable("InvitedParties"), partySchema })
  }
  let loaded: ReturnType<typeof load> | undefined
  const stored = () => (loaded ??= load())
  return {
    get: async (partyId) => (await stored()).get(partyId),
    idOf: async (claim) => (await stored()).idOf(claim),
    async *each() {
      yield* (await stored()).each()
    },
  }
}
